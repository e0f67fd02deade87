import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import type { StackOutputs } from '../../contract/outputs';
import { type Deployment, deploy } from '../support/pulumiMocks';

const endpoint = { engine: 'modelMonitor', schema: 'v1', sla: 'assets/datasets/monitoring/sla.yaml' };
const bucketType = 'aws:s3/bucket:Bucket';
const names = {
  storeBucketName: true,
  storeBucketArn: true,
  storeKeyArn: true,
  alertTopicArn: true,
  ticketQueueUrl: true,
  trailArn: true,
  trailBucketName: true,
  incidentFunctionName: true,
  dashboardName: true,
  endpoints: true,
} as const satisfies Record<keyof StackOutputs, true>;

/** The program with a stack's settings, evaluated afresh as the Automation API's inline programs do. */
function stack(baseline?: string, stackName = 'local'): Promise<Deployment<StackOutputs>> {
  const settings = {
    owner: 'ml',
    endpoints: { 'arrival-delay': { ...endpoint, baseline } },
    alerts: { pager: 'optional', tickets: true },
  };
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        `model-observability:${key}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
  const program = require.resolve('../../index');
  delete require.cache[program];
  return deploy((): StackOutputs => require(program), stackName);
}

const componentNames = ({ resources }: Deployment<unknown>) =>
  resources
    .filter(({ type }) => type.startsWith('model-observability:'))
    .map(({ type, name }) => `${type.replace('model-observability:index:', '')} ${name}`)
    .sort();

describe('the stack', () => {
  const sharedComponents = [
    'AlertRouting alerts',
    'AuditTrail audit',
    'BaselineStore store',
    'IncidentMirror incidents',
    'MonitoringAlarms alarms',
    'MonitoringDashboard dashboard',
    'MonitoringRoles monitoring',
    'MonitoringSchedules schedules',
  ];

  let prepared: Deployment<StackOutputs>;
  let monitored: Deployment<StackOutputs>;
  before(async () => {
    prepared = await stack();
    monitored = await stack('2026-11-01-3f9a2c');
  });

  it('prepares everything but the monitor before the first baseline is approved', () => {
    assert.deepEqual(componentNames(prepared), sharedComponents);
    assert.deepEqual(Object.keys(prepared.outputs).sort(), Object.keys(names).sort());
    assert.deepEqual(prepared.outputs.endpoints['arrival-delay'], {
      captureDestination: 's3://store/captures/arrival-delay/schema=v1',
      captureKmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:store-key',
      reportsUri: 's3://store/reports/arrival-delay/schema=v1',
      baselineUri: undefined,
      monitoringScheduleName: undefined,
      monitoringScheduleArn: undefined,
      jobDefinitionName: undefined,
      monitoringRoleArn: undefined,
      alarmNames: [],
    });
  });

  it('monitors an endpoint on its approved baseline, on the same program run again', () => {
    assert.deepEqual(componentNames(monitored), sharedComponents);
    const alarmNames: readonly string[] = monitored.outputs.endpoints['arrival-delay']?.alarmNames ?? [];
    const outputs = { ...monitored.outputs.endpoints['arrival-delay'], alarmNames: undefined };
    assert.deepEqual(outputs, {
      captureDestination: 's3://store/captures/arrival-delay/schema=v1',
      captureKmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:store-key',
      reportsUri: 's3://store/reports/arrival-delay/schema=v1',
      baselineUri: 's3://store/baselines/arrival-delay/schema=v1/2026-11-01-3f9a2c',
      monitoringScheduleName: 'arrival-delay',
      monitoringScheduleArn: 'arn:aws:sagemaker:eu-west-1:123456789012:arrival-delay',
      jobDefinitionName: 'arrival-delay-definition',
      monitoringRoleArn: 'arn:aws:iam:eu-west-1:123456789012:monitoring-arrival-delay',
      alarmNames: undefined,
    });
    assert.deepEqual(alarmNames.at(-1), 'critical.local.arrival-delay.silence');
  });

  it('has at most seven resources for an endpoint', () => {
    const ofEndpoint = monitored.resources.filter(({ name }) => name.includes('arrival-delay'));
    assert.deepEqual(ofEndpoint.map(({ name }) => name).sort(), [
      'arrival-delay',
      'arrival-delay-critical-promises',
      'arrival-delay-critical-silence',
      'arrival-delay-definition',
      'arrival-delay-warning-promises',
      'monitoring-arrival-delay',
      'monitoring-arrival-delay-policy',
    ]);
  });

  it('names every resource of AWS a child of a component, so that nothing is left beside', () => {
    const beside = monitored.resources.filter(
      ({ type, parentType }) => type.startsWith('aws:') && !parentType?.startsWith('model-observability:'),
    );
    assert.deepEqual(beside, []);
  });

  it("tags everything that takes tags, with the endpoint's own owner where there is one", () => {
    const { resources } = monitored;
    const ownerOf = (wanted: string) =>
      (resources.find(({ name }) => name === wanted)?.inputs['tags'] as { owner?: string } | undefined)?.owner;
    assert.equal(ownerOf('store-key'), 'ml');
    assert.equal(ownerOf('arrival-delay-definition'), 'flight-ops-ml');
    const taggable =
      /:(Alarm|Bucket|CompositeAlarm|DataQualityJobDefinition|EventRule|EventSourceMapping|Function|Key|LogGroup|MetricAlarm|MonitoringSchedule|Queue|Role|Topic|Trail)$/;
    const untagged = resources.filter(({ type, inputs }) => {
      return type.startsWith('aws:') && taggable.test(type) && inputs['tags'] === undefined;
    });
    assert.deepEqual(
      untagged.map(({ name }) => name),
      [],
    );
  });

  it('deletes objects with a local stack only, and protects store and evidence in prod only', async () => {
    const facts = (deployment: Deployment<unknown>) =>
      ['store', 'audit-evidence'].map((name) => {
        const bucket = deployment.resources.find((resource) => resource.type === bucketType && resource.name === name);
        return [bucket?.inputs['forceDestroy'], bucket?.protect];
      });
    const permanent = await stack(undefined, 'prod');
    assert.deepEqual(facts(prepared), Array(2).fill([true, false]));
    assert.deepEqual(facts(permanent), Array(2).fill([false, true]));
    const isProtected = (wanted: string) => permanent.resources.find(({ name }) => name === wanted)?.protect;
    assert.deepEqual(['audit', 'store-key', 'alerts'].map(isProtected), [true, true, false]);
  });
});
