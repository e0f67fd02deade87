import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectStore } from '../../store/objectStore';
import type { Verification } from '../chain/verifyTrail';
import type { JudgedCall } from '../judge/judgedCall';
import type { TrailReading } from '../trail/readTrail';
import { type ControlResult, judgeControls } from './controls';
import { mappings } from './mappings';
import { findMutes, type MuteSpan } from './muteSpan';

/** What a pack is made of. */
export interface PackArgs {
  /** Such as `2026Q4`. */
  readonly name: string;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly writtenAt: string;
  readonly calls: readonly JudgedCall[];
  readonly reading: Omit<TrailReading, 'records'>;
  readonly verification: Verification;
  /** `Value` of CloudTrail's public keys, by fingerprint. */
  readonly publicKeys: ReadonlyMap<string, string>;
  readonly store: ObjectStore;
}

/** What a pack says. */
export interface PackReport {
  readonly name: string;
  /** ISO 8601 instants; the end is exclusive. */
  readonly from: string;
  readonly to: string;
  readonly writtenAt: string;
  readonly controls: readonly ControlResult[];
  readonly calls: readonly JudgedCall[];
  readonly mutes: readonly MuteSpan[];
  readonly verification: Omit<Verification, 'digestOf'>;
}

/** Composes the report of a pack. */
export function composeReport({ name, from, to, writtenAt, calls, reading, verification }: PackArgs): PackReport {
  const { digestOf: _, ...described } = verification;
  const mutes = findMutes(calls);
  const controls = judgeControls({
    calls,
    mutes,
    chains: verification.chains,
    faults: verification.faults,
    unreadable: reading.unreadable,
    records: reading.calls,
  });
  const period = { from: from.toISOString(), to: to.toISOString() };
  return { name, ...period, writtenAt, controls, calls, mutes, verification: described };
}

/** Composes the files of a pack by their paths, `page` and the index among them; the index is the last one. */
export async function composeFiles(args: PackArgs, report: PackReport, page: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const addJson = (path: string, value: unknown) => files.set(path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  const { evidence, copies } = await copyEvidence(args);
  for (const [key, body] of copies) files.set(`trail/${key}`, body);
  addJson('trail.json', evidence);
  addJson('public-keys.json', {
    PublicKeyList: [...args.publicKeys].map(([Fingerprint, Value]) => ({ Fingerprint, Value })),
  });
  addJson('changes.json', report.calls);
  addJson('controls.json', report.controls);
  addJson('mutes.json', report.mutes);
  addJson('verification.json', report.verification);
  addJson('mappings.json', mappings);
  files.set('report.html', Buffer.from(page));
  files.set('verify.py', readFileSync(join(__dirname, 'verify.py')));
  const { name, from, to, writtenAt } = report;
  const listed = [...files].map(([path, body]) => ({ path, sha256: sha256(body), bytes: body.length }));
  addJson('index.json', {
    version: 1,
    name,
    from,
    to,
    writtenAt,
    files: listed.sort((a, b) => (a.path < b.path ? -1 : 1)),
  });
  return files;
}

export const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** A log file with listed calls, and the digest that names it. */
interface TrailEvidence {
  readonly log: string;
  readonly digest: string;
  readonly signature?: string;
}

/** Copies the log files with the listed calls, and the digests that name them. */
async function copyEvidence({ calls, verification, store }: PackArgs) {
  const copies = new Map<string, Uint8Array>();
  const evidence: TrailEvidence[] = [];
  const copy = async (key: string) => {
    const object = copies.has(key) ? undefined : await store.read(key);
    if (object) copies.set(key, object.body);
  };
  for (const log of new Set(calls.flatMap(({ file }) => file ?? []))) {
    await copy(log);
    const digest = verification.digestOf.get(log.slice(log.lastIndexOf('/') + 1));
    if (!digest) continue;
    await copy(digest.key);
    evidence.push({ log, digest: digest.key, signature: digest.signature });
  }
  return { evidence, copies };
}
