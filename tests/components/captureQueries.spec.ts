import assert from 'node:assert/strict';
import { CaptureQueries } from '../../components/captureQueries';
import { captureHourPrefix } from '../../contract/storeLayout';
import { deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const queries = () =>
  deploy(() => {
    const { statements } = new CaptureQueries('queries', {
      ...scope,
      stack: 'prod-EU',
      bucketName: 'store',
      bucketArn: 'arn:aws:s3:::store',
      keyArn: 'key-arn',
      scanLimitMb: 100_000,
      tags: { owner: 'ml' },
    });
    return { policy: statements };
  });

describe('CaptureQueries', () => {
  it('limits what a query may scan, and keeps its results encrypted under a prefix of their own', async () => {
    const workgroup = inputsOf(await queries(), 'aws:athena/workgroup:Workgroup', 'queries-workgroup');
    assert.equal(workgroup['name'], 'model-observability-prod-EU-captures');
    assert.deepEqual(workgroup['configuration'], {
      enforceWorkgroupConfiguration: true,
      bytesScannedCutoffPerQuery: 100_000_000_000,
      publishCloudwatchMetricsEnabled: false,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: 's3://store/query-results/captures/',
        expectedBucketOwner: '123456789012',
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: 'key-arn' },
      },
    });
  });

  it('finds the captures of an hour by its partitions', async () => {
    const table = inputsOf(await queries(), 'aws:glue/catalogTable:CatalogTable', 'queries-captures');
    const { 'storage.location.template': template, ...parameters } = table['parameters'] as Record<string, string>;
    assert.deepEqual(parameters, {
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      'projection.endpoint.type': 'injected',
      'projection.capture_schema.type': 'injected',
      'projection.variant.type': 'injected',
      'projection.hour.type': 'date',
      'projection.hour.format': 'yyyy/MM/dd/HH',
      'projection.hour.range': 'NOW-10YEARS,NOW+1DAY',
      'projection.hour.interval': '1',
      'projection.hour.interval.unit': 'HOURS',
    });
    const values: Record<string, string> = {
      endpoint: 'churn',
      capture_schema: 'v1',
      variant: 'blue',
      hour: '2026/11/02/08',
    };
    const key = template?.replace(/\$\{(\w+)\}/g, (_, column: string) => values[column] ?? '');
    const hour = new Date('2026-11-02T08:00:00Z');
    assert.equal(key, `s3://store/${captureHourPrefix({ endpoint: 'churn', schema: 'v1' }, 'blue', hour)}`);
  });

  it('permits queries of its workgroup over its table, and results below their prefix, and nothing else', async () => {
    const { outputs } = await queries();
    const statements = statementsOf(JSON.stringify({ Statement: outputs['policy'] }));
    const glue = 'arn:aws:glue:eu-west-1:123456789012';
    assert.deepEqual(
      statements.map(({ Action, Resource, Condition }) => [Action, Resource, Condition]),
      [
        [
          ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
          ['arn:aws:athena:eu-west-1:123456789012:workgroup/model-observability-prod-EU-captures'],
          undefined,
        ],
        [
          ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
          [
            `${glue}:catalog`,
            `${glue}:database/model_observability_prod_eu_captures`,
            `${glue}:table/model_observability_prod_eu_captures/captures`,
          ],
          undefined,
        ],
        [['s3:GetBucketLocation'], ['arn:aws:s3:::store'], undefined],
        [['s3:ListBucket'], ['arn:aws:s3:::store'], { StringLike: { 's3:prefix': ['query-results/captures/*'] } }],
        [
          ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
          ['arn:aws:s3:::store/query-results/captures/*'],
          undefined,
        ],
      ],
    );
  });
});
