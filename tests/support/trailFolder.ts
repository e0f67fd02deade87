import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { trailRecord } from './trailRecords';

interface LogPlace {
  readonly account?: string;
  readonly region?: string;
  /** Such as `20261102T1405Z`. */
  readonly time?: string;
  readonly top?: string;
  readonly unique?: string;
}

/** A log file's key in CloudTrail's layout. */
export function logKey(place: LogPlace): string {
  const {
    account = '123456789012',
    region = 'eu-west-1',
    time = '20261102T1405Z',
    top = 'AWSLogs/',
    unique = 'a',
  } = place;
  const day = `${time.slice(0, 4)}/${time.slice(4, 6)}/${time.slice(6, 8)}`;
  return `${top}${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${time}_${unique}.json.gz`;
}

/** A log file with records, packed. */
export const packRecords = (...records: readonly object[]) => gzipSync(JSON.stringify({ Records: records }));

/** The sample record with another id and changed fields. */
export const recordOf = (eventID: string, changes: object = {}) => ({ ...trailRecord, eventID, ...changes });

/** A temporary folder for a trail's files, empty before each test. */
export function trailFolder(): {
  readonly path: () => string;
  readonly write: (key: string, content: string | Buffer) => void;
} {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trail-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: () => folder,
    write: (key, content) => {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), content);
    },
  };
}
