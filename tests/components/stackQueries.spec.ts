import assert from 'node:assert/strict';
import { StackQueries, type StackQueriesArgs } from '../../components/stackQueries';
import { trailQueries } from '../../queries/trailQueries';
import { trendQueries } from '../../queries/trendQueries';
import { childrenOf, deploy, inputsOf, scope } from '../support/pulumiMocks';

const type = 'model-observability:index:StackQueries';
const trail = { location: 's3://audit/AWSLogs/', account: '123456789012' };
const queries = (more: Partial<StackQueriesArgs> = { trail }) =>
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
        ...more,
      }),
  );

describe('StackQueries', () => {
  it('creates exactly these children', async () => {
    assert.deepEqual(childrenOf(await queries({}), type), [
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

  it('has a table over the log files of the trail, by account, region and day', async () => {
    const { parameters, storageDescriptor } = inputsOf(
      await queries(),
      'aws:glue/catalogTable:CatalogTable',
      'queries-trail',
    );
    const { 'projection.region.values': regions, ...others } = parameters as Record<string, string>;
    assert.deepEqual(others, {
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      'projection.account.type': 'enum',
      'projection.account.values': '123456789012',
      'projection.region.type': 'enum',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy/MM/dd',
      'projection.day.range': 'NOW-10YEARS,NOW',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's placeholders
      'storage.location.template': 's3://audit/AWSLogs/${account}/CloudTrail/${region}/${day}/',
    });
    const names = regions?.split(',') ?? [];
    assert.ok(names.includes('us-east-1') && names.includes('eu-west-1') && !names.includes('cn-north-1'));
    const { serDeInfo } = storageDescriptor as { serDeInfo: object };
    assert.deepEqual(serDeInfo, { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' });
  });

  it('asks for an account in each query of an organization trail, and has the regions of the partition', async () => {
    const location = 's3://org-trail/AWSLogs/o-a1b2c3d4e5/';
    const { parameters } = inputsOf(
      await queries({ trail: { location }, partition: 'aws-cn' }),
      'aws:glue/catalogTable:CatalogTable',
      'queries-trail',
    );
    const {
      'projection.account.type': account,
      'projection.region.values': regions,
      'storage.location.template': template,
    } = parameters as Record<string, string>;
    assert.deepEqual([account, regions], ['injected', 'cn-north-1,cn-northwest-1']);
    assert.ok(template?.startsWith(location));
  });

  it('saves the queries that the commands run', async () => {
    const deployment = await queries();
    for (const [key, { name, sql }] of Object.entries({ ...trendQueries, ...trailQueries })) {
      const inputs = inputsOf(deployment, 'aws:athena/namedQuery:NamedQuery', `queries-${key}`);
      assert.deepEqual(
        [inputs['name'], inputs['query'], inputs['database']],
        [name, sql, 'model_observability_prod_eu'],
      );
    }
  });
});
