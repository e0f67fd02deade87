import assert from 'node:assert/strict';
import { type CountedColumn, countCaptures } from '../../queries/captureCounts';
import { savedQueries } from '../../queries/savedQueries';
import { bindValues } from '../../queries/sqlText';
import { selectWindows } from '../../queries/trendQueries';
import { parseWithTrino } from '../support/trinoParser';

describe("Trino's parser", () => {
  it('accepts every saved query, and every statement that commands make', () => {
    const churn = { endpoint: 'churn', schema: 'v1' };
    const statements = [
      ...savedQueries.map(({ sql }) => sql),
      ...savedQueries.map((query) =>
        bindValues(
          query,
          query.parameters.map((name) => `a '${name}'`),
        ),
      ),
      selectWindows('features', churn),
      ...captureStatements(),
      selectWindows('runs', { ...churn, firstDay: '2026-11-02', lastDay: '2026-11-03' }),
    ];
    const errors = parseWithTrino(statements);
    assert.deepEqual(
      statements.flatMap((statement, i) => (errors[i] === null ? [] : [[statement, errors[i]]])),
      [],
    );
  });

  it('refuses what is not SQL', () => {
    assert.match(parseWithTrino(['SELECT FROM features'])[0] ?? '', /mismatched input 'FROM'/);
  });
});

/** Statements that count captures: with and without an answer, of one column and of several, declared as CSV and not. */
function captureStatements(): string[] {
  const window = { from: new Date('2026-11-02T08:05:00Z'), to: new Date('2026-11-02T08:10:00Z') };
  const selection = { endpoint: 'churn', schema: 'v1', variants: ['blue', 'green'], ...window };
  const column = (name: string, more: Partial<CountedColumn> = {}): CountedColumn => ({
    ...{ name, isText: false, isIgnored: false, nullIsMissing: false, bins: undefined, trackedTexts: [], center: 0.5 },
    ...more,
  });
  const score = column('score', {
    bins: { kind: 'numeric', edges: [-1e-7, 0.5, 1e21], common: 0, known: { low: 0, high: 1 } },
  });
  const count = column('count', { bins: { kind: 'numeric', edges: [], common: 1, known: { values: [1, 2] } } });
  const plan = column("plan 'a'", { isText: true, bins: { kind: 'category', categories: ["o'clock", '東京'] } });
  const ignored = column('id', { isIgnored: true });
  const side = (columns: readonly CountedColumn[], isDeclaredCsv = false) => ({ columns, isDeclaredCsv });
  return [
    countCaptures({ ...selection, output: side([]), input: side([plan]) }),
    countCaptures({ ...selection, output: side([score]), input: side([count]) }),
    countCaptures({ ...selection, output: side([score]), input: side([count, plan, ignored]) }),
    countCaptures({ ...selection, output: side([score, plan], true), input: side([count], true) }),
  ];
}
