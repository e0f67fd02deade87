import assert from 'node:assert/strict';
import {
  composeDashboardName,
  composeKeyAlias,
  composePageName,
  composeStackNameAlias,
  composeTrailName,
  stackResourceNames,
} from '../../contract/resourceNames';

describe('the names of resources', () => {
  it('contain the stack, and the number of a further dashboard', () => {
    assert.equal(composeTrailName('prod'), 'model-observability-prod');
    assert.deepEqual(
      [1, 2].map((page) => composePageName(composeDashboardName('prod'), page)),
      ['model-observability-prod', 'model-observability-prod--2'],
    );
    assert.equal(composeStackNameAlias('prod'), 'alias/model-observability/stack-name/prod');
    assert.equal(composeKeyAlias('acme', 'prod', 'store-key'), 'alias/acme/prod/store-key');
  });

  it('are checked in their longest form', () => {
    assert.deepEqual(stackResourceNames('prod'), [
      { what: 'trail', name: 'model-observability-prod' },
      { what: 'dashboard', name: 'model-observability-prod--100' },
      { what: 'key alias', name: 'alias/model-observability/prod/alerts-key' },
      { what: 'key alias', name: 'alias/model-observability/stack-name/prod' },
      { what: 'alarm', name: `critical.prod.${'e'.repeat(44)}.dead-letters` },
    ]);
  });
});
