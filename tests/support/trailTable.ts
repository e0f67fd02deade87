import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openDuckdb } from '../../cli/query/openDuckdb';
import type { QueryEngine } from '../../cli/query/queryEngine';
import { isPlainObject } from '../../contract/isPlainObject';
import { createJsonTable } from '../../queries/duckdbTable';
import { trailTable } from '../../queries/trailTable';
import { folderStore } from '../../store/folderStore';

const partitionPattern = /(?<account>\d{12})\/CloudTrail\/(?<region>[^/]+)\/(?<day>\d{4}\/\d{2}\/\d{2})\/[^/]+$/;

/**
 * Opens the table over a trail's log files in DuckDB, with the values that Hive's JSON SerDe reads: members are found in any
 * case, and those of columns of texts are JSON where they have parts.
 */
export function openTrailTable(folder: string): Promise<QueryEngine> {
  return openDuckdb(async (temporary) => {
    const store = folderStore(folder);
    const lines: string[] = [];
    for (const { key } of await store.list('AWSLogs/')) {
      const { Records } = JSON.parse(gunzipSync((await store.read(key))?.body ?? '').toString()) as {
        Records: object[];
      };
      const row = { ...partitionPattern.exec(key)?.groups, $path: `s3://trail/${key}` };
      lines.push(...Records.map((record) => JSON.stringify({ ...hiveRow(record), ...row })));
    }
    const file = join(temporary, 'trail.json');
    await writeFile(file, lines.join('\n'));
    return [createJsonTable({ ...trailTable, partitions: [...trailTable.partitions, '"$path"'] }, file)];
  });
}

function hiveRow(record: object): object {
  const members = lowerCase(record, 2) as Readonly<Record<string, unknown>>;
  const types: Readonly<Record<string, string>> = trailTable.columns;
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      const type = types[name];
      if (type === undefined || value === null) return [];
      const isText = type === 'string' && typeof value !== 'string';
      return [
        [
          name,
          isText ? JSON.stringify((record as Record<string, unknown>)[originalName(record, name)]) : lowerCase(value),
        ],
      ];
    }),
  );
}

const originalName = (record: object, name: string) =>
  Object.keys(record).find((member) => member.toLowerCase() === name) ?? name;

function lowerCase(value: unknown, depth = Number.POSITIVE_INFINITY): unknown {
  if (depth === 1) return value;
  if (Array.isArray(value)) return value.map((item) => lowerCase(item, depth));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name.toLowerCase(), lowerCase(part, depth - 1)]),
  );
}
