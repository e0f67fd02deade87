import * as z from 'zod';
import { variantsOf } from '../../contract/captureVariants';
import {
  type Reject,
  type RejectCause,
  reportFiles,
  type Statistics,
  type Violation,
  violationsFiles,
} from '../../contract/modelMonitorFiles';
import type { ReportKey } from '../../contract/storeLayout';
import type { WindowSummary } from '../../contract/windowSummary';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { listKeys, readText, readTextIfPresent, type StorePlace } from './storeObjects';

/** The files of a run's report that are in the store. */
export interface RunReport extends Omit<ReportKey, 'file'> {
  /** Prefix of its files, with a slash at the end. */
  readonly prefix: string;
  readonly statistics: Statistics;
  /** Variants of the captures, if the engine reports them. */
  readonly variants?: readonly string[];
  /** Undefined if the run wrote none, as a clean run of the managed container does. */
  readonly violations?: readonly Violation[];
  readonly rejects: readonly Reject[];
  /** Undefined if the engine does not report them. */
  readonly rejectCount?: number;
  /** Rows that were rejected, with those of rejected records as far as they can be counted. */
  readonly rejectedRows?: number;
  /** The rejects by their reasons, and keys under which no column is captured, if the engine reports them. */
  readonly rejectCauses?: readonly RejectCause[];
  readonly unknownKeys?: WindowSummary['unknownKeys'];
  readonly excludedRecords?: number;
  /** S3 version of each file that was read, by its name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Any check type is accepted, so that no violation of another monitor is lost. */
const violationsFile = z.object({
  violations: z.array(
    z.object({
      feature_name: z.string(),
      constraint_check_type: z.string(),
      description: z.string(),
      cause: z.string().optional(),
    }),
  ),
});
const reject = z.object({ file: z.string(), line: z.int(), reason: z.string() });
const rejectList = z.array(reject);
const unknownKeys = z.array(z.object({ side: z.string(), key: z.string(), rows: z.int() }));
const rejectCauses = z.array(reject.extend({ count: z.int().min(1) }));
/** `count` is present if the file lists fewer rejects than there are. */
const rejectsFile = z.union([
  rejectList.transform((rejects) => ({
    rejects,
    count: rejects.length,
    rows: rejects.length,
    causes: undefined,
    unknownKeys: undefined,
    excludedRecords: undefined,
  })),
  z
    .object({
      rejects: rejectList,
      count: z.int().optional(),
      rows: z.int().optional(),
      causes: rejectCauses.optional(),
      unknownKeys: unknownKeys.optional(),
      excludedRecords: z.int().optional(),
    })
    .transform(({ rejects, count = rejects.length, rows = count, causes, unknownKeys, excludedRecords }) => ({
      rejects,
      count,
      rows,
      causes,
      unknownKeys,
      excludedRecords,
    })),
]);

/** Rejected records that a report's file lists, and how many there were. */
interface ListedRejects {
  readonly rejects: readonly Reject[];
  readonly count: number;
}

export async function readRejects(place: StorePlace, prefix: string): Promise<ListedRejects> {
  return (await readJson(place, prefix + reportFiles.rejects, rejectsFile)).content;
}

/**
 * Reads a run's report; undefined before its statistics arrive, which may be after the violations. `arrived` are keys of
 * files that exist, even if a listing lacks them.
 */
export async function readRunReport(
  place: StorePlace,
  key: ReportKey,
  prefix: string,
  arrived: readonly string[],
): Promise<RunReport | undefined> {
  const present = new Set([...(await listKeys(place, prefix)), ...arrived]);
  const name = (file: string) => (present.has(prefix + file) ? prefix + file : undefined);
  const statisticsKey = name(reportFiles.statistics);
  if (statisticsKey === undefined) return undefined;
  const violationsKey = violationsFiles.map(name).find((candidate) => candidate !== undefined);
  const rejectsKey = name(reportFiles.rejects);

  // A report may be deleted before its event is handled.
  const statistics = await readTextIfPresent(place, statisticsKey);
  if (statistics === undefined) return undefined;
  const violations = violationsKey === undefined ? undefined : await readJson(place, violationsKey, violationsFile);
  const rejects = rejectsKey === undefined ? undefined : await readJson(place, rejectsKey, rejectsFile);
  const { file: _, ...run } = key;
  return {
    ...run,
    prefix,
    statistics: modelMonitorJson.readStatistics(statistics.text, statisticsKey),
    variants: variantsOf(statistics.metadata),
    violations: violations?.content.violations as Violation[] | undefined,
    rejects: rejects?.content.rejects ?? [],
    rejectCount: rejects?.content.count,
    rejectedRows: rejects?.content.rows,
    rejectCauses: rejects?.content.causes,
    unknownKeys: rejects?.content.unknownKeys,
    excludedRecords: rejects?.content.excludedRecords,
    versions: {
      [reportFiles.statistics]: statistics.version,
      ...(violations && { [reportFiles.violations]: violations.version }),
      ...(rejects && { [reportFiles.rejects]: rejects.version }),
    },
  };
}

async function readJson<T>(place: StorePlace, key: string, schema: z.ZodType<T>) {
  const { text, version } = await readText(place, key);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error(`${key} is not JSON; run the monitor for this window again`);
  }
  const read = schema.safeParse(document);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${key} is not a valid ${key.split('/').at(-1)}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return { content: read.data, version };
}
