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
  monitoringRoleArn: true,
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
    'MonitoringDashboard dashboard',
    'MonitoringRole monitoring-role',
  ];

  let prepared: Deployment<StackOutputs>;
  let monitored: Deployment<StackOutputs>;
  before(async () => {
    prepared = await stack();
    monitored = await stack('2026-11-01-3f9a2c');
  });

  it('creates everything except the monitor before the first baseline is approved', () => {
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
      alarmNames: [],
    });
  });

  it('monitors an endpoint on its approved baseline, also when the program runs again', () => {
    assert.deepEqual(
      componentNames(monitored),
      [...sharedComponents, 'MonitoringAlarms arrival-delay-alarms', 'MonitoringSchedule arrival-delay'].sort(),
    );
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
      alarmNames: undefined,
    });
    assert.ok(alarmNames.includes('warning.local.arrival-delay.violations'));
    assert.equal(alarmNames.at(-1), 'info.local.arrival-delay.rollup');
  });

  it('creates no monitor before its role has its permissions', () => {
    const monitor = monitored.resources.find(
      ({ type }) => type.endsWith(':MonitoringSchedule') && !type.startsWith('aws'),
    );
    assert.deepEqual(monitor?.dependsOn, ['monitoring-role', 'monitoring-role-policy']);
  });

  it('makes every AWS resource the child of a component', () => {
    const beside = monitored.resources.filter(
      ({ type, parentType }) => type.startsWith('aws:') && !parentType?.startsWith('model-observability:'),
    );
    assert.deepEqual(beside, []);
  });

  it('tags every taggable resource, with the owner of its endpoint if it has one', () => {
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
