import assert from 'node:assert/strict';
import { RolePolicy } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import { MonitoringSchedules, type ScheduledEndpoint } from '../../components/monitoringSchedules';
import { endpointDefaults } from '../../config/defaults';
import { childrenOf, dependenciesOf, deploy, inputsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:MonitoringSchedules';
const definitionType = 'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition';
const scheduleType = 'aws:sagemaker/monitoringSchedule:MonitoringSchedule';
const objectType = 'aws:s3/bucketObject:BucketObject';
const required: ScheduledEndpoint = {
  schema: 'v2',
  baseline: '2026-11-01-3f9a2c',
  role: { arn: pulumi.output('role-arn'), policy: undefined as unknown as RolePolicy },
  analyzerImage: 'image',
  tags: { owner: 'ml' },
};

function schedule(overrides: Partial<ScheduledEndpoint> = {}, others: Record<string, ScheduledEndpoint> = {}) {
  return deploy(() => {
    const policy = new RolePolicy('policy', { role: 'role', policy: '{}' });
    const endpoints = { churn: { ...required, role: { ...required.role, policy }, ...overrides } };
    const { schedules } = new MonitoringSchedules('schedules', {
      bucketName: 'store',
      keyArn: 'key-arn',
      tags: { owner: 'platform', stack: 'prod' },
      endpoints: { ...endpoints, ...others },
    });
    return schedules['churn'];
  });
}

describe('MonitoringSchedules', () => {
  it('creates exactly these children, and returns their names by endpoint', async () => {
    const deployment = await schedule();
    assert.deepEqual(childrenOf(deployment, type), [
      [scheduleType, 'churn'],
      [definitionType, 'churn-definition'],
    ]);
    assert.deepEqual(deployment.outputs, {
      scheduleName: 'churn',
      scheduleArn: 'arn:aws:sagemaker:eu-west-1:123456789012:churn',
      jobDefinitionName: 'churn-definition',
    });
  });

  it('runs no monitor before its role has its permissions', async () => {
    assert.deepEqual(dependenciesOf(await schedule()), [['churn', ['policy']]]);
  });

  it('defines a job on the approved baseline, isolated, encrypted, without the managed metrics', async () => {
    assert.deepEqual(inputsOf(await schedule(), definitionType, 'churn-definition'), {
      roleArn: 'role-arn',
      dataQualityAppSpecification: { imageUri: 'image', environment: { publish_cloudwatch_metrics: 'Disabled' } },
      dataQualityBaselineConfig: {
        statisticsResource: { s3Uri: 's3://store/baselines/churn/schema=v2/2026-11-01-3f9a2c/statistics.json' },
        constraintsResource: { s3Uri: 's3://store/baselines/churn/schema=v2/2026-11-01-3f9a2c/constraints.json' },
      },
      dataQualityJobInput: {
        endpointInput: { endpointName: 'churn', localPath: '/opt/ml/processing/input/endpoint' },
      },
      dataQualityJobOutputConfig: {
        kmsKeyId: 'key-arn',
        monitoringOutputs: {
          s3Output: {
            s3Uri: 's3://store/reports/churn/schema=v2',
            localPath: '/opt/ml/processing/output',
            s3UploadMode: 'EndOfJob',
          },
        },
      },
      jobResources: {
        clusterConfig: {
          instanceType: 'ml.m5.large',
          instanceCount: 1,
          volumeSizeInGb: 20,
          volumeKmsKeyId: 'key-arn',
        },
      },
      networkConfig: { enableNetworkIsolation: true, enableInterContainerTrafficEncryption: false },
      stoppingCondition: { maxRuntimeInSeconds: 3000 },
      tags: { owner: 'ml' },
    });
  });

  it('has the same defaults as the settings of an endpoint', async () => {
    const { featureMetrics, ...defaults } = endpointDefaults;
    const [implicit, explicit] = [await schedule(), await schedule(defaults)];
    assert.deepEqual(explicit.resources, implicit.resources);
  });

  it('leaves the definition auto-named, because a change replaces it', async () => {
    const deployment = await schedule();
    assert.equal(inputsOf(deployment, definitionType, 'churn-definition')['name'], undefined);
    assert.equal(inputsOf(deployment, scheduleType, 'churn')['name'], undefined);
  });

  it('runs the definition every hour', async () => {
    assert.deepEqual(inputsOf(await schedule(), scheduleType, 'churn'), {
      monitoringScheduleConfig: {
        monitoringType: 'DataQuality',
        monitoringJobDefinitionName: 'churn-definition',
        scheduleConfig: { scheduleExpression: 'cron(0 * ? * * *)' },
      },
      tags: { owner: 'ml' },
    });
  });

  it('reads captures with a record preprocessor, one object for all endpoints with the same script', async () => {
    const others = { fraud: { ...required, preprocessor: 'one' }, orders: { ...required, preprocessor: 'two' } };
    const deployment = await schedule({ preprocessor: 'one' }, others);
    const objects = childrenOf(deployment, type).filter(([childType]) => childType === objectType);
    assert.deepEqual(objects, [
      [objectType, 'schedules-preprocessor-3fc4ccfe745870e2'],
      [objectType, 'schedules-preprocessor-7692c3ad3540bb80'],
    ]);
    const one = deployment.resources.find(({ name }) => name === 'schedules-preprocessor-7692c3ad3540bb80');
    assert.deepEqual(one?.inputs, {
      bucket: 'store',
      key: 'preprocessors/7692c3ad3540bb80/preprocessor.py',
      content: 'one',
      contentType: 'text/x-python',
      tags: { owner: 'platform' },
    });
    const uris = ['churn', 'fraud', 'orders'].map((endpoint) => {
      const definition = inputsOf(deployment, definitionType, `${endpoint}-definition`);
      return (definition['dataQualityAppSpecification'] as Record<string, unknown>)['recordPreprocessorSourceUri'];
    });
    const [ofOne, ofTwo] = ['7692c3ad3540bb80', '3fc4ccfe745870e2'].map(
      (id) => `s3://store/preprocessors/${id}/preprocessor.py`,
    );
    assert.deepEqual(uris, [ofOne, ofOne, ofTwo]);
  });

  it('takes over what is set', async () => {
    const deployment = await schedule({
      schedule: 'cron(0 6 ? * * *)',
      instanceType: 'ml.m5.4xlarge',
      instanceCount: 3,
      volumeSizeGb: 100,
      networkIsolation: false,
      maxRuntimeMinutes: 30,
    });
    const definition = inputsOf(deployment, definitionType, 'churn-definition');
    assert.deepEqual(definition['jobResources'], {
      clusterConfig: {
        instanceType: 'ml.m5.4xlarge',
        instanceCount: 3,
        volumeSizeInGb: 100,
        volumeKmsKeyId: 'key-arn',
      },
    });
    assert.deepEqual(definition['networkConfig'], {
      enableNetworkIsolation: false,
      enableInterContainerTrafficEncryption: true,
    });
    assert.deepEqual(definition['stoppingCondition'], { maxRuntimeInSeconds: 1800 });
    const config = inputsOf(deployment, scheduleType, 'churn')['monitoringScheduleConfig'];
    assert.deepEqual((config as { scheduleConfig: unknown }).scheduleConfig, {
      scheduleExpression: 'cron(0 6 ? * * *)',
    });
  });

  for (const [instanceType, key] of [
    ['ml.m5.2xlarge', 'key-arn'],
    ['ml.r5.large', 'key-arn'],
    ['ml.r5d.large', undefined],
    ['ml.g4dn.xlarge', undefined],
    ['ml.g5.xlarge', undefined],
  ] as const) {
    it(`names ${key ? 'the' : 'no'} key for the volume of ${instanceType}, as SageMaker ${key ? 'takes' : 'refuses'} it`, async () => {
      const { jobResources } = inputsOf(await schedule({ instanceType }), definitionType, 'churn-definition');
      const { clusterConfig } = jobResources as { clusterConfig: Record<string, unknown> };
      assert.equal(clusterConfig['volumeKmsKeyId'], key);
    });
  }
});
