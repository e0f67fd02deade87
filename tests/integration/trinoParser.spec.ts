import assert from 'node:assert/strict';
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
