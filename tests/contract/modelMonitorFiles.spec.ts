import assert from 'node:assert/strict';
import { dataMetricsNamespace, observabilityNamespace } from '../../contract/metrics';
import { checkTypes, isStrictCheck, reportFiles, reportPage, strictCheckTypes } from '../../contract/modelMonitorFiles';

describe('files and metrics of Model Monitor', () => {
  it('have checks of the managed container, and those of strict mode only', () => {
    assert.deepEqual(checkTypes.filter(isStrictCheck), []);
    assert.deepEqual(strictCheckTypes.filter(isStrictCheck), ['non_negative_check', 'range_check']);
  });

  it('have stable names', () => {
    assert.deepEqual(reportFiles, {
      statistics: 'statistics.json',
      constraints: 'constraints.json',
      violations: 'constraint_violations.json',
      rejects: 'rejects.json',
    });
    assert.equal(reportPage, 'report.html');
    assert.deepEqual(
      [dataMetricsNamespace, observabilityNamespace],
      ['aws/sagemaker/Endpoints/data-metrics', 'ModelObservability'],
    );
  });
});
