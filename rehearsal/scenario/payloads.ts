import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError, unreadable } from '../../contract/userError';

/** One capture file of an hour. */
export interface PayloadFile {
  readonly name: string;
  readonly variant: string;
  readonly body: Buffer;
}

/** The captures of one hour of one endpoint. */
export interface PayloadHour {
  readonly endpoint: string;
  /** `yyyy/mm/dd/hh`, UTC. */
  readonly hour: string;
  readonly files: readonly PayloadFile[];
}

const layout =
  /^(?:.*\/)?(?<endpoint>[^/]+)\/(?<variant>[^/]+)\/(?<hour>\d{4}\/\d{2}\/\d{2}\/\d{2})\/(?<name>[^/]+\.jsonl)$/;

/** Reads a folder of captures in SageMaker's layout, sorted by hour. */
export function readPayloads(folder: string): PayloadHour[] {
  const hours = new Map<string, { endpoint: string; hour: string; files: PayloadFile[] }>();
  for (const path of listFiles(folder)) {
    const groups = layout.exec(relative(folder, path).split(sep).join('/'))?.groups;
    if (!groups) continue;
    const { endpoint = '', variant = '', hour = '', name = '' } = groups;
    const payload = hours.get(`${endpoint} ${hour}`) ?? { endpoint, hour, files: [] };
    payload.files.push({ name, variant, body: readFileSync(path) });
    hours.set(`${endpoint} ${hour}`, payload);
  }
  const payloads = [...hours.values()].sort((a, b) => (a.hour < b.hour ? -1 : 1));
  const endpoints = [...new Set(payloads.map(({ endpoint }) => endpoint))];
  if (endpoints.length === 0) {
    throw new UserError(
      `${folder}: no captures found; use SageMaker's layout, <endpoint>/<variant>/yyyy/mm/dd/hh/<name>.jsonl`,
    );
  }
  if (endpoints.length > 1) {
    throw new UserError(
      `${folder}: captures of ${endpoints.length} endpoints (${endpoints.join(', ')}); replay one at a time`,
    );
  }
  return payloads;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}
