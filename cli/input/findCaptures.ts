import { readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { parseHourPath } from '../../contract/hours';
import { UserError, unreadable } from '../../contract/userError';
import { type OnOtherFiles, printOtherFiles, reportOtherFiles } from './otherFiles';

/** A local file in folders by hour. */
export interface LocalFile {
  readonly path: string;
  /** Start of its hour, from the folders `yyyy/mm/dd/hh`; undefined when its path has none. */
  readonly hour?: Date;
}

/** A local capture file, with the facts in its path. */
export interface LocalCapture extends LocalFile {
  /** To the minute, from SageMaker's file name `mm-ss-mmm-...`; else the start of its hour. */
  readonly at?: Date;
  /** `<endpoint>/<variant>/yyyy/mm/dd/hh/<name>`, if it is stored in these folders. */
  readonly key?: string;
}

const captureName = /\.jsonl(\.gz)?$/i;
const hourFolders = /\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/(?:(?<minute>[0-5]\d)-[0-5]\d-\d{3}-)?[^/]*$/;
const captureKey = /(?:^|\/)(?<key>(?<endpoint>[^/]+)\/[^/]+\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/[^/]*)$/;

/** Returns the capture files at paths and in the folders below them, in the order of their paths; `onOthers` gets other files. */
export function findCaptures(paths: readonly string[], onOthers: OnOtherFiles = printOtherFiles): LocalCapture[] {
  const files = findFiles(paths, onOthers).map(readCapturePath);
  const endpoints = [...new Set(files.flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint])))];
  if (endpoints.length > 1) {
    throw new UserError(
      `${paths.join(', ')}: captures of ${endpoints.length} endpoints (${endpoints.join(', ')}); select the folder of one endpoint`,
    );
  }
  return files.map(({ capture }) => capture);
}

/** Returns the ground truth files at paths and in the folders below them; these have an hour, but no endpoint. */
export function findGroundTruth(paths: readonly string[]): LocalFile[] {
  return findFiles(paths, printOtherFiles).map(({ absolute, path }) => ({ path, hour: readPathTimes(absolute).hour }));
}

interface NamedFile {
  /** Absolute path, with `/` as separator. */
  readonly absolute: string;
  readonly path: string;
}

function findFiles(paths: readonly string[], onOthers: OnOtherFiles): NamedFile[] {
  const files = new Map(paths.flatMap((path) => listFiles(path, onOthers)).map((path) => [resolve(path), path]));
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([absolute, path]) => ({ absolute: absolute.split(sep).join('/'), path }));
}

function listFiles(path: string, onOthers: OnOtherFiles): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(path, name)).isFile(),
    );
    const others = names.filter((name) => !captureName.test(name));
    reportOtherFiles(path, others, onOthers);
    return names.filter((name) => captureName.test(name)).map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function readCapturePath({ absolute, path }: NamedFile): { endpoint?: string; capture: LocalCapture } {
  const { hour, at } = readPathTimes(absolute);
  const { endpoint, key } = captureKey.exec(absolute)?.groups ?? {};
  if (endpoint === undefined || key === undefined || !hour || !at) return { capture: { path } };
  return { endpoint, capture: { path, hour, at, key } };
}

function readPathTimes(absolute: string): { hour?: Date; at?: Date } {
  const { hour: folders, minute } = hourFolders.exec(absolute)?.groups ?? {};
  const hour = folders === undefined ? undefined : parseHourPath(folders);
  // Folders such as 2026/13/41/99 are not an hour.
  if (!hour || Number.isNaN(hour.getTime())) return {};
  return { hour, at: new Date(hour.getTime() + Number(minute ?? 0) * 60_000) };
}
