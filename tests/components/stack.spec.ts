import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { silencingCalls } from '../../contract/auditEvents';
import { parseCaptureSchema } from '../../contract/captureSchema';
import type { StackOutputs } from '../../contract/outputs';
import { preprocessorOf } from '../../contract/recordPreprocessor';
import { type Deployment, deploy, type Place } from '../support/pulumiMocks';

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
  incidentTableName: true,
  eventDeadLetterQueueUrl: true,
  messageDeadLetterQueueUrl: true,
  auditFunctionName: true,
  dashboardName: true,
  endpoints: true,
} as const satisfies Record<keyof StackOutputs, true>;

/** The program with a stack's settings, evaluated afresh as the Automation API's inline programs do. */
function stack(
  baseline?: string,
  stackName = 'local',
  changes: object = {},
  place?: Place,
): Promise<Deployment<StackOutputs>> {
  const settings = {
    owner: 'ml',
    endpoints: { 'arrival-delay': { ...endpoint, baseline } },
    alerts: { pager: 'optional', tickets: true },
    ...changes,
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
  return deploy((): StackOutputs => require(program), stackName, place);
}

const componentNames = ({ resources }: Deployment<unknown>) =>
  resources
    .filter(({ type }) => type.startsWith('model-observability:'))
    .map(({ type, name }) => `${type.replace('model-observability:index:', '')} ${name}`)
    .sort();

describe('the stack', () => {
  const componentsOfEveryStack = [
    'AlertRouting alerts',
    'AnalyzerSchedules analyzer',
    'AuditDetection audit-detection',
    'AuditTrail audit',
    'BaselineStore store',
    'IncidentIndex incident-index',
    'IncidentMirror incidents',
    'MessageRouting messages',
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

  it('creates everything except the monitor before the first baseline is approved', () => {
    assert.deepEqual(componentNames(prepared), componentsOfEveryStack);
    assert.deepEqual(Object.keys(prepared.outputs).sort(), Object.keys(names).sort());
    assert.deepEqual(prepared.outputs.endpoints['arrival-delay'], {
      captureDestination: 's3://store/captures/arrival-delay/schema=v1',
      captureKmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:store-key',
      monitoringScheduleName: undefined,
      alarmNames: [],
    });
  });

  it('monitors an endpoint on its approved baseline, also when the program runs again', () => {
    assert.deepEqual(componentNames(monitored), componentsOfEveryStack);
    const alarmNames: readonly string[] = monitored.outputs.endpoints['arrival-delay']?.alarmNames ?? [];
    const outputs = { ...monitored.outputs.endpoints['arrival-delay'], alarmNames: undefined };
    assert.deepEqual(outputs, {
      captureDestination: 's3://store/captures/arrival-delay/schema=v1',
      captureKmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:store-key',
      monitoringScheduleName: 'arrival-delay',
      alarmNames: undefined,
    });
    assert.deepEqual(alarmNames.at(-1), 'critical.local.arrival-delay.silence');
  });

  it('registers the outputs of every component', async () => {
    const { resources } = await stack('2026-11-01-3f9a2c');
    const components = resources.filter(({ type }) => type.startsWith('model-observability:'));
    assert.deepEqual(components.map(({ name, outputNames }): [string, unknown] => [name, outputNames]).sort(), [
      ['alarms', []],
      ['alerts', ['keyArn', 'ticketQueueUrl', 'topicArn']],
      ['analyzer', []],
      ['audit', ['bucketName', 'keyArn', 'logGroupName', 'trailArn']],
      ['audit-detection', ['functionName', 'queueUrl']],
      ['dashboard', ['dashboardName']],
      ['incident-index', ['tableArn', 'tableName']],
      ['incidents', ['deadLetterQueueUrl', 'functionName', 'monitorsHash', 'queueUrl']],
      ['messages', ['busArn', 'busName', 'canaryQueueName', 'deadLetterQueueUrl']],
      ['monitoring', []],
      ['schedules', []],
      ['store', ['bucketArn', 'bucketName', 'keyArn']],
    ]);
  });

  it('has small outputs: at 500 endpoints less than 200 KB', () => {
    assert.ok(JSON.stringify(monitored.outputs.endpoints).length < 400);
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

  it('gives Model Monitor a record preprocessor where the schema needs one, which the role may read', async () => {
    const folder = mkdtempSync(join(__dirname, 'schema-'));
    try {
      const schema = readFileSync('schemas/arrival-delay/v1.yaml', 'utf8');
      writeFileSync(join(folder, 'v1.yaml'), `${schema}captures: { input: { rows: instances } }\n`);
      const schemaFile = relative('.', join(folder, 'v1.yaml'));
      const { resources } = await stack(undefined, 'local', {
        endpoints: { 'arrival-delay': { ...endpoint, schemaFile, baseline: '2026-11-01-3f9a2c' } },
      });
      const inputs = (wanted: RegExp) => resources.find(({ name }) => wanted.test(name))?.inputs ?? assert.fail();
      const { key, content } = inputs(/^schedules-preprocessor-/);
      assert.equal(
        content,
        preprocessorOf(parseCaptureSchema(parse(readFileSync(schemaFile, 'utf8'))).schema as never),
      );
      const texts = [/^arrival-delay-definition$/, /^monitoring-arrival-delay-policy$/].map((name) =>
        JSON.stringify(inputs(name)),
      );
      assert.deepEqual(
        texts.map((text) => text.includes(String(key))),
        [true, true],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has at most seven resources for an endpoint of the analyzer, and the same outputs', async () => {
    const analyzed = { ...endpoint, engine: undefined, schedule: 'rate(5 minutes)', baseline: '2026-11-01-3f9a2c' };
    const { resources, outputs } = await stack(undefined, 'local', { endpoints: { 'arrival-delay': analyzed } });
    const ofEndpoint = resources.filter(({ name }) => name.includes('arrival-delay'));
    assert.deepEqual(ofEndpoint.map(({ name }) => name).sort(), [
      'analyzer-arrival-delay',
      'analyzer-arrival-delay-policy',
      'arrival-delay',
      'arrival-delay-critical-promises',
      'arrival-delay-critical-silence',
      'arrival-delay-warning-promises',
    ]);
    const { monitoringScheduleName, alarmNames } = outputs.endpoints['arrival-delay'] ?? assert.fail('no endpoint');
    assert.deepEqual([monitoringScheduleName, alarmNames.length], ['arrival-delay', 3]);
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

  it('protects everything that holds evidence from deletion and replacement, until the settings allow its removal', async () => {
    const holders = (deployment: Deployment<unknown>) =>
      deployment.resources
        .filter(({ type, name }) => type === bucketType || (type === 'aws:kms/key:Key' && name !== 'alerts-key'))
        .map(({ name, inputs, protect }) => [name, inputs['forceDestroy'], protect])
        .sort();
    const expected = (isRemovable: boolean) => [
      ['audit-evidence', isRemovable, !isRemovable],
      ['audit-key', undefined, !isRemovable],
      ['store', isRemovable, !isRemovable],
      ['store-key', undefined, !isRemovable],
    ];
    const digest = { digest: ['ml@example.com'], pager: 'optional' };
    for (const name of ['dev', 'prod']) {
      assert.deepEqual(holders(await stack(undefined, name, { alerts: digest })), expected(false), name);
    }
    assert.deepEqual(holders(await stack(undefined, 'prod', { allowRemoval: true })), expected(true));
    assert.deepEqual(holders(prepared), expected(true));
  });

  it('protects nothing else: a renamed stack replaces its aliases and its trail', async () => {
    const { resources } = await stack(undefined, 'prod');
    const named = resources.filter(({ protect }) => protect).map(({ name }) => name);
    assert.deepEqual(named.sort(), ['audit-evidence', 'audit-key', 'incident-index', 'store', 'store-key']);
  });

  it('creates no trail, no bucket and no key of its own beside an existing trail', async () => {
    const trailArn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/org';
    const deployment = await stack(undefined, 'local', { evidence: { trailArn } });
    assert.deepEqual(
      componentNames(deployment),
      componentsOfEveryStack.filter((name) => name !== 'AuditTrail audit'),
    );
    assert.equal(deployment.outputs.trailArn, trailArn);
    assert.ok(!('trailBucketName' in deployment.outputs));
  });

  it('has no output without a value, about which Pulumi would warn in every update', async () => {
    const { outputs } = await stack(undefined, 'dev', { alerts: { digest: ['ml@example.com'] } });
    assert.deepEqual(
      Object.keys(outputs).sort(),
      Object.keys(names)
        .filter((name) => name !== 'ticketQueueUrl')
        .sort(),
    );
    assert.ok(Object.values(outputs).every((value) => value !== undefined));
  });

  for (const [place, suffix] of [
    [{ partition: 'aws', region: 'us-west-2' }, 'amazonaws.com'],
    [{ partition: 'aws-cn', region: 'cn-north-1' }, 'amazonaws.com.cn'],
    [{ partition: 'aws-us-gov', region: 'us-gov-west-1' }, 'amazonaws.com'],
  ] as const) {
    it(`has only ARNs, principals and addresses of ${place.partition} in ${place.region}`, async () => {
      const { partition, region } = place;
      // The table of images has none for us-gov-west-1.
      const analyzerImage = `123456789012.dkr.ecr.${region}.${suffix}/analyzer:1`;
      const endpoints = { 'arrival-delay': { ...endpoint, baseline: '2026-11-01-3f9a2c', analyzerImage } };
      const { resources, outputs } = await stack(undefined, 'local', { endpoints }, place);
      const text = JSON.stringify([...resources.map(({ inputs }) => inputs), outputs]);
      const arns = [...text.matchAll(/arn:(?<partition>[\w-]+):[\w*-]*:(?<region>[\w*-]*):/g)].map(
        ({ groups }) => groups,
      );
      assert.ok(arns.length > 50);
      assert.deepEqual([...new Set(arns.map((arn) => arn?.['partition']))], [partition]);
      const regions = new Set(arns.map((arn) => arn?.['region']));
      // IAM and S3 have no region; the trail's key is used by trails of all regions.
      assert.deepEqual([...regions].sort(), ['', '*', region].sort());
      const hosts = [...text.matchAll(/[\w.-]+\.amazonaws\.com(\.cn)?/g)].map(([host]) => host);
      // Rules and filters name the services of calls as CloudTrail does, in every partition alike.
      const eventSources = silencingCalls.map(({ dependency }) => dependency.source);
      const expected = [
        `123456789012.dkr.ecr.${region}.${suffix}`,
        'cloudtrail.amazonaws.com',
        'cloudwatch.amazonaws.com',
        'events.amazonaws.com',
        'lambda.amazonaws.com',
        `logs.${region}.${suffix}`,
        'sagemaker.amazonaws.com',
        'sns.amazonaws.com',
        `sqs.${region}.amazonaws.com`,
        ...eventSources,
      ];
      assert.deepEqual([...new Set(hosts)].sort(), [...new Set(expected)].sort());
    });
  }
});
