import type { Constraints } from '../../contract/modelMonitorFiles';
import type { Sla } from '../../contract/sla';
import { type BrokenPromise, type FeatureSummary, promiseChecks } from '../../contract/windowSummary';
import { binomialTail } from '../calibrated/binomialTail';
import type { ReportNumbers } from './summarizeReport';

/** A promise is broken if a window that just keeps it shows as many exceptions less often than this. */
const leastProbability = 0.01;

interface PromiseArgs {
  readonly numbers: ReportNumbers;
  readonly sla: Sla;
  readonly constraints: Constraints;
}

/** Rows of a window that a promise does not allow, and the share of rows that it promises, 0..1. */
interface Exceptions {
  readonly exceptions: number;
  readonly rows: number;
  readonly promised: number;
  /** The exceptions in words, and what is promised. */
  readonly what: string;
  readonly promise: string;
}

/**
 * Broken promises that the number of rows explains, by the exact binomial test, each with a sentence. Promises of a share of
 * rows have such an error: completeness, types and categories. A range or a sign is promised of every value, and so is a
 * share of 1: one exception breaks it.
 */
export function samplingErrors(args: PromiseArgs): ReadonlyMap<BrokenPromise, string> {
  return new Map(
    args.numbers.brokenPromises.flatMap((promise): [BrokenPromise, string][] => {
      const feature = args.numbers.features.find(({ name }) => name === promise.feature);
      const exceptional = feature && exceptionsOf(promise, feature, args);
      if (!exceptional) return [];
      const { exceptions, rows, promised, what, promise: name } = exceptional;
      const probability = binomialTail(exceptions, rows, 1 - promised);
      if (probability < leastProbability) return [];
      const text = `${feature.name}: ${exceptions} of ${rows} rows ${what}. With the promised ${name} of ${figure(promised)}, ${figure(probability * 100)} % of windows have as many.`;
      return [[promise, text]];
    }),
  );
}

function exceptionsOf(
  { check, description }: BrokenPromise,
  feature: FeatureSummary,
  { sla, constraints }: PromiseArgs,
): Exceptions | undefined {
  const { name, missing, present } = feature;
  if (check === promiseChecks.completeness) {
    const ofSla = Object.hasOwn(sla.features, name) ? sla.features[name]?.completeness : undefined;
    const promised = ofSla ?? constraints.features.find((other) => other.name === name)?.completeness ?? 1;
    return { exceptions: missing, rows: missing + present, promised, what: 'have no value', promise: 'completeness' };
  }
  const matched = matchedShares(description);
  if (!matched || (check !== typeCheck && check !== promiseChecks.categories)) return undefined;
  const exceptions = Math.round((1 - matched.observed) * present);
  return check === typeCheck
    ? { exceptions, rows: present, promised: matched.expected, what: 'have another type', promise: 'share of the type' }
    : {
        exceptions,
        rows: present,
        promised: matched.expected,
        what: 'have another category',
        promise: 'share of the categories',
      };
}

const typeCheck = 'data_type_check';

/** The shares in a violation's description, which both engines word alike. */
function matchedShares(description: string): { readonly expected: number; readonly observed: number } | undefined {
  const pattern = /Expected match: (?<expected>[\d.E-]+)%\. Observed: Only (?<observed>[\d.E-]+)% of data/;
  const { expected, observed } = pattern.exec(description)?.groups ?? {};
  if (expected === undefined || observed === undefined) return undefined;
  return { expected: Number(expected) / 100, observed: Number(observed) / 100 };
}

const figure = (value: number) => Number(value.toPrecision(4));
