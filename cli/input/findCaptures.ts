import { readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { parseHourPath } from '../../contract/hours';
import { UserError } from '../../contract/userError';

/** A file on disk, and the hour of its key. */
export interface FoundFile {
  readonly path: string;
  /** Start of its hour, from the folders `yyyy/mm/dd/hh`. */
  readonly hour?: Date;
}

/** A capture file on disk, and when it was captured, as far as its path says. */
export interface FoundCapture extends FoundFile {
  /** To the minute, from SageMaker's file name `mm-ss-mmm-...`; else the start of its hour. */
  readonly at?: Date;
  /** `<endpoint>/<variant>/yyyy/mm/dd/hh/<name>`, where it lies so. */
  readonly key?: string;
}

const capturesBelow = /\.jsonl(\.gz)?$/;
const hourFolders = /\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/(?:(?<minute>[0-5]\d)-[0-5]\d-\d{3}-)?[^/]*$/;
const layout = /(?:^|\/)(?<key>(?<endpoint>[^/]+)\/[^/]+\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/[^/]*)$/;

/** The capture files that paths name, and those below the folders that they name, in the order of their paths. */
export function findCaptures(paths: readonly string[]): FoundCapture[] {
  const found = filesOf(paths).map(place);
  const endpoints = [...new Set(found.flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint])))];
  if (endpoints.length > 1) {
    throw new UserError(
      `${paths.join(', ')}: captures of ${endpoints.length} endpoints (${endpoints.join(', ')}); name the folder of one of them`,
    );
  }
  return found.map(({ capture }) => capture);
}

/** The files of ground truth that paths name, likewise; they lie by hour, but not by endpoint. */
export function findGroundTruth(paths: readonly string[]): FoundFile[] {
  return filesOf(paths).map(({ full, path }) => {
    const { hour } = timesOf(full);
    return { path, ...(hour && { hour }) };
  });
}

interface NamedFile {
  /** Absolute, with `/` between its parts. */
  readonly full: string;
  readonly path: string;
}

function filesOf(paths: readonly string[]): NamedFile[] {
  const files = new Map(paths.flatMap(filesAt).map((path) => [resolve(path), path]));
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([full, path]) => ({ full: full.split(sep).join('/'), path }));
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

function place({ full, path }: NamedFile): { endpoint?: string; capture: FoundCapture } {
  const { hour, at } = timesOf(full);
  const { endpoint, key } = layout.exec(full)?.groups ?? {};
  if (endpoint === undefined || key === undefined || !hour || !at) return { capture: { path } };
  return { endpoint, capture: { path, hour, at, key } };
}

function timesOf(full: string): { hour?: Date; at?: Date } {
  const { hour: folders, minute } = hourFolders.exec(full)?.groups ?? {};
  const hour = folders === undefined ? undefined : parseHourPath(folders);
  // Folders such as 2026/13/41/99 name no hour.
  if (!hour || Number.isNaN(hour.getTime())) return {};
  return { hour, at: new Date(hour.getTime() + Number(minute ?? 0) * 60_000) };
}
