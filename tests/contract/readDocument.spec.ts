import assert from 'node:assert/strict';
import { z } from 'zod';
import { formatProblem } from '../../contract/problem';
import { readDocument } from '../../contract/readDocument';

const schema = z.strictObject({
  name: z.string().min(1),
  size: z.int().min(1).max(9).optional(),
  ratio: z.number().optional(),
  on: z.boolean().optional(),
  kind: z.enum(['a', 'b']).default('a'),
  parts: z.array(z.strictObject({ colour: z.string() })).optional(),
  rows: z
    .record(z.string().regex(/^r/, 'a key begins with r'), z.strictObject({ weight: z.number().optional() }))
    .optional(),
});
const lines = (document: unknown) => readDocument(schema, document).problems.map(formatProblem);

describe('reading a document', () => {
  it('gives its value with the defaults', () => {
    assert.deepEqual(readDocument(schema, { name: 'x' }), { value: { name: 'x', kind: 'a' }, problems: [] });
  });

  it('says for each value what is wanted', () => {
    assert.deepEqual(lines({ name: 7, size: 2.5, ratio: 'x', on: 'yes', kind: 'c', parts: {}, rows: [] }), [
      'name: must be text; put it in quotes',
      'size: must be a whole number',
      'ratio: must be a number',
      'on: must be true or false',
      'kind: must be one of a, b',
      'parts: must be a list',
      'rows: must be a map of keys to values',
    ]);
    assert.deepEqual(lines({ name: '', size: 10 }), ['name: must not be empty', 'size: must be at most 9']);
    assert.deepEqual(lines({ size: 0 }), ['name: missing; expected text', 'size: must be at least 1']);
    assert.deepEqual(lines('text'), ['must be a map of keys to values']);
  });

  it('names the key that was probably meant, at any depth', () => {
    assert.deepEqual(
      lines({ name: 'x', parts: [{ colour: 'red', color: 'red' }], rows: { r1: { wieght: 1 } }, qq: 1 }),
      [
        "parts.0.color: unknown key; did you mean 'colour'? known keys: colour",
        "rows.r1.wieght: unknown key; did you mean 'weight'? known keys: weight",
        'qq: unknown key; known keys: name, size, ratio, on, kind, parts, rows',
      ],
    );
    assert.deepEqual(lines({ name: 'x', rows: { a1: {} } }), ['rows.a1: a key begins with r']);
  });
});
