import { readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { hourOfPath } from '../contract/storeLayout';
import { UserError } from '../contract/userError';

/** A capture file on disk, and when it was captured, as far as its path says. */
export interface FoundCapture {
  readonly path: string;
  /** Start of its hour, from the folders `yyyy/mm/dd/hh`. */
  readonly hour?: Date;
  /** To the minute, from SageMaker's file name `mm-ss-mmm-...`; else the start of its hour. */
  readonly at?: Date;
}

const capturesBelow = /\.jsonl(\.gz)?$/;
const layout =
  /(?:^|\/)(?<endpoint>[^/]+)\/[^/]+\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/(?:(?<minute>[0-5]\d)-[0-5]\d-\d{3}-)?[^/]*$/;

/** The capture files that paths name, and those below the folders that they name, in the order of their paths. */
export function findCaptures(paths: readonly string[]): FoundCapture[] {
  const files = new Map(paths.flatMap(filesAt).map((path) => [resolve(path), path]));
  const found = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([full, path]) => place(full, path));
  const endpoints = [...new Set(found.flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint])))];
  if (endpoints.length > 1) {
    throw new UserError(
      `${paths.join(', ')}: captures of ${endpoints.length} endpoints (${endpoints.join(', ')}); name the folder of one of them`,
    );
  }
  return found.map(({ capture }) => capture);
}

function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => capturesBelow.test(name))
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile());
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
  }
}

function place(full: string, path: string): { endpoint?: string; capture: FoundCapture } {
  const { endpoint, hour: folders, minute } = layout.exec(full.split(sep).join('/'))?.groups ?? {};
  const hour = folders === undefined ? undefined : hourOfPath(folders);
  // Folders such as 2026/13/41/99 name no hour.
  if (endpoint === undefined || !hour || Number.isNaN(hour.getTime())) return { capture: { path } };
  return { endpoint, capture: { path, hour, at: new Date(hour.getTime() + Number(minute ?? 0) * 60_000) } };
}
