import * as z from 'zod';

/** Name of a calibration's file, beside a baseline's. */
export const calibrationFile = 'calibration.json';

/** Checks on a feature's distribution. Each compares a window's counts with those of its reference. */
export const distributionChecks = [
  'shape',
  'location',
  'scale',
  'mean',
  'nulls',
  'common',
  'zeros',
  'unseen',
  'spike',
  'cardinality',
] as const;
export type DistributionCheck = (typeof distributionChecks)[number];

/** What a feature's windows are compared with: all past windows, the four weeks before, or past windows of the same hour. */
export const referenceKinds = ['flat', 'rolling', 'hourOfDay', 'hourOfWeek'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

const count = z.int().min(0);

/** Additive counts of a feature: those of a longer window are the sums of those of its parts. */
const featureCountsSchema = z.strictObject({
  rows: count,
  nulls: count,
  /** Rows of the baseline's most frequent value. */
  common: count,
  /** Rows of exactly zero. */
  zeros: count,
  /** Rows of values that the baseline does not know. */
  unseen: count,
  /** Rows by bin, or by the baseline's categories. */
  bins: z.array(count),
});

/** Where a feature's values are cut: bin i has the values up to edge i, the last bin the rest. Or its categories. */
const featureBinsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    edges: z.array(z.number()),
    common: z.number(),
    /**
     * The values that the baseline knows: each of few; or a range, which is wider than its own, and of numbers that repeat
     * each one between the least and the greatest, ascending.
     */
    known: z.union([
      z.strictObject({ values: z.array(z.number()) }),
      z.strictObject({ low: z.number(), high: z.number(), listed: z.array(z.number()).optional() }),
    ]),
  }),
  z.strictObject({ kind: z.literal('category'), categories: z.array(z.string()) }),
]);

/** A distribution's upper tail. */
const tailSchema = z.strictObject({
  /** Ascending: a value, and -ln of the share of past windows that reach it. */
  points: z.array(z.tuple([z.number(), z.number()])).min(1),
  /** Rise of the value for one more unit of score beyond the last point. */
  beyond: z.number().positive(),
});

/** A check's tail over past windows, after its values were divided by the root of 1 + `rowEffect` times a window's rows. */
const checkSchema = z.strictObject({ tail: tailSchema, rowEffect: z.number().min(0) });

const featureCalibrationSchema = z.strictObject({
  name: z.string(),
  bins: featureBinsSchema,
  reference: z.strictObject({
    kind: z.enum(referenceKinds),
    /** Why the feature has this reference, in one sentence. */
    reason: z.string(),
    /**
     * Counts by slot: `all`, an hour of the day 0..23, an hour of the week 0..167 from Sunday, both in `timeZone`; or, of
     * rolling weeks, the last complete ones by their Monday (UTC), to which later weeks are added when windows are judged.
     */
    slots: z.record(z.string(), featureCountsSchema),
  }),
  checks: z.partialRecord(z.enum(distributionChecks), checkSchema),
});

const powerSchema = z.strictObject({
  /** Kind of the injected fault, and what it does. */
  fault: z.string(),
  what: z.string(),
  severity: z.enum(['moderate', 'severe']),
  /** Injections that changed at least a tenth of the rows; of a severe fault of one feature at least a third. */
  injections: z.int(),
  /** Share of the injections that raise an alarm within two and within six judged windows, 0..1. */
  withinTwo: z.number().min(0).max(1),
  withinSix: z.number().min(0).max(1),
  /** Features in which fewer than half of the injections raise an alarm within six windows. */
  hidden: z.array(z.string()),
});

const approvalSchema = z.strictObject({
  by: z.string().min(1),
  at: z.iso.datetime(),
  why: z.string().min(1),
});

/** Changes with the checks: limits hold for the values of the checks that they were set with. */
export const calibrationVersion = 2;

/** `calibration.json` beside a baseline: when a window of its endpoint is unusual enough for an alarm. */
export const calibrationSchema = z.strictObject({
  version: z.literal(calibrationVersion),
  endpoint: z.string(),
  schema: z.string(),
  /** Id of the baseline whose cut points it has. */
  baseline: z.string(),
  madeAt: z.iso.datetime(),
  /** ARN of the author. */
  madeBy: z.string(),
  /** Past windows that it rests on: their span, how many were judged, how many had too few rows. */
  history: z.strictObject({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    weeks: z.number().min(0),
    windows: count,
    tooSmall: count,
    /** Length of a window in minutes. */
    windowMinutes: z.number().positive(),
  }),
  /** Alarm episodes a week that the endpoint may raise without a cause. */
  budget: z.number().positive(),
  /** Windows with fewer rows are not judged. */
  minimumRows: z.int().min(1),
  /** Time zone of the hours of references (IANA). */
  timeZone: z.string(),
  /** The least scores of an unusual and of an extreme window; a window's score is the highest of its features and checks. */
  limits: z.strictObject({ unusual: z.number(), extreme: z.number() }),
  /** An alarm requires an extreme window, or an unusual one after which `unusual` of the last `of` judged windows are. */
  persistence: z.strictObject({ unusual: z.int().min(1), of: z.int().min(1) }),
  /** The tail of the windows' scores, from which follows how often a score occurs. */
  tail: tailSchema,
  /** Episodes a week on weeks that were left out, with a 95 % interval. */
  expected: z.strictObject({ episodesPerWeek: z.number(), low: z.number(), high: z.number() }),
  power: z.array(powerSchema),
  /** What a reader must know, one sentence each: too little history, features that are not judged. */
  notes: z.array(z.string()),
  /** Day from which calibrating again is worth it. */
  again: z.iso.date(),
  features: z.array(featureCalibrationSchema),
  /** SHA-256 (hex) of the file without this and the approval. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Absent until it is approved. */
  approval: approvalSchema.optional(),
});

export type StoredCounts = z.infer<typeof featureCountsSchema>;
/** The same, whose bins may be a part of the counts of many windows. */
export interface FeatureCounts extends Omit<StoredCounts, 'bins'> {
  readonly bins: ArrayLike<number>;
}
export type FeatureBins = z.infer<typeof featureBinsSchema>;
export type Tail = z.infer<typeof tailSchema>;
export type CheckTail = z.infer<typeof checkSchema>;
export type FeatureCalibration = z.infer<typeof featureCalibrationSchema>;
export type FaultPower = z.infer<typeof powerSchema>;
export type Persistence = Calibration['persistence'];
export type Calibration = z.infer<typeof calibrationSchema>;

/** The numbers that a baseline lists, ascending; undefined if it knows a range alone. */
export function listedNumbers(
  known: Extract<FeatureBins, { kind: 'numeric' }>['known'],
): readonly number[] | undefined {
  return 'values' in known ? known.values : known.listed;
}
