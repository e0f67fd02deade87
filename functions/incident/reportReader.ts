import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { reportFiles, type Violation } from '../../contract/modelMonitorFiles';
import type { ReportKey } from '../../contract/storeLayout';
import type { Report } from './incident';
import type { StorePlace } from './incidentStore';

/** Check types stay open: other monitors write others, and a finding must not be lost for its name. */
const violationsFile = z.object({
  violations: z.array(
    z.object({ feature_name: z.string(), constraint_check_type: z.string(), description: z.string() }),
  ),
});
const statisticsFile = z.object({ dataset: z.object({ item_count: z.int() }) });
const rejectList = z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() }));
/** `count` is written where there are more than the file holds. */
const rejectsFile = z.union([
  rejectList.transform((rejects) => ({ rejects, count: rejects.length })),
  z
    .object({ rejects: rejectList, count: z.int().optional() })
    .transform(({ rejects, count = rejects.length }) => ({ rejects, count })),
]);

/** Reads a report: its violations, and the statistics and rejects beside them where there are any. */
export async function readReport(place: StorePlace, key: string, parsed: ReportKey): Promise<Report> {
  const prefix = key.slice(0, key.length - parsed.file.length);
  const listed = await place.s3.send(new ListObjectsV2Command({ Bucket: place.bucket, Prefix: prefix }));
  const present = new Set((listed.Contents ?? []).map((object) => object.Key));
  const optional = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> =>
    present.has(prefix + file) ? (await readJson(place, prefix + file, schema)).content : undefined;

  const { content, version } = await readJson(place, key, violationsFile);
  const statistics = await optional(reportFiles.statistics, statisticsFile);
  const setAside = await optional(reportFiles.rejects, rejectsFile);
  return {
    endpoint: parsed.endpoint,
    schema: parsed.schema,
    monitoringSchedule: parsed.monitoringSchedule,
    hour: parsed.hour,
    key,
    version,
    violations: content.violations as Violation[],
    rejects: setAside?.rejects ?? [],
    rejectedBeyond: setAside ? setAside.count - setAside.rejects.length : 0,
    ...(statistics ? { rows: statistics.dataset.item_count } : {}),
  };
}

async function readJson<T>({ s3, bucket }: StorePlace, key: string, schema: z.ZodType<T>) {
  const { Body, VersionId, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = (await Body?.transformToString()) ?? '';
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error(`${key} is no JSON; the monitor must write it again`);
  }
  const read = schema.safeParse(document);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${key} is not the file that its name says: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return { content: read.data, version: VersionId ?? ETag ?? '' };
}
