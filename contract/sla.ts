import * as z from 'zod';
import { severities } from './alarmNames';
import { type CaptureSchema, type Column, columnsOf } from './captureSchema';
import type { Problem } from './problem';
import { readDocument } from './readDocument';
import { timeZone } from './timeZone';

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

/** Thresholds of checks, as Model Monitor's `monitoring_config` has them. They replace the suggested ones. */
const thresholdsSchema = z.strictObject({
  /** Minimum share of values that have the expected type, 0..1. */
  type: share.optional(),
  /** Minimum share of values that are among the categories, 0..1 (features of categories). */
  domain: share.optional(),
  /** Maximum distance from the baseline's distribution, 0..1 (numeric features). */
  drift: share.optional(),
  /** The same for categories; of `ChiSquared` the significance level. */
  categoricalDrift: share.optional(),
  /** `Robust` subtracts what chance explains from a distance, `Simple` does not. */
  method: z.enum(['Robust', 'Simple']).optional(),
  /** How categories are compared. */
  categoricalMethod: z.enum(['LInfinity', 'ChiSquared']).optional(),
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
  /** Thresholds of the feature, instead of those of all features. */
  thresholds: thresholdsSchema.optional(),
  /** Checks to skip, each with the reason. Only this and `thresholds` loosen the suggested constraints. */
  off: switchedOffSchema.optional(),
  /** Severity of the alarm on the feature's promises; `info` has no alarm. @default warning */
  severity: z.enum(severities).default('warning'),
});

/** Share of a window that may be rejected where no SLA says another, 0..1. */
export const defaultRejectedShare = 0.05;

const minimumRowsSchema = z.strictObject({
  /** A baseline of fewer rows is refused. Without it, one of fewer than 30 rows draws a warning. */
  baseline: z.int().min(1).optional(),
  /** In a window of fewer rows, drift is not judged. */
  window: z.int().min(1).optional(),
});

const windowLimits = {
  /** Maximum share of a window's records and rows that may be rejected, 0..1. @default 0.05 */
  rejectedShare: share.optional(),
  /** Rows that a baseline and a window must have, so that they can be judged. */
  minimumRows: minimumRowsSchema.optional(),
};
export const windowLimitsSchema = z.strictObject(windowLimits);

/** Hours without a report where an SLA says no other. */
export const defaultFreshnessHours = 2;

/** How a window's distributions are judged: by a calibration on past windows, or by the container's constant limits. */
export const alarmModes = ['calibrated', 'exact'] as const;
export type AlarmMode = (typeof alarmModes)[number];

/** Alarm episodes a week. */
export const alarmBudget = z
  .number()
  .min(0.01, 'must be between 0.01 and 100')
  .max(100, 'must be between 0.01 and 100');

const alarmsSchema = z.strictObject({
  /** Alarm episodes a week that the endpoint may raise without a cause, over all its features and checks. @default 0.5 */
  budget: alarmBudget.optional(),
  /** `calibrated` needs a baseline with a calibration; without one, `exact` is used. @default calibrated */
  mode: z.enum(alarmModes).optional(),
  /** IANA time zone of the hours in which traffic differs, such as `Europe/Berlin`. @default UTC */
  timeZone: timeZone.optional(),
});

/** Defaults of `alarms`, and the rows that a window needs to be judged by a calibration where `minimumRows` has no `window`. */
export const alarmDefaults = { budget: 0.5, mode: 'calibrated', minimumRows: 30, timeZone: 'UTC' } as const;

export const slaSchema = z.strictObject({
  endpoint: z.string().min(1),
  owner: z.string().min(1),
  /** Page with instructions; every alarm links to it. */
  runbook: z.url({
    protocol: /^https$/,
    error: ({ input }) => (input === undefined ? undefined : 'must be an https:// address'),
  }),
  /** Hours without a report after which an alarm is raised. @default 2 */
  freshnessHours: z.int().min(1).max(24).default(defaultFreshnessHours),
  /** Hours after which a prediction's ground truth is due; undefined if none is expected. */
  groundTruthHours: z.int().min(1).max(8760).optional(),
  ...windowLimits,
  /** Thresholds of all features. */
  thresholds: thresholdsSchema.optional(),
  /** Alarms on distributions. */
  alarms: alarmsSchema.optional(),
  features: z.record(z.string(), featureSlaSchema),
});

/** How much of a window must be usable for it to be judged. */
export type WindowLimits = z.infer<typeof windowLimitsSchema>;
export type FeatureSla = z.infer<typeof featureSlaSchema>;
export type SwitchedOff = z.infer<typeof switchedOffSchema>;
export type Thresholds = z.infer<typeof thresholdsSchema>;
export type Sla = z.infer<typeof slaSchema>;

/** What an SLA says of windows as a whole; undefined if it says nothing. */
export function windowLimitsOf({ rejectedShare, minimumRows }: Sla): WindowLimits | undefined {
  return rejectedShare === undefined && minimumRows === undefined ? undefined : { rejectedShare, minimumRows };
}

/** What an SLA says of alarms on distributions, with the defaults filled in. */
export function alarmSettingsOf({ alarms = {}, minimumRows }: Sla) {
  return {
    budget: alarms.budget ?? alarmDefaults.budget,
    mode: alarms.mode ?? alarmDefaults.mode,
    minimumRows: minimumRows?.window ?? alarmDefaults.minimumRows,
    timeZone: alarms.timeZone ?? alarmDefaults.timeZone,
  };
}

/** Whether an SLA switches a feature's drift check off. */
export function isDriftOff({ features }: Sla, feature: string): boolean {
  const off = Object.hasOwn(features, feature) ? features[feature]?.off : undefined;
  return off?.drift !== undefined || off?.all !== undefined;
}

/** Reads a parsed SLA document: returns the SLA, or every problem with its path. */
export function parseSla(document: unknown): { sla?: Sla; problems: Problem[] } {
  const { value, problems } = readDocument(slaSchema, document);
  return { sla: value, problems };
}

/** Problems of an SLA with its capture schema: unknown features, promises that do not apply to a type, contradictions. */
export function slaProblems(sla: Sla, schema: CaptureSchema): Problem[] {
  const columns = new Map(columnsOf(schema).map((column) => [column.name, column]));
  const known = [...columns.keys()].join(', ');
  return Object.entries(sla.features).flatMap(([name, feature]): Problem[] => {
    const path = ['features', name];
    const column = columns.get(name);
    if (!column) return [{ path, text: `unknown feature in schema ${schema.version}; known features: ${known}` }];
    return [...typeProblems(feature, column, path), ...conflictProblems(feature, path)];
  });
}

/** Keys of a feature that apply to one kind of columns only: `text` has categories, `numeric` has a sign and a range. */
const kindOfKey = [
  { path: ['categories'], kind: 'text', what: 'only String and Category features have categories' },
  { path: ['nonNegative'], kind: 'numeric', what: 'only numeric features have a sign' },
  { path: ['range'], kind: 'numeric', what: 'only numeric features have a range' },
  { path: ['thresholds', 'domain'], kind: 'text', what: 'only String and Category features have categories' },
  { path: ['thresholds', 'categoricalDrift'], kind: 'text', what: 'use drift' },
  { path: ['thresholds', 'categoricalMethod'], kind: 'text', what: 'use method' },
  { path: ['thresholds', 'drift'], kind: 'numeric', what: 'use categoricalDrift' },
] as const;

/** Promises and thresholds that do not apply to the column's type. */
function typeProblems(feature: FeatureSla, { type }: Column, path: Problem['path']): Problem[] {
  const columnKind = type === 'Integral' || type === 'Fractional' ? 'numeric' : 'text';
  return kindOfKey.flatMap(({ path: keys, kind, what }): Problem[] => {
    if (kind === columnKind || valueAt(feature, keys) === undefined) return [];
    return [{ path: [...path, ...keys], text: `not allowed for type ${type}; ${what}` }];
  });
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

/** Keys of a feature that require each check, in the order in which a conflict names them. */
const keysByCheck = {
  all: ['completeness', 'nonNegative', 'range', 'categories', 'driftLimit', 'thresholds'],
  type: ['thresholds.type'],
  completeness: ['completeness'],
  categories: ['categories', 'thresholds.domain'],
  drift: [
    'driftLimit',
    ...(['drift', 'categoricalDrift', 'method', 'categoricalMethod'] as const).map((key) => `thresholds.${key}`),
  ],
} as const satisfies Record<keyof SwitchedOff, readonly string[]>;

/** Keys that contradict each other: a check that is off and is required, two limits of one distance. */
function conflictProblems(feature: FeatureSla, path: Problem['path']): Problem[] {
  const { driftLimit, thresholds, off = {} } = feature;
  const switchedOff = (Object.keys(off) as (keyof SwitchedOff)[]).flatMap((check): Problem[] => {
    const required = keysByCheck[check].find((key) => valueAt(feature, key.split('.')) !== undefined);
    if (!required) return [];
    const source = required === 'driftLimit' ? 'driftLimit (or severity alone)' : required;
    return [{ path: [...path, 'off', check], text: `conflicts with ${source}, which requires this check; remove one` }];
  });
  const limit = (['drift', 'categoricalDrift'] as const).find((key) => thresholds?.[key] !== undefined);
  if (driftLimit === undefined || limit === undefined) return switchedOff;
  return [
    ...switchedOff,
    {
      path: [...path, 'thresholds', limit],
      text: 'conflicts with driftLimit, which limits the same distance; remove one',
    },
  ];
}
