import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { reportFiles, type Violation } from '../../contract/modelMonitorFiles';
import type { ReportKey } from '../../contract/storeLayout';
import type { Report } from './incident';
import type { IncidentStore } from './incidentStore';

/** Any check type is accepted, so that no violation of another monitor is lost. */
const violationsFile = z.object({
  violations: z.array(
    z.object({ feature_name: z.string(), constraint_check_type: z.string(), description: z.string() }),
  ),
});
const statisticsFile = z.object({ dataset: z.object({ item_count: z.int() }) });
const rejectList = z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() }));
/** `count` is present if the file lists fewer rejects than there are. */
const rejectsFile = z.union([
  rejectList.transform((rejects) => ({ rejects, count: rejects.length })),
  z
    .object({ rejects: rejectList, count: z.int().optional() })
    .transform(({ rejects, count = rejects.length }) => ({ rejects, count })),
]);

/** Reads a report: its violations, and its statistics and rejects if they exist. */
export async function readReport(store: IncidentStore, key: string, parsed: ReportKey): Promise<Report> {
  const prefix = key.slice(0, key.length - parsed.file.length);
  const listed = await store.s3.send(new ListObjectsV2Command({ Bucket: store.bucket, Prefix: prefix }));
  const present = new Set((listed.Contents ?? []).map((object) => object.Key));
  const optional = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> =>
    present.has(prefix + file) ? (await readJson(store, prefix + file, schema)).content : undefined;

  const { content, version } = await readJson(store, key, violationsFile);
  const statistics = await optional(reportFiles.statistics, statisticsFile);
  const rejects = await optional(reportFiles.rejects, rejectsFile);
  return {
    endpoint: parsed.endpoint,
    schema: parsed.schema,
    monitoringSchedule: parsed.monitoringSchedule,
    hour: parsed.hour,
    key,
    version,
    violations: content.violations as Violation[],
    rejects: rejects?.rejects ?? [],
    unlistedRejects: rejects ? rejects.count - rejects.rejects.length : 0,
    rows: statistics?.dataset.item_count,
  };
}

async function readJson<T>({ s3, bucket }: IncidentStore, key: string, schema: z.ZodType<T>) {
  const { Body, VersionId, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = (await Body?.transformToString()) ?? '';
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error(`${key}: not JSON; rerun the monitor for this window`);
  }
  const parsedDocument = schema.safeParse(document);
  if (!parsedDocument.success) {
    const [issue] = parsedDocument.error.issues;
    throw new Error(`${key}: invalid at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return { content: parsedDocument.data, version: VersionId ?? ETag ?? '' };
}
