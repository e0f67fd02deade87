import assert from 'node:assert/strict';
import type { CaptureSchema } from '../../../contract/captureSchema';
import type { FeatureSla } from '../../../contract/sla';
import { deriveBaseline } from '../../../quality/baseline/deriveBaseline';

const schema: CaptureSchema = {
  version: 'v1',
  output: [{ name: 'y', type: 'Fractional' }],
  input: [
    { name: 'n', type: 'Integral' },
    { name: 'c', type: 'String' },
  ],
};

function derived(text: string, features: Record<string, Partial<FeatureSla>> = {}) {
  const withSeverity = Object.entries(features).map(([name, sla]) => [name, { severity: 'warning' as const, ...sla }]);
  return deriveBaseline({
    training: { file: 't.csv', text },
    schema,
    sla: {
      endpoint: 'e',
      owner: 'o',
      runbook: 'https://example.com',
      freshnessHours: 2,
      features: Object.fromEntries(withSeverity),
    },
  });
}

describe('deriveBaseline', () => {
  it('matches columns by name and puts them in schema order', () => {
    const { statistics, rows, problems, rejects } = derived('c,n,y\na,1,1.5\nb,,2.5\n');
    assert.deepEqual(
      statistics.features.map((f) => `${f.name} ${f.inferred_type}`),
      ['y Fractional', 'n Integral', 'c String'],
    );
    assert.deepEqual([rows, problems, rejects], [2, [], []]);
    assert.equal(statistics.features[1]?.numerical_statistics?.common.num_missing, 1);
  });

  it('rejects rows of another width, with their line', () => {
    const { rows, rejects } = derived('y,n,c\n1.5,1,a\n1.5,1\n1.5,1,a,b\n2.5,2,"b"\n');
    assert.equal(rows, 2);
    assert.deepEqual(rejects, [
      { file: 't.csv', line: 3, reason: 'the row has 2 column(s); the header has 3 (row: 1.5,1).' },
      { file: 't.csv', line: 4, reason: 'the row has 4 column(s); the header has 3 (row: 1.5,1,a,b).' },
    ]);
  });

  const problems: Record<string, [string, Record<string, Partial<FeatureSla>>, string[]]> = {
    'a column is missing and one is unknown': [
      'y,n,k\n1.5,1,a\n',
      {},
      ["t.csv: the header lacks 'c' and has unknown column(s) 'k'; schema v1 has y, n, c."],
    ],
    'a column is named twice': [
      'y,n,c,c\n1.5,1,a,b\n',
      {},
      ["t.csv: the header has duplicate column(s) 'c'; schema v1 has y, n, c."],
    ],
    'there is no row': ['y,n,c\n', {}, ['t.csv: has a header but no rows.']],
    'a type differs from the schema': [
      'y,n,c\n1,1,a\n',
      {},
      [
        "y: schema v1 has type Fractional, but the training window's values are Integral; correct the values or the schema.",
      ],
    ],
    'a String column holds nothing but what looks like numbers': [
      'y,n,c\n1.5,1,0101\n2.5,2,77\n',
      {},
      [
        "c: schema v1 has type String, but the training window's values are Integral; use type Category if they are codes, or Integral if they are numbers.",
      ],
    ],
    'a column has no value': [
      'y,n,c\n1.5,1,\n',
      {},
      ['c: the training window has no value of it; correct the file, or set mayBeEmpty: true for it in the schema.'],
    ],
    'the SLA demands more of a type than the window has': [
      'y,n,c\n1.5,1,a\n2.5,2,77\n',
      { c: { thresholds: { type: 0.9 } } },
      [
        "c: 1 of 2 values are not spelled as String, the first is '77', so every window like this one would violate the type check; set thresholds: { type: 0.5 } for the feature in the SLA, or switch the check off there with off: { type: <reason> }.",
      ],
    ],
    'the window breaks the contract': [
      'y,n,c\n1.5,-1,a\n2.5,,b\n',
      { n: { completeness: 0.9, nonNegative: true }, c: { categories: ['a'] } },
      [
        'n: the training window violates its own contract: Data completeness requirement is not met. Expected: 90.0%. Observed: Only 50.0%. To fix it, lower completeness in the SLA, or switch the check off there with off: { completeness: <reason> }.',
        'n: the training window violates its own contract: Non-negative requirement is not met. Expected: no value below 0.0. Observed: the least value is -1.0. To fix it, correct the values, or remove nonNegative from the SLA.',
        "c: the training window violates its own contract: Value match requirement is not met. Expected match: 100.0%. Observed: Only 50.0% of data is in the domain. The first value outside is 'b'. To fix it, add the values to categories in the SLA, set thresholds: { domain: <share> } there, or switch the check off with off: { categories: <reason> }.",
      ],
    ],
    'the window leaves its range': [
      'y,n,c\n1.5,1,a\n2.5,9,b\n',
      { n: { range: { min: 2, max: 8 } }, y: { range: { max: 2.5 } } },
      [
        'n: the training window violates its own contract: Value range requirement is not met. Expected: at least 2.0 and at most 8.0. Observed: at least 1.0 and at most 9.0. To fix it, correct the values, or widen range in the SLA.',
      ],
    ],
  };
  for (const [what, [text, features, expected]] of Object.entries(problems)) {
    it(`reports that ${what}`, () => {
      assert.deepEqual(derived(text, features).problems, expected);
    });
  }

  it('reports an empty or invalid file and does not throw', () => {
    assert.deepEqual(derived('').problems, ['t.csv: is empty.']);
    assert.match(derived('y,n,c\n"1.5,1,a\n').problems[0] ?? '', /^t\.csv: is not valid CSV \(/);
  });
});
