import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseCaptureSchema } from '../../../contract/captureSchema';
import { approveManifest, manifestText, parseManifest } from '../../../quality/baseline/manifest';
import { openBaseline } from '../../../quality/baseline/openBaseline';
import { packBaseline } from '../../../quality/baseline/packBaseline';
import { monitoringDatasets } from '../../support/monitoringDatasets';

const root = join(__dirname, '..', '..', '..');
const { schema } = parseCaptureSchema(parse(readFileSync(join(root, 'schemas', 'arrival-delay', 'v1.yaml'), 'utf8')));
if (!schema) throw new Error('the schema of the data sets does not parse');
const packed = packBaseline({
  derived: monitoringDatasets.baseline(),
  endpoint: 'arrival-delay',
  schema,
  derivedAt: new Date('2026-11-01T00:00:00Z'),
  derivedBy: 'arn:aws:iam::123456789012:user/someone',
  source: 'training.csv',
});
const approved = approveManifest(packed.manifest, {
  by: 'arn:x',
  why: 'quiet week',
  at: new Date('2026-11-01T12:00:00Z'),
});

type Path = readonly string[];
type Fields = Record<string, unknown>;

/** Every key of an object, and of the objects and lists in it. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])]);
}

/** A copy with the value of one key replaced; `undefined` drops the key. */
function changed(path: Path, value: unknown): Fields {
  const copy = JSON.parse(manifestText(approved)) as Fields;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Fields, copy);
  const key = path.at(-1) as string;
  if (value !== undefined) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return copy;
}

const file = join(root, 'quality', 'schemas', 'manifest.schema.json');
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(JSON.parse(readFileSync(file, 'utf8')));

/** The error's message; undefined where the manifest is read. */
function problemOf(manifest: unknown): string | undefined {
  try {
    parseManifest(JSON.stringify(manifest));
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'Error', String(error));
    return error.message;
  }
}

describe('parseManifest', () => {
  const paths = pathsIn(JSON.parse(manifestText(approved)));
  const optional = ['captureSchema', 'approval'];

  it('reads manifests as written, with and without an approval', () => {
    assert.deepEqual(parseManifest(manifestText(packed.manifest)), packed.manifest);
    assert.deepEqual(parseManifest(manifestText(approved)), approved);
  });

  it('names the file, the field and what to do for every required key that is missing', () => {
    const required = paths.filter((path) => !optional.includes(path.join('.')) && !/^\d+$/.test(path.at(-1) ?? ''));
    assert.ok(required.length > 20);
    for (const path of required) {
      const message = problemOf(changed(path, undefined)) ?? '';
      const sentence = `manifest.json: ${path.join('.')}: missing; restore the original file, or derive a new baseline.`;
      assert.equal(message, sentence);
    }
    for (const key of optional) assert.equal(problemOf(changed([key], undefined)), undefined);
  });

  it('refuses a baseline without slaChanges in one sentence', () => {
    const { slaChanges: _, ...manifest } = packed.manifest;
    const files = { ...packed.files, 'manifest.json': JSON.stringify(manifest) };
    assert.throws(() => openBaseline(files, { 'manifest.json': '8Zk' }), {
      message: 'manifest.json, version 8Zk: slaChanges: missing; restore the original file, or derive a new baseline.',
    });
  });

  it('names at most three fields', () => {
    assert.equal(
      problemOf({ ...packed.manifest, id: 'x', rows: 0, endpoint: 1, source: '', extra: 1 }),
      "manifest.json: id: invalid baseline id 'x': expected a day and six hex digits, endpoint: must be text, source: must not be empty and 2 more; restore the original file, or derive a new baseline.",
    );
    assert.equal(
      problemOf(null),
      'manifest.json: must be a map of keys to values; restore the original file, or derive a new baseline.',
    );
  });

  it('accepts and refuses the same manifests as the JSON Schema, and never with another error', () => {
    const values = fc.oneof(
      fc.constant(undefined),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('', '0'.repeat(64), 'v1', 'String', '2026-11-01T00:00:00.000Z', 0, 1, 1.5, -1, [], {}, ['x']),
    );
    const changes = fc.tuple(fc.constantFrom(...paths, ['unknownKey']), values);
    fc.assert(
      fc.property(changes, ([path, value]) => {
        const manifest = changed(path, value);
        assert.equal(problemOf(manifest) === undefined, validate(manifest), JSON.stringify([path, value]));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses texts that are not JSON', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.throws(() => parseManifest(text), { name: 'Error', message: /^manifest\.json: / });
      }),
    );
  });
});
