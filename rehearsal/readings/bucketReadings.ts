import { createHash } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { JudgedCall } from '../../audit/judge/judgedCall';
import { type JudgeArgs, judgeRecords } from '../../audit/judge/judgeRecords';
import { readTrail, type TrailReading } from '../../audit/trail/readTrail';
import { findAuditedCall } from '../../contract/auditEvents';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { type BaselineFile, baselineFiles, baselineKey, storePrefixes } from '../../contract/storeLayout';
import { manifestText } from '../../quality/baseline/manifest';
import type { ObjectStore } from '../../store/objectStore';
import type { AuditRow, IncidentDocument } from '../model/rehearsalReport';

/** A baseline's file in the store. */
export interface StoredFile {
  readonly name: BaselineFile;
  /** S3's version id; `null` in an unversioned bucket. */
  readonly versionId: string;
  /** Whether its hash is the manifest's. */
  readonly hashMatches: boolean;
}

/** Reads the calls on the stack's monitoring from the trail's files as `audit unexplained` does, oldest first. */
export async function readAuditRecord(
  trail: ObjectStore,
  args: JudgeArgs,
): Promise<{ readonly calls: JudgedCall[]; readonly reading: Omit<TrailReading, 'records'> }> {
  const { records, ...reading } = await readTrail(
    trail,
    {},
    (record) => findAuditedCall(record, args.own) !== undefined,
  );
  return { calls: judgeRecords(records, args), reading };
}

export function toAuditRow(call: JudgedCall): AuditRow {
  const { when, who, kind, action, target, eventId, refused, verdict, sentence } = call;
  return { when, who, kind, action, target, eventId, refused, verdict, sentence };
}

/** Reads the incident documents in the store, ordered by key. */
export async function readIncidentDocuments(s3: S3Client, bucket: string): Promise<IncidentDocument[]> {
  const keys = await listKeys(s3, bucket, storePrefixes.incidents);
  return Promise.all(
    keys.map(async (key) => {
      const markdown = Buffer.from(await readObject(s3, bucket, key)).toString('utf8');
      return { key, title: /^# (.+)$/m.exec(markdown)?.[1] ?? key, markdown };
    }),
  );
}

/** Reads a baseline's files, and compares each with the manifest. */
export async function readStoredFiles(store: ObjectStore, manifest: BaselineManifest): Promise<StoredFile[]> {
  const expected: Readonly<Record<string, string>> = {
    ...manifest.sha256,
    'manifest.json': sha256(manifestText(manifest)),
  };
  return Promise.all(
    baselineFiles.map(async (name) => {
      const { body = '', versionId = 'null' } = (await store.read(baselineKey(manifest, manifest.id, name))) ?? {};
      return { name, versionId, hashMatches: sha256(body) === expected[name] };
    }),
  );
}

function sha256(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

async function listKeys(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}

async function readObject(s3: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}
