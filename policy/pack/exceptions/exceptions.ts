import { createHash } from 'node:crypto';
import type { Resource } from '../resource';
import { globMatches } from '../text/glob';

/** A finding that somebody answers for, until a day. */
export interface Exception {
  /** Id of the rule. */
  readonly rule: string;
  /** `type::name` of the resource, where `*` and `?` stand for any text and any character. */
  readonly resource: string;
  /** Of the finding, as `npm run policy` and the policy `exceptions-valid` print it. */
  readonly fingerprint: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, `yyyy-mm-dd`, UTC. */
  readonly expires: string;
  /** Stacks that it holds for, a pattern; all of them where it is absent. */
  readonly stack?: string;
}

/** What the pack is told of exceptions: those of the file, or why it can't be read. */
export interface ExceptionFile {
  readonly file: string;
  readonly exceptions: readonly Exception[];
  /** One sentence each. */
  readonly problems: readonly string[];
}

export const noExceptions: ExceptionFile = { file: 'exceptions.yaml', exceptions: [], problems: [] };

/** Follows which exceptions of a file a stack's findings meet. */
export class ExceptionBook {
  /** Findings that an exception covers, one sentence each. */
  private readonly excused = new Map<string, { text: string; resource: Resource }>();
  /** Fingerprints of findings that an exception's rule and resource match, although its fingerprint does not. */
  private readonly near = new Map<Exception, Set<string>>();
  private readonly met = new Set<Exception>();
  private readonly held: readonly Exception[];

  constructor(
    private readonly source: ExceptionFile,
    stack: string,
    private readonly today: string,
  ) {
    this.held = source.exceptions.filter((exception) => globMatches(exception.stack ?? '*', stack));
  }

  /** Whether a finding needs no report: an exception that has not expired covers it. */
  covers(rule: string, resource: Resource, fingerprint: string, message: string): boolean {
    const matching = this.held.filter(
      (exception) => exception.rule === rule && globMatches(exception.resource, `${resource.type}::${resource.name}`),
    );
    const exact = matching.filter((exception) => exception.fingerprint === fingerprint);
    for (const exception of exact) this.met.add(exception);
    for (const exception of exact.length > 0 ? [] : matching) {
      this.near.set(exception, (this.near.get(exception) ?? new Set()).add(fingerprint));
    }
    const [inForce] = exact.filter(({ expires }) => expires >= this.today);
    if (!inForce) return false;
    const { owner, expires, reason } = inForce;
    const text = `${rule}: ${message} Excepted until ${expires} by ${owner}: ${reason}`;
    this.excused.set(`${resource.urn} ${fingerprint}`, { text, resource });
    return true;
  }

  /** The findings that were not reported. */
  inForce(): readonly { readonly text: string; readonly resource: Resource }[] {
    return [...this.excused.values()];
  }

  /** What is wrong with the file or with exceptions that hold for this stack, one sentence each. */
  faults(): string[] {
    const { file, problems } = this.source;
    const numbered = this.held.map((exception) => ({
      exception,
      where: `${file}: exception ${this.source.exceptions.indexOf(exception) + 1} (${exception.rule} on ${exception.resource}, ${exception.owner})`,
    }));
    return [
      ...problems,
      ...numbered.flatMap(({ exception, where }) => {
        if (exception.expires < this.today) {
          return [`${where} expired on ${exception.expires}: fix the finding, or review it and set a new expiry date.`];
        }
        if (this.met.has(exception)) return [];
        const others = [...(this.near.get(exception) ?? [])].slice(0, 3);
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
 * Tells a finding from every other of its rule, in every stack: 12 hexadecimal digits of the SHA-256 of rule, resource
 * and sentence. It changes with what was found, so that an exception covers what somebody has looked at and no more.
 */
export function findingFingerprint(ruleId: string, resource: Pick<Resource, 'type' | 'name'>, message: string): string {
  const text = JSON.stringify([ruleId, resource.type, resource.name, message]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
