import * as z from 'zod';
import { severities } from '../../contract/alarmNames';
import { type FeatureHistogram, featureHistogramSchema } from '../../contract/featureHistogram';
import type { Reject } from '../../contract/modelMonitorFiles';
import {
  type BrokenPromise,
  promiseChecks,
  type UnusualFeatureSummary,
  unusualFeatureSchema,
} from '../../contract/windowSummary';

const instant = z.iso.datetime();

/** A broken promise of an incident: one entry per feature and check type. */
export const violationSchema = z.object({
  feature: z.string(),
  checkType: z.string(),
  severity: z.enum(severities).default('warning'),
  first: instant,
  last: instant,
  /** Number of windows. */
  windows: z.int(),
  /** From the latest report. */
  description: z.string(),
  /** Of a distribution that a calibration judged: how unusual it was. From the latest report. */
  unusual: unusualFeatureSchema.optional(),
});
type IncidentViolation = z.infer<typeof violationSchema>;

/** A feature's distribution in the latest window that broke a promise of it. */
export const windowHistogramSchema = featureHistogramSchema.extend({ window: instant });
type WindowHistogram = z.infer<typeof windowHistogramSchema>;

/** What of a run's report is merged into an incident. */
interface MergedReport {
  /** Start of the window. */
  readonly hour: Date;
  readonly brokenPromises: readonly BrokenPromise[];
  readonly unusual?: readonly UnusualFeatureSummary[];
  readonly histograms?: readonly FeatureHistogram[] | undefined;
  readonly rejects: readonly Reject[];
}

/** Rejects that an incident lists; the report in the store lists more. */
const maxListedRejects = 50;

/** Name of a broken promise in the list of a report. */
export const nameOf = ({ check, feature }: BrokenPromise) => `${check} ${feature}`;

/** One entry per feature and check; which windows it broke is read off the reports, whatever their order of arrival. */
export function mergeViolations(
  violations: readonly IncidentViolation[],
  report: MergedReport,
  reports: readonly { readonly window: string; readonly broken: readonly string[] }[],
): IncidentViolation[] {
  const window = report.hour.toISOString();
  const merged = new Map(violations.map((entry) => [`${entry.checkType} ${entry.feature}`, entry]));
  for (const promise of report.brokenPromises) {
    const { feature, check: checkType, severity, description } = promise;
    const before = merged.get(nameOf(promise));
    if (before && before.last > window) continue;
    const unusual =
      checkType === promiseChecks.driftLimit ? report.unusual?.find(({ name }) => name === feature) : undefined;
    const latest = { feature, checkType, severity, description, ...(unusual && { unusual }) };
    merged.set(nameOf(promise), { ...latest, first: window, last: window, windows: 1 });
  }
  return [...merged]
    .flatMap(([name, entry]) => {
      const windows = reports.filter(({ broken }) => broken.includes(name)).map(({ window }) => window);
      const [first, last] = [windows[0], windows.at(-1)];
      return first === undefined || last === undefined ? [] : [{ ...entry, first, last, windows: windows.length }];
    })
    .sort((a, b) => a.checkType.localeCompare(b.checkType) || a.feature.localeCompare(b.feature));
}

/** One histogram per feature with a violation, of the latest window that has one. */
export function mergeHistograms(
  histograms: readonly WindowHistogram[],
  { histograms: added = [], hour }: MergedReport,
  violations: readonly IncidentViolation[],
): WindowHistogram[] {
  const window = hour.toISOString();
  const merged = new Map(histograms.map((histogram) => [histogram.feature, histogram]));
  for (const histogram of added) {
    const known = merged.get(histogram.feature);
    if (!known || known.window <= window) merged.set(histogram.feature, { ...histogram, window });
  }
  const violated = new Set(violations.map(({ feature }) => feature));
  return [...merged.values()]
    .filter(({ feature }) => violated.has(feature))
    .sort((a, b) => a.feature.localeCompare(b.feature));
}

/** The rejects of an incident with those of a report that it does not list yet. */
export function mergeRejects(rejects: readonly Reject[], report: MergedReport): Reject[] {
  const known = new Set(rejects.map(({ file, line }) => `${file}:${line}`));
  return [...rejects, ...report.rejects.filter(({ file, line }) => !known.has(`${file}:${line}`))].slice(
    0,
    maxListedRejects,
  );
}
