import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { lazy } from '../../pack/memoize';
import type { PlainObject } from '../../pack/propertyValue';

/** An AWS managed policy in `managedPolicyTable.json`. */
type StoredPolicy = readonly [path: string, version: string, statements: readonly PlainObject[]];

const table = lazy(() => readFileSync(tablePath(), 'utf8'));

function tablePath(): string {
  // Resolved by the package's import map, because the pack also runs as a bundle in another folder.
  return createRequire(__filename).resolve('#managedPolicyTable');
}

/** Day of the newest policy in the table, `yyyy-mm-dd`; reads only the start of the file. */
export const managedPolicyTableDate = lazy(() => {
  const head = Buffer.alloc(256);
  const file = openSync(tablePath(), 'r');
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  return /"date": "(\d{4}-\d{2}-\d{2})"/.exec(head.toString('utf8'))?.[1] ?? '';
});

/** The partition, path and name of an AWS managed policy; undefined for other ARNs. */
function partsOf(arn: string): { partition: string; path: string; name: string } | undefined {
  const [, partition = '', path = '', name = ''] =
    /^arn:(aws[a-z-]*):iam::aws:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return name === '' ? undefined : { partition, path, name };
}

/** The name of an AWS managed policy in any partition; undefined for other ARNs. */
export function managedPolicyName(arn: string): string | undefined {
  return partsOf(arn)?.name;
}

/**
 * The document of an AWS managed policy; undefined for a policy that is not in the table. ARNs in it have the partition of
 * the policy's ARN.
 */
export function managedPolicyDocument(arn: string): PlainObject | undefined {
  const parts = partsOf(arn);
  const [path, , statements = []] = (parts && storedPolicy(parts.name, parts.partition)) ?? [];
  return path !== undefined && path === parts?.path ? { Version: '2012-10-17', Statement: statements } : undefined;
}

/** One entry of the table, located by its first and last line; parsing the whole table takes ten times as long. */
function storedPolicy(name: string, partition: string): StoredPolicy | undefined {
  const text = table();
  const key = `\n    ${JSON.stringify(name)}: `;
  const from = text.indexOf(key);
  if (from < 0) return undefined;
  const entry = text.slice(from + key.length, text.indexOf('\n    ]]', from) + '\n    ]]'.length);
  return JSON.parse(entry.replaceAll('"arn:aws:', `"arn:${partition}:`)) as StoredPolicy;
}
