import type { AwsCall } from './awsCall';
import { AwsError } from './awsError';

/** What goes wrong with a call, and whether the call took effect. */
export const faultKinds = {
  throttle: { performed: false },
  'internal error': { performed: false },
  /** No response, until the caller gives up. */
  timeout: { performed: false },
  /** The connection is reset before the call takes effect. */
  reset: { performed: false },
  /** The connection is reset after the call took effect: the caller cannot know that it did. */
  'reset after': { performed: true },
  /** The connection ends in the middle of the body. */
  'half body': { performed: true },
  /** A listing of a bucket lacks its newest object. S3 itself lists every object at once since 2020. */
  'stale list': { performed: true },
} as const satisfies Record<string, { readonly performed: boolean }>;
export type FaultKind = keyof typeof faultKinds;

export interface FaultRule {
  /** Service in the signature, such as `s3` or `monitoring`. */
  readonly service: string;
  /** In CloudTrail's spelling, such as `PutObject` or `ListObjects`. @default every operation */
  readonly operation?: string;
  /** Share of the calls, from 0 to 1. */
  readonly rate: number;
  readonly kind: FaultKind;
}

/** Chooses the calls that go wrong; the same calls for the same seed and order of calls. */
export class FaultInjector {
  /** How often each kind has struck. */
  readonly struck = new Map<FaultKind, number>();
  private rules: readonly FaultRule[] = [];
  private random: () => number = () => 1;

  /** Replaces the rules; none stops the faults. Throws for a rate that is not from 0 to 1, or an unsuitable operation. */
  inject(rules: readonly FaultRule[], seed = 1): void {
    for (const { rate, kind, service, operation } of rules) {
      if (!(rate >= 0 && rate <= 1)) throw new Error(`invalid rate ${rate} of fault '${kind}': use 0 to 1`);
      if (kind === 'stale list' && (service !== 's3' || operation !== 'ListObjects')) {
        throw new Error(`invalid operation '${service} ${operation}' of fault '${kind}': use s3 ListObjects`);
      }
    }
    this.rules = rules;
    this.random = makeRandom(seed);
  }

  /** The fault of a call, by the first rule that fits and strikes. */
  strike({ service, operation }: AwsCall): FaultKind | undefined {
    const fitting = this.rules.filter(
      (rule) => rule.service === service && (rule.operation === undefined || rule.operation === operation),
    );
    const kind = fitting.find(({ rate }) => this.random() < rate)?.kind;
    if (kind) this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
    return kind;
  }
}

/** The error of a fault that is a response; undefined for any other fault. */
export function faultError(kind: FaultKind, { service }: AwsCall): AwsError | undefined {
  const isS3 = service === 's3';
  if (kind === 'throttle') {
    return isS3
      ? new AwsError('SlowDown', 'Please reduce your request rate.', 503)
      : new AwsError('ThrottlingException', 'Rate exceeded', 400);
  }
  if (kind !== 'internal error') return undefined;
  const message = 'We encountered an internal error. Please try again.';
  return new AwsError(isS3 ? 'InternalError' : 'InternalFailure', message, 500);
}

/** A listing in XML without its newest object. */
export function dropNewestObject(xml: string): string {
  const entries = [...xml.matchAll(/<Contents>.*?<\/Contents>/gs)].map(([entry]) => entry);
  const instantOf = (entry: string) => /<LastModified>([^<]*)/.exec(entry)?.[1] ?? '';
  const newest = entries.reduce((latest, entry) => (instantOf(entry) >= instantOf(latest) ? entry : latest), '');
  if (newest === '') return xml;
  return xml.replace(newest, '').replace(/<KeyCount>\d+<\/KeyCount>/, `<KeyCount>${entries.length - 1}</KeyCount>`);
}

/** Numbers from 0 to 1 (mulberry32, a generator in the public domain). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
