import assert from 'node:assert/strict';
import { StackQueries } from '../../components/stackQueries';
import { trendQueries } from '../../queries/trendQueries';
import { childrenOf, deploy, inputsOf, scope } from '../support/pulumiMocks';

const type = 'model-observability:index:StackQueries';
const queries = () =>
  deploy(
    () =>
      new StackQueries('queries', {
        ...scope,
        stack: 'prod-EU',
        bucketName: 'store',
        keyArn: 'key-arn',
        endpoints: ['fraud', 'churn'],
        scanLimitMb: 10_000,
        tags: { owner: 'ml' },
      }),
  );

describe('StackQueries', () => {
  it('creates exactly these children', async () => {
    assert.deepEqual(childrenOf(await queries(), type), [
      ['aws:athena/namedQuery:NamedQuery', 'queries-completeness'],
      ['aws:glue/catalogDatabase:CatalogDatabase', 'queries-database'],
      ['aws:athena/namedQuery:NamedQuery', 'queries-detection'],
      ['aws:athena/namedQuery:NamedQuery', 'queries-drift'],
      ['aws:glue/catalogTable:CatalogTable', 'queries-features'],
      ['aws:glue/catalogTable:CatalogTable', 'queries-runs'],
      ['aws:athena/workgroup:Workgroup', 'queries-workgroup'],
      ['aws:athena/namedQuery:NamedQuery', 'queries-worst'],
    ]);
  });

  it('enforces the limit of a scan, and encrypted results under a prefix of their own', async () => {
    const { name, configuration } = inputsOf(await queries(), 'aws:athena/workgroup:Workgroup', 'queries-workgroup');
    assert.equal(name, 'model-observability-prod-EU');
    assert.deepEqual(configuration, {
      enforceWorkgroupConfiguration: true,
      bytesScannedCutoffPerQuery: 10_000_000_000,
      publishCloudwatchMetricsEnabled: false,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: 's3://store/query-results/',
        expectedBucketOwner: '123456789012',
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: 'key-arn' },
      },
    });
  });

  it('projects the partitions of a table from the keys of the rows', async () => {
    const deployment = await queries();
    const { databaseName, parameters, partitionKeys, storageDescriptor } = inputsOf(
      deployment,
      'aws:glue/catalogTable:CatalogTable',
      'queries-runs',
    );
    assert.equal(databaseName, 'model_observability_prod_eu');
    assert.deepEqual(parameters, {
      EXTERNAL: 'TRUE',
      classification: 'json',
      'projection.enabled': 'true',
      'projection.endpoint.type': 'enum',
      'projection.endpoint.values': 'churn,fraud',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy-MM-dd',
      'projection.day.range': 'NOW-3YEARS,NOW',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's placeholders
      'storage.location.template': 's3://store/trends/runs/endpoint=${endpoint}/day=${day}/',
    });
    assert.deepEqual(partitionKeys, [
      { name: 'endpoint', type: 'string' },
      { name: 'day', type: 'string' },
    ]);
    const { location, columns } = storageDescriptor as { location: string; columns: readonly { name: string }[] };
    assert.equal(location, 's3://store/trends/runs/');
    assert.ok(columns.some(({ name }) => name === 'reported_at'));
  });

  it('saves the queries that the commands run', async () => {
    const deployment = await queries();
    for (const [key, { name, sql }] of Object.entries(trendQueries)) {
      const inputs = inputsOf(deployment, 'aws:athena/namedQuery:NamedQuery', `queries-${key}`);
      assert.deepEqual(
        [inputs['name'], inputs['query'], inputs['database']],
        [name, sql, 'model_observability_prod_eu'],
      );
    }
  });
});
