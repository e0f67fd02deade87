/** The objects that a manifest of a captured batch transform job names: below one address, in order. */
export interface BatchManifest {
  readonly bucket: string;
  /** What their keys begin with. */
  readonly prefix: string;
  /** What follows it, such as `part-0.csv`. */
  readonly names: readonly string[];
}

/**
 * Reads a manifest as a batch transform job with data capture writes it: `[{"prefix": "s3://bucket/in/"}, "a.csv", ...]`, the
 * whole file or a line of it each. Throws an Error with one clause for people.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-batch.html
 */
export function batchManifests(text: string): BatchManifest[] {
  const whole = parsed(text);
  if (whole !== undefined) return [manifestOf(whole)];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => manifestOf(parsed(line)));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const form = 'it should be [{"prefix": "s3://bucket/folder/"}, "a.csv", ...]';

function manifestOf(value: unknown): BatchManifest {
  if (!Array.isArray(value)) throw new Error(`the manifest is no JSON array; ${form}`);
  const [head, ...names] = value as unknown[];
  const uri = typeof head === 'object' && head !== null ? (head as { prefix?: unknown }).prefix : undefined;
  const { bucket, prefix = '' } = /^s3:\/\/(?<bucket>[^/]+)\/(?<prefix>.*)$/.exec(String(uri))?.groups ?? {};
  if (bucket === undefined) throw new Error(`the manifest's first item names no prefix at s3://; ${form}`);
  if (!names.every((name): name is string => typeof name === 'string' && name !== '')) {
    throw new Error(`the manifest's items behind the first are no names; ${form}`);
  }
  return { bucket, prefix, names };
}
