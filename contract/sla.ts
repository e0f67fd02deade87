import { z } from 'zod';
import { severities } from './alarmNames';
import { type CaptureSchema, type Column, columnsOf } from './captureSchema';
import type { Problem } from './problem';
import { readDocument } from './readDocument';

const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');

const rangeSchema = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, { error: 'requires min, max or both' })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    error: 'min is greater than max; swap them',
  });

const reason = z.string().min(1, 'requires the reason why the check is off');

/** Checks that an SLA may switch off, each with the reason. */
const switchedOffSchema = z.strictObject({
  /** All checks of the feature. */
  all: reason.optional(),
  type: reason.optional(),
  completeness: reason.optional(),
  categories: reason.optional(),
  drift: reason.optional(),
});

const featureSlaSchema = z.strictObject({
  /** Minimum share of present values, 0..1. */
  completeness: share.optional(),
  /** Values must not be negative. */
  nonNegative: z.boolean().optional(),
  /** Smallest and largest value allowed, both inclusive (numeric features). */
  range: rangeSchema.optional(),
  /** Allowed values (String and Category features). */
  categories: z.array(z.string()).min(1).optional(),
  /** Maximum distance from the baseline's distribution, 0..1. */
  driftLimit: share.optional(),
  /** Checks to skip, each with the reason. Nothing else in an SLA loosens the suggested constraints. */
  off: switchedOffSchema.optional(),
  /** Severity of the alarm on the feature's promises; `info` has no alarm. @default warning */
  severity: z.enum(severities).default('warning'),
});

export const slaSchema = z.strictObject({
  endpoint: z.string().min(1),
  owner: z.string().min(1),
  /** Page with instructions; every alarm links to it. */
  runbook: z.url({
    protocol: /^https$/,
    error: ({ input }) => (input === undefined ? undefined : 'must be an https:// address'),
  }),
  /** Hours without a capture file or a report after which an alarm is raised. @default 2 */
  freshnessHours: z.int().min(1).max(24).default(2),
  /** Hours after which a prediction's ground truth is due; undefined if none is expected. */
  groundTruthHours: z.int().min(1).max(8760).optional(),
  features: z.record(z.string(), featureSlaSchema),
});

export type FeatureSla = z.infer<typeof featureSlaSchema>;
export type SwitchedOff = z.infer<typeof switchedOffSchema>;
export type Sla = z.infer<typeof slaSchema>;

/** Reads a parsed SLA document: returns the SLA, or every problem with its path. */
export function parseSla(document: unknown): { sla?: Sla; problems: Problem[] } {
  const { value, problems } = readDocument(slaSchema, document);
  return { sla: value, problems };
}

/** Problems of an SLA with its capture schema: unknown features, promises that do not apply to a type. */
export function slaProblems(sla: Sla, schema: CaptureSchema): Problem[] {
  const columns = new Map(columnsOf(schema).map((column) => [column.name, column]));
  const known = [...columns.keys()].join(', ');
  return Object.entries(sla.features).flatMap(([name, feature]): Problem[] => {
    const path = ['features', name];
    const column = columns.get(name);
    if (!column) return [{ path, text: `unknown feature in schema ${schema.version}; known features: ${known}` }];
    return [...typeProblems(feature, column, path), ...offProblems(feature, path)];
  });
}

/** Promises that do not apply to the column's type. */
function typeProblems(feature: FeatureSla, { type }: Column, path: Problem['path']): Problem[] {
  const problems: Problem[] = [];
  const isNumeric = type === 'Integral' || type === 'Fractional';
  if (feature.categories && isNumeric) {
    problems.push({
      path: [...path, 'categories'],
      text: `not allowed for type ${type}; only String and Category features have categories`,
    });
  }
  if (isNumeric) return problems;
  if (feature.nonNegative !== undefined) {
    problems.push({
      path: [...path, 'nonNegative'],
      text: `not allowed for type ${type}; only numeric features have a sign`,
    });
  }
  if (feature.range) {
    problems.push({
      path: [...path, 'range'],
      text: `not allowed for type ${type}; only numeric features have a range`,
    });
  }
  return problems;
}

type FeaturePromise = Exclude<keyof FeatureSla, 'severity' | 'off'>;

/** The promises that each check enforces. */
const promisesByCheck = {
  all: ['completeness', 'nonNegative', 'range', 'categories', 'driftLimit'],
  type: [],
  completeness: ['completeness'],
  categories: ['categories'],
  drift: ['driftLimit'],
} as const satisfies Record<keyof SwitchedOff, readonly FeaturePromise[]>;

/** Checks that are off although the same SLA makes a promise that they enforce. */
function offProblems(feature: FeatureSla, path: Problem['path']): Problem[] {
  return (Object.keys(feature.off ?? {}) as (keyof SwitchedOff)[]).flatMap((check): Problem[] => {
    const promises: readonly FeaturePromise[] = promisesByCheck[check];
    const promise = promises.find((key) => feature[key] !== undefined);
    if (!promise) return [];
    const source = promise === 'driftLimit' ? 'driftLimit (or severity alone)' : promise;
    return [{ path: [...path, 'off', check], text: `conflicts with ${source}, which requires this check; remove one` }];
  });
}
