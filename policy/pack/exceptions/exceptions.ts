import { createHash } from 'node:crypto';
import type { Resource } from '../resource';
import { globMatches } from '../text/glob';

/** An accepted finding with its owner and expiry date. */
export interface Exception {
  /** ID of the rule. */
  readonly rule: string;
  /** Pattern for `type::name` of the resource, with `*` and `?`. */
  readonly resource: string;
  /** Fingerprint of the finding, as `npm run policy` and the policy `exceptions-valid` print it. */
  readonly fingerprint: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which the exception applies, `yyyy-mm-dd`, UTC. */
  readonly expires: string;
  /** Pattern for the stacks to which the exception applies. @default all stacks */
  readonly stack?: string;
}

/** Exceptions of a file, and what is wrong with the others. */
export interface ExceptionFile {
  readonly file: string;
  readonly exceptions: readonly Exception[];
  /** One sentence each. */
  readonly problems: readonly string[];
}

export const noExceptions: ExceptionFile = { file: 'exceptions.yaml', exceptions: [], problems: [] };

/** Tracks which exceptions of a file cover findings of a stack. */
export class ExceptionBook {
  /** Covered findings, one sentence each. */
  private readonly coveredFindings = new Map<string, { text: string; resource: Resource }>();
  /** Fingerprints of findings that match an exception's rule and resource, but not its fingerprint. */
  private readonly otherFingerprints = new Map<Exception, Set<string>>();
  private readonly used = new Set<Exception>();
  private readonly applicable: readonly Exception[];

  constructor(
    private readonly source: ExceptionFile,
    stack: string,
    private readonly today: string,
  ) {
    this.applicable = source.exceptions.filter((exception) => globMatches(exception.stack ?? '*', stack));
  }

  /** Whether an exception that has not expired covers a finding, so that it is not reported. */
  covers(rule: string, resource: Resource, fingerprint: string, message: string): boolean {
    const matching = this.applicable.filter(
      (exception) => exception.rule === rule && globMatches(exception.resource, `${resource.type}::${resource.name}`),
    );
    const exact = matching.filter((exception) => exception.fingerprint === fingerprint);
    for (const exception of exact) this.used.add(exception);
    for (const exception of exact.length > 0 ? [] : matching) {
      this.otherFingerprints.set(exception, (this.otherFingerprints.get(exception) ?? new Set()).add(fingerprint));
    }
    const [valid] = exact.filter(({ expires }) => expires >= this.today);
    if (!valid) return false;
    const { owner, expires, reason } = valid;
    const text = `${rule}: ${message} Excepted until ${expires} by ${owner}: ${reason}`;
    this.coveredFindings.set(`${resource.urn} ${fingerprint}`, { text, resource });
    return true;
  }

  /** Returns the findings that exceptions cover. */
  inForce(): readonly { readonly text: string; readonly resource: Resource }[] {
    return [...this.coveredFindings.values()];
  }

  /** Returns what is wrong with the file, or with exceptions for this stack, one sentence each. */
  faults(): string[] {
    const { file, problems } = this.source;
    const located = this.applicable.map((exception) => ({
      exception,
      where: `${file}: exception ${this.source.exceptions.indexOf(exception) + 1} (${exception.rule} on ${exception.resource}, ${exception.owner})`,
    }));
    return [
      ...problems,
      ...located.flatMap(({ exception, where }) => {
        if (exception.expires < this.today) {
          return [`${where} expired on ${exception.expires}: fix the finding, or review it and set a new expiry date.`];
        }
        if (this.used.has(exception)) return [];
        const others = [...(this.otherFingerprints.get(exception) ?? [])].slice(0, 3);
        return others.length > 0
          ? [
              `${where} covers no finding: its fingerprint is ${exception.fingerprint}, the current ` +
                `findings have ${others.join(', ')}; review it.`,
            ]
          : [`${where} no longer covers a finding: delete it.`];
      }),
    ];
  }
}

/**
 * Returns the identity of a finding, the same in every stack: 12 hexadecimal digits of the SHA-256 of rule, resource and
 * message. It changes with the message, so that an exception covers only what was reviewed.
 */
export function findingFingerprint(ruleId: string, resource: Pick<Resource, 'type' | 'name'>, message: string): string {
  const text = JSON.stringify([ruleId, resource.type, resource.name, message]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
