import assert from 'node:assert/strict';
import { describeDifferences } from '../../../audit/check/describeDifferences';

describe('describeDifferences', () => {
  const same: [what: string, deployed: unknown, stored: unknown][] = [
    ['equal numbers as text', 0, '0'],
    ['documents with other spaces and order', '{"a":1,"b":[2]}', '{ "b": [2], "a": 1 }'],
    ['lists in another order', [{ id: 'a' }, { id: 'b' }], [{ id: 'b' }, { id: 'a' }]],
    ['values that AWS leaves out', { id: 'a', returnData: false, dimensions: {} }, { id: 'a', dimensions: {} }],
    ['an empty list that AWS leaves out', [], undefined],
  ];
  for (const [what, deployed, stored] of same) {
    it(`accepts ${what}`, () => assert.equal(describeDifferences({ x: deployed }, { x: stored }), undefined));
  }

  const different: [what: string, deployed: unknown, stored: unknown, text: string][] = [
    ['a moved threshold', 0, 1000, 'x 0, now 1000'],
    ['a removed value', 'ENABLED', undefined, 'x ENABLED, now not set'],
    ['a narrowed document', '{"a":1}', '{"a":1,"source":["none"]}', 'x {"a":1}, now {"a":1,"source":["none"]}'],
    ['a longer list', ['a'], ['a', 'b'], 'x ["a"], now ["a","b"]'],
    [
      'another dimension',
      { Endpoint: 'a' },
      { Endpoint: 'a', Feature: 'b' },
      'x {"Endpoint":"a"}, now {"Endpoint":"a","Feature":"b"}',
    ],
    ['an emptied list', ['a'], [], 'x ["a"], now []'],
    ['a document that is none', '{"a":1}', '{', 'x {"a":1}, now {'],
  ];
  for (const [what, deployed, stored, text] of different) {
    it(`names ${what}`, () => assert.equal(describeDifferences({ x: deployed }, { x: stored }), text));
  }

  it('compares only what was deployed, and shortens long values', () => {
    assert.equal(describeDifferences({ a: 1 }, { a: 1, b: 2 }), undefined);
    assert.ok((describeDifferences({ a: 'x'.repeat(5000) }, { a: 'y'.repeat(5000) })?.length ?? 0) < 500);
  });
});
