import assert from 'node:assert/strict';
import { IncidentIndex } from '../../components/incidentIndex';
import { childrenOf, deploy, inputsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:IncidentIndex';
const tableType = 'aws:dynamodb/table:Table';

const index = (forceDestroy?: boolean) =>
  deploy(() => {
    const { tableName } = new IncidentIndex('incident-index', {
      keyArn: 'key-arn',
      forceDestroy,
      tags: { owner: 'ml' },
    });
    return { tableName };
  });

describe('IncidentIndex', () => {
  it('creates one table', async () => {
    assert.deepEqual(childrenOf(await index(), type), [[tableType, 'incident-index']]);
  });

  it('pays by request, recovers to a point in time, has the key of the store and is protected', async () => {
    assert.deepEqual(inputsOf(await index(), tableType, 'incident-index'), {
      billingMode: 'PAY_PER_REQUEST',
      attributes: [
        { name: 'by', type: 'S' },
        { name: 'at', type: 'S' },
      ],
      hashKey: 'by',
      rangeKey: 'at',
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: 'key-arn' },
      deletionProtectionEnabled: true,
      tags: { owner: 'ml' },
    });
  });

  it('can be deleted where the stack allows removal', async () => {
    assert.equal(inputsOf(await index(true), tableType, 'incident-index')['deletionProtectionEnabled'], false);
  });
});
