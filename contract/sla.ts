import { z } from 'zod';
import { severities } from './alarmNames';
import { type CaptureSchema, type Column, columnsOf } from './captureSchema';
import type { Problem } from './problem';
import { readDocument } from './readDocument';

const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');

const rangeSchema = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, { error: 'must have a min, a max or both' })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    error: 'has a min above its max; swap them',
  });

const reason = z.string().min(1, 'must say why the check is off');

/** Checks that a contract may switch off, each with the reason. */
const switchedOffSchema = z.strictObject({
  /** Every check of the feature. */
  all: reason.optional(),
  type: reason.optional(),
  completeness: reason.optional(),
  categories: reason.optional(),
  drift: reason.optional(),
});

const featureSlaSchema = z.strictObject({
  /** Share of values that must be present, 0..1. */
  completeness: share.optional(),
  /** Values are never below zero. */
  nonNegative: z.boolean().optional(),
  /** Least and greatest value allowed, both inclusive (numeric features). */
  range: rangeSchema.optional(),
  /** The only values allowed (String features). */
  categories: z.array(z.string()).min(1).optional(),
  /** Distance from the baseline's distribution from which on the contract is broken, 0..1. */
  driftLimit: share.optional(),
  /** Checks that are not made on this feature, each with the reason; the one way to loosen what the data suggested. */
  off: switchedOffSchema.optional(),
  /** Who is told when the feature drifts. @default warning */
  severity: z.enum(severities).default('warning'),
});

const slaSchema = z.strictObject({
  endpoint: z.string().min(1),
  owner: z.string().min(1),
  /** Page that says what to do; every alarm names it. */
  runbook: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** Hours without a capture file, or without a report, after which somebody is told. @default 2 */
  freshnessHours: z.int().min(1).max(24).default(2),
  /** Hours after which a prediction's ground truth must be there; undefined where nobody waits for any. */
  groundTruthHours: z.int().min(1).max(8760).optional(),
  features: z.record(z.string(), featureSlaSchema),
});

export type FeatureSla = z.infer<typeof featureSlaSchema>;
export type SwitchedOff = z.infer<typeof switchedOffSchema>;
export type Sla = z.infer<typeof slaSchema>;

/** Reads a parsed SLA document; every problem is named with its path. */
export function parseSla(document: unknown): { sla?: Sla; problems: Problem[] } {
  const { value, problems } = readDocument(slaSchema, document);
  return value ? { sla: value, problems } : { problems };
}

/** What an SLA says of features that the capture schema doesn't have, or have with another type. */
export function slaProblems(sla: Sla, schema: CaptureSchema): Problem[] {
  const columns = new Map(columnsOf(schema).map((column) => [column.name, column]));
  const known = [...columns.keys()].join(', ');
  return Object.entries(sla.features).flatMap(([name, feature]): Problem[] => {
    const path = ['features', name];
    const column = columns.get(name);
    if (!column) return [{ path, text: `schema ${schema.version} has no such feature; it has ${known}` }];
    return [...typeProblems(feature, column, path), ...offProblems(feature, path)];
  });
}

/** Promises that a column's type can't keep. */
function typeProblems(feature: FeatureSla, { type }: Column, path: Problem['path']): Problem[] {
  const thisOne = `this one is ${type}`;
  const problems: Problem[] = [];
  if (feature.categories && type !== 'String') {
    problems.push({ path: [...path, 'categories'], text: `only a String feature has categories; ${thisOne}` });
  }
  if (type !== 'String') return problems;
  if (feature.nonNegative !== undefined) {
    problems.push({ path: [...path, 'nonNegative'], text: `only a numeric feature has a sign; ${thisOne}` });
  }
  if (feature.range) {
    problems.push({ path: [...path, 'range'], text: `only a numeric feature has a range; ${thisOne}` });
  }
  return problems;
}

type Promised = Exclude<keyof FeatureSla, 'severity' | 'off'>;

/** The promises that a check guards. */
const guarded = {
  all: ['completeness', 'nonNegative', 'range', 'categories', 'driftLimit'],
  type: [],
  completeness: ['completeness'],
  categories: ['categories'],
  drift: ['driftLimit'],
} as const satisfies Record<keyof SwitchedOff, readonly Promised[]>;

/** Promises whose check the same contract switches off. */
function offProblems(feature: FeatureSla, path: Problem['path']): Problem[] {
  return (Object.keys(feature.off ?? {}) as (keyof SwitchedOff)[]).flatMap((check): Problem[] => {
    const promises: readonly Promised[] = guarded[check];
    const promise = promises.find((each) => feature[each] !== undefined);
    if (!promise) return [];
    const what = promise === 'driftLimit' ? 'driftLimit (or a severity alone) asks for' : `${promise} asks for`;
    return [{ path: [...path, 'off', check], text: `switches off what ${what}; remove one of the two` }];
  });
}
