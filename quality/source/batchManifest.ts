import { isPlainObject } from '../../contract/isPlainObject';
import { parseJson } from '../../contract/parseJson';
import { parseS3Uri } from '../../contract/s3Uri';

/** The objects that a manifest of a captured batch transform job lists, in order. */
export interface BatchManifest {
  readonly bucket: string;
  /** The prefix of their keys. */
  readonly prefix: string;
  /** The rest of each key, such as `part-0.csv`. */
  readonly names: readonly string[];
}

/**
 * Reads a manifest as a batch transform job with data capture writes it: `[{"prefix": "s3://bucket/in/"}, "a.csv", ...]`, the
 * one document or one per line. Throws an Error with one clause.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-batch.html
 */
export function batchManifests(text: string): BatchManifest[] {
  const document = parseJson(text);
  if (document !== undefined) return [manifestOf(document)];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => manifestOf(parseJson(line)));
}

const expected = 'expected [{"prefix": "s3://bucket/folder/"}, "a.csv", ...]';

function manifestOf(value: unknown): BatchManifest {
  if (!Array.isArray(value)) throw new Error(`the manifest is not a JSON array: ${expected}`);
  const [head, ...names] = value as unknown[];
  const address = isPlainObject(head) ? String(head['prefix']) : '';
  const bucket = parseS3Uri(address)?.bucket;
  // The prefix is put before each name as it is, with its slashes.
  const root = `s3://${bucket}/`;
  if (bucket === undefined || !address.startsWith(root)) {
    throw new Error(`the manifest's first item has no s3:// prefix: ${expected}`);
  }
  if (!names.every((name): name is string => typeof name === 'string' && name !== '')) {
    throw new Error(`the manifest's items after the first are not file names: ${expected}`);
  }
  return { bucket, prefix: address.slice(root.length), names };
}
