import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';

/** Different causes that are kept; of more, the rest are counted together as the last one. */
const maxCauses = 100;

/** Rejects by their reasons, as far as these differ in more than numbers and quoted values. */
export class RejectCauses {
  private readonly causes = new Map<string, { first: Reject; count: number }>();

  /** `causes` are counted already. */
  constructor(causes: readonly RejectCause[] = []) {
    for (const { count, ...first } of causes) this.add(first, count);
  }

  add(reject: Reject, count = 1): void {
    const cause = this.causes.size < maxCauses ? causeOf(reject.reason) : this.fullCause(reject.reason);
    const known = this.causes.get(cause);
    if (known) known.count += count;
    else this.causes.set(cause, { first: reject, count });
  }

  /** Those of most rejects first. */
  get list(): RejectCause[] {
    return [...this.causes.values()]
      .map(({ first: { file, line, reason }, count }) => ({ file, line, reason, count }))
      .sort((a, b) => b.count - a.count);
  }

  private fullCause(reason: string): string {
    const cause = causeOf(reason);
    return this.causes.has(cause) ? cause : 'other';
  }
}

const example = / \((?:value|row): .*\)/s;

function causeOf(reason: string): string {
  return reason.replace(example, '').replace(/\d+/g, '#');
}
