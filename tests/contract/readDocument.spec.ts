import assert from 'node:assert/strict';
import * as z from 'zod';
import { formatProblem } from '../../contract/problem';
import { readDocument } from '../../contract/readDocument';

const schema = z.strictObject({
  name: z.string().min(1),
  size: z.int().min(1).max(9).optional(),
  ratio: z.number().optional(),
  on: z.boolean().optional(),
  kind: z.enum(['a', 'b']).default('a'),
  parts: z.array(z.strictObject({ colour: z.string() })).optional(),
  code: z.string().max(3).optional(),
  day: z.date().optional(),
  labels: z.array(z.string()).min(1).optional(),
  unit: z.enum(['m', 's']).optional(),
  empty: z.strictObject({}).optional(),
  rows: z
    .record(z.string().regex(/^r/, 'a key begins with r'), z.strictObject({ weight: z.number().optional() }))
    .optional(),
});
const lines = (document: unknown) => readDocument(schema, document).problems.map(formatProblem);

describe('readDocument', () => {
  it('returns the value with defaults', () => {
    assert.deepEqual(readDocument(schema, { name: 'x' }), { value: { name: 'x', kind: 'a' }, problems: [] });
  });

  it('names the expected type of each value', () => {
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
    assert.deepEqual(lines({ name: 'x', on: 1, size: '1' }), ['size: must be a number', 'on: must be true or false']);
    assert.deepEqual(lines({ name: true }), ['name: must be text']);
  });

  it('names missing, empty and long values', () => {
    assert.deepEqual(lines({ name: 'x', code: 'abcd', labels: [] }), [
      'code: must have at most 3 characters',
      'labels: must have at least one entry',
    ]);
    const required = z.strictObject({ unit: z.enum(['m', 's']), size: z.int() });
    assert.deepEqual(readDocument(required, {}).problems.map(formatProblem), [
      'unit: missing; use one of m, s',
      'size: missing; expected a number',
    ]);
  });

  it("keeps zod's text for other issues", () => {
    assert.deepEqual(lines({ name: 'x', day: 'today' }), ['day: Invalid input: expected date, received string']);
    const even = z.strictObject({ size: z.int().multipleOf(2) });
    assert.deepEqual(readDocument(even, { size: 3 }).problems.map(formatProblem), [
      'size: Invalid number: must be a multiple of 2',
    ]);
  });

  it('suggests nothing for a key without a near known one, or without known ones', () => {
    assert.deepEqual(lines({ name: 'x', empty: { a: 1 } }), ['empty.a: unknown key; remove it']);
    assert.deepEqual(lines({ name: 'x', NAME: 'x', nine: 1 }), [
      "NAME: unknown key; did you mean 'name'? known keys: name, size, ratio, on, kind, parts, code, day, labels, unit, empty, rows",
      "nine: unknown key; did you mean 'name'? known keys: name, size, ratio, on, kind, parts, code, day, labels, unit, empty, rows",
    ]);
  });

  it('suggests no keys below a schema that it does not follow', () => {
    const pairs = z.strictObject({ pair: z.tuple([z.strictObject({ size: z.int() })]) });
    assert.deepEqual(readDocument(pairs, { pair: [{ size: 1, sizes: 1 }] }).problems.map(formatProblem), [
      'pair.0.sizes: unknown key; remove it',
    ]);
  });

  it('names the file of a problem, if there is one', () => {
    assert.equal(
      formatProblem({ file: 'slas/churn.yaml:7', path: ['owner'], text: 'missing' }),
      'slas/churn.yaml:7: owner: missing',
    );
    assert.equal(formatProblem({ path: [], text: 'missing' }), 'missing');
  });

  it('suggests known keys at any depth', () => {
    assert.deepEqual(
      lines({ name: 'x', parts: [{ colour: 'red', color: 'red' }], rows: { r1: { wieght: 1 } }, qq: 1 }),
      [
        "parts.0.color: unknown key; did you mean 'colour'? known keys: colour",
        "rows.r1.wieght: unknown key; did you mean 'weight'? known keys: weight",
        'qq: unknown key; known keys: name, size, ratio, on, kind, parts, code, day, labels, unit, empty, rows',
      ],
    );
    assert.deepEqual(lines({ name: 'x', rows: { a1: {} } }), ['rows.a1: a key begins with r']);
  });
});
