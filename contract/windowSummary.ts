import * as z from 'zod';
import { severities } from './alarmNames';
import { distributionChecks, referenceKinds } from './calibration';
import { featureHistogramSchema } from './featureHistogram';
import { likelyCauseSchema } from './likelyCause';
import { alarmModes } from './sla';

/** Name of a summary's file, beside a report's. */
export const windowSummaryFile = 'summary.json';

/** Promises of an SLA, and the name of the check that guards each in Model Monitor's words. */
export const promiseChecks = {
  completeness: 'completeness_check',
  driftLimit: 'baseline_drift_check',
  categories: 'categorical_values_check',
  nonNegative: 'non_negative_check',
  range: 'range_check',
} as const;

const featureSummarySchema = z.strictObject({
  name: z.string(),
  type: z.enum(['Integral', 'Fractional', 'String', 'Unknown']),
  /** Values present and missing; rows. */
  present: z.int().min(0),
  missing: z.int().min(0),
  /** Share of the values that are present, 0..1. */
  completeness: z.number().min(0).max(1),
  /** Distance of the distribution from the baseline's, and the limit in effect, both 0..1; absent where none was compared. */
  drift: z.strictObject({ distance: z.number(), limit: z.number() }).optional(),
});

const brokenPromiseSchema = z.strictObject({
  /** Feature, or what the violation names in its place, such as `Missing columns`. */
  feature: z.string(),
  /** Check type in Model Monitor's words, such as `completeness_check`. */
  check: z.string(),
  severity: z.enum(severities),
  /** Expected and observed, in a sentence. */
  description: z.string(),
});

export const unusualFeatureSchema = z.strictObject({
  name: z.string(),
  /** The most unusual check on its distribution. */
  check: z.enum(distributionChecks),
  /** How unusual it is; the endpoint's limit applies to it. */
  score: z.number(),
  /** Weeks between two windows that reach the score, about. */
  onceInWeeks: z.number(),
  /** What it was compared with. */
  reference: z.enum(referenceKinds),
  /** Which part of the distribution moved, in a clause. */
  part: z.string(),
  /** Whether the feature is a reason of the window's alarm. */
  isAlarm: z.boolean(),
  /** What the exact rule says; absent if it compared nothing. */
  exact: z.strictObject({ distance: z.number(), limit: z.number(), isAlarm: z.boolean() }).optional(),
});

/** How the window's distributions were judged. */
const alarmVerdictSchema = z.strictObject({
  mode: z.enum(alarmModes),
  /** Why this mode or verdict, in one sentence. */
  reason: z.string(),
  /** Of a window that a calibration judged: its highest score and the limits, and whether it is unusual and raises an alarm. */
  judged: z
    .strictObject({
      score: z.number(),
      limits: z.strictObject({ unusual: z.number(), extreme: z.number() }),
      isUnusual: z.boolean(),
      isAlarm: z.boolean(),
      /** Windows of few rows before it whose rows were judged with its own; absent if there are none. */
      added: z.int().min(1).optional(),
    })
    .optional(),
  /** The most unusual features, the first the most. */
  features: z.array(unusualFeatureSchema).optional(),
  /** Promises that are broken within the sampling error of the window's rows, one sentence each. */
  tolerated: z.array(z.string()).optional(),
});

/**
 * `summary.json` beside a report: the numbers of one window, per feature, and which promises of the SLA they break.
 * It is computed from the report alone, so that dashboards and trends need no captures.
 */
export const windowSummarySchema = z.strictObject({
  version: z.literal(1),
  endpoint: z.string(),
  schema: z.string(),
  /** Name of the monitoring schedule. */
  monitoringSchedule: z.string(),
  /** Id of the baseline that the numbers compare with; absent where the endpoint's settings name none. */
  baseline: z.string().optional(),
  /** Variants of the captures; absent where the engine does not report them. */
  variants: z.array(z.string()).optional(),
  /** The hours whose captures were analyzed: `to` is the hour of the run and of the report's key. ISO 8601, UTC. */
  window: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  rows: z.int().min(0),
  /** Rows and records that could not be used; absent where the engine does not report them. */
  rejected: z.int().min(0).optional(),
  /** The same by reason, the most frequent first: the first reject's reason and place, and how many there were. */
  rejectCauses: z
    .array(z.strictObject({ file: z.string(), line: z.int(), reason: z.string(), count: z.int().min(1) }))
    .optional(),
  /** Records that the capture schema excludes; absent if there are none. */
  excludedRecords: z.int().min(1).optional(),
  /** Keys under which no column is captured, those of most rows first. */
  unknownKeys: z.array(z.strictObject({ side: z.string(), key: z.string(), rows: z.int().min(1) })).optional(),
  /** Why drift was not judged, in one sentence; absent for a window with enough rows. */
  tooFewRows: z.string().optional(),
  /** How distributions were judged; absent in summaries that are older than calibrations. */
  alarms: alarmVerdictSchema.optional(),
  features: z.array(featureSummarySchema),
  brokenPromises: z.array(brokenPromiseSchema),
  /** Of a window that breaks promises: what may be the cause, the most likely first. */
  causes: z.array(likelyCauseSchema).optional(),
  /** The distributions of features with a broken promise. */
  histograms: z.array(featureHistogramSchema).optional(),
  /** S3 versions of the report's files that this was computed from. */
  reportVersions: z.record(z.string(), z.string()),
});

export type FeatureSummary = z.infer<typeof featureSummarySchema>;
export type UnusualFeatureSummary = z.infer<typeof unusualFeatureSchema>;
export type AlarmVerdict = z.infer<typeof alarmVerdictSchema>;
export type BrokenPromise = z.infer<typeof brokenPromiseSchema>;
export type WindowSummary = z.infer<typeof windowSummarySchema>;

/** Whether a calibration found too few rows in a window to judge it. */
export function isSmall({ alarms }: Pick<WindowSummary, 'alarms'>): boolean {
  return alarms?.mode === 'calibrated' && !alarms.judged;
}

/** Whether the exact rule found drift in a window. */
export function hadDrift({ features }: Pick<WindowSummary, 'features'>): boolean {
  return features.some(({ drift }) => drift !== undefined && drift.distance > drift.limit);
}
