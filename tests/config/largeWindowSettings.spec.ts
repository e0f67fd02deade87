import assert from 'node:assert/strict';
import { queryProblem } from '../../contract/largeWindows';
import { problemLines, stackFile } from './stackFile';

describe('the settings of large windows', () => {
  it('refuse a scan limit below what Athena allows, and unknown keys', () => {
    assert.deepEqual(problemLines({ ...stackFile, analyzer: { largeWindows: { scanLimitMb: 1 } } }), [
      'analyzer.largeWindows.scanLimitMb: must be at least 10',
    ]);
    const [problem = ''] = problemLines({ ...stackFile, analyzer: { largeWindows: { bytes: 1 } } });
    assert.match(problem, /^analyzer\.largeWindows\.bytes: unknown key.*known keys: megabytes, files, scanLimitMb$/);
  });
});

describe('what a query does not read', () => {
  const schema = {
    output: [{ name: 'score', type: 'Fractional' as const }],
    input: [{ name: 'age', type: 'Integral' as const }],
  };
  for (const [captures, problem] of [
    [undefined, undefined],
    [{ input: { contentType: 'text/csv' } }, undefined],
    [
      { input: { contentType: 'application/json' } },
      "captures.input.contentType is 'application/json', not 'text/csv'",
    ],
    [{ output: { rows: 'predictions' } }, 'captures.output.rows is set'],
    [{ input: { header: true } }, 'captures.input.header is set'],
    [{ exclude: "canary == 'true'" }, 'captures.exclude is set'],
  ] as const) {
    it(
      problem ?? `nothing of CSV ${captures === undefined ? 'by its content type' : 'that the schema declares'}`,
      () => {
        assert.equal(queryProblem({ ...schema, captures }), problem);
      },
    );
  }

  it('a column with a path', () => {
    const input = [{ name: 'age', type: 'Integral' as const, path: 'user.age' }];
    assert.equal(queryProblem({ ...schema, input }), "column 'age' has a path");
  });
});
