import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { lazy } from '../../pack/memoize';
import type { PlainObject } from '../../pack/propertyValue';

/** A policy of AWS as `managedPolicyTable.json` keeps it. */
type StoredPolicy = readonly [path: string, version: string, statements: readonly PlainObject[]];

const table = lazy(() => readFileSync(tablePath(), 'utf8'));

function tablePath(): string {
  // By the package's own name for it: the pack also runs bundled, where a file's own folder is another.
  return createRequire(__filename).resolve('#managedPolicyTable');
}

/** Day of the newest policy in the table, `yyyy-mm-dd`; reads no more than its head. */
export const managedPolicyTableDate = lazy(() => {
  const head = Buffer.alloc(256);
  const file = openSync(tablePath(), 'r');
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  return /"date": "(\d{4}-\d{2}-\d{2})"/.exec(head.toString('utf8'))?.[1] ?? '';
});

/** The partition, path and name of a policy of AWS; undefined for an ARN of another. */
function partsOf(arn: string): { partition: string; path: string; name: string } | undefined {
  const [, partition = '', path = '', name = ''] =
    /^arn:(aws[a-z-]*):iam::aws:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return name === '' ? undefined : { partition, path, name };
}

/** The name of a policy of AWS, whatever its partition and path; undefined for an ARN of another. */
export function managedPolicyName(arn: string): string | undefined {
  return partsOf(arn)?.name;
}

/**
 * The document of a policy of AWS, whole; undefined for one that the table doesn't know. In another partition than `aws`
 * the ARNs in it are that partition's.
 */
export function managedPolicyDocument(arn: string): PlainObject | undefined {
  const parts = partsOf(arn);
  const [path, , statements = []] = (parts && storedPolicy(parts.name, parts.partition)) ?? [];
  return path !== undefined && path === parts?.path ? { Version: '2012-10-17', Statement: statements } : undefined;
}

/** One entry of the table, found by its first line and its last: to parse all of them would take ten times as long. */
function storedPolicy(name: string, partition: string): StoredPolicy | undefined {
  const text = table();
  const key = `\n    ${JSON.stringify(name)}: `;
  const from = text.indexOf(key);
  if (from < 0) return undefined;
  const entry = text.slice(from + key.length, text.indexOf('\n    ]]', from) + '\n    ]]'.length);
  return JSON.parse(entry.replaceAll('"arn:aws:', `"arn:${partition}:`)) as StoredPolicy;
}
