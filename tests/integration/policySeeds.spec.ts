import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { Trail } from '@pulumi/aws/cloudtrail';
import { LogGroup, MetricAlarm } from '@pulumi/aws/cloudwatch';
import { Policy, Role } from '@pulumi/aws/iam';
import { Bucket, BucketPolicy, BucketPublicAccessBlock } from '@pulumi/aws/s3';
import { DataQualityJobDefinition, MonitoringSchedule } from '@pulumi/aws/sagemaker';
import { Topic } from '@pulumi/aws/sns';
import { type EngineEvent, LocalWorkspace, PulumiCommand } from '@pulumi/pulumi/automation';
import { ruleList } from '../../policy/ruleList';
import { installPolicyHost } from '../../rehearsal/engine/policyHost';
import { makeTestEngine, type TestEngine } from '../support/testEngine';

/** The resource that violates each rule of the pack. A new rule needs one too. */
const seeds: Readonly<Record<string, string>> = {
  's3-bucket-versioning': 'loose',
  's3-bucket-lifecycle': 'loose',
  's3-bucket-hygiene': 'loose',
  's3-public-access-block': 'half',
  'iam-no-wildcard': 'wild',
  'iam-known-action': 'misspelt',
  'iam-resource-fits': 'misfit',
  'iam-condition-strength': 'vacuous',
  'iam-trust': 'open',
  'iam-resource-policy': 'public',
  'iam-pass-role': 'passes',
  'iam-privilege-escalation': 'escalates',
  'iam-data-exfiltration': 'reads',
  'iam-credential-access': 'secrets',
  'iam-permissions-management': 'manages',
  'iam-monitoring-tampering': 'mutes',
  'trail-integrity': 'weak',
  'monitoring-schedule': 'monthly',
  'monitoring-alarms': 'silent',
  'alert-topics': 'lonely',
  'endpoint-monitored': 'definition',
  'log-retention': 'endless',
  'mandatory-tags': 'loose',
};

function allow(
  name: string,
  Action: string,
  Resource: string,
  Condition?: Record<string, Record<string, string>>,
): void {
  const Statement = [{ Effect: 'Allow' as const, Action, Resource, ...(Condition && { Condition }) }];
  new Policy(name, { policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
}

/** Documents and policies that a role has as constants, for which the engine passes no source. */
const constants = ['iam-privilege-escalation on inline', 'iam-privilege-escalation on attached'];

function constantRoles(): void {
  const [trust, policy] = [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: '*' },
  ].map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] })) as [string, string];
  new Role('inline', { assumeRolePolicy: trust, inlinePolicies: [{ name: 'own', policy }] });
  const managedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
  new Role('attached', { assumeRolePolicy: trust, managedPolicyArns });
}

function policies(): void {
  constantRoles();
  allow('wild', 's3:*', 'arn:aws:s3:::captures/*');
  allow('misspelt', 's3:GetObjekt', 'arn:aws:s3:::captures/*');
  allow('misfit', 's3:GetObject', 'arn:aws:sqs:eu-west-1:123456789012:queue');
  allow('vacuous', 's3:GetObject', 'arn:aws:s3:::captures/*', { StringLike: { 'aws:PrincipalArn': '*' } });
  allow('passes', 'iam:PassRole', '*');
  allow('escalates', 'iam:CreatePolicyVersion', '*');
  allow('reads', 's3:GetObject', 'arn:aws:s3:::*');
  allow('secrets', 'secretsmanager:GetSecretValue', '*');
  allow('manages', 's3:PutBucketPolicy', '*');
  allow('mutes', 'cloudwatch:DisableAlarmActions', '*');
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }];
  new Role('open', { assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement }) });
}

function seeded(): void {
  policies();
  const bucket = new Bucket('loose').id;
  new BucketPublicAccessBlock('half', { bucket, blockPublicAcls: true });
  const readers = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::loose/*',
  } as const;
  new BucketPolicy('public', { bucket, policy: { Version: '2012-10-17', Statement: [readers] } });
  new Trail('weak', { s3BucketName: bucket });
  new Topic('lonely');
  new LogGroup('endless');
  const metric = { namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', statistic: 'Sum' };
  const when = { comparisonOperator: 'GreaterThanThreshold', threshold: 0, evaluationPeriods: 1, period: 300 };
  new MetricAlarm('silent', { ...metric, ...when });
  const localPath = '/opt/ml/processing/input';
  const definition = new DataQualityJobDefinition('definition', {
    dataQualityAppSpecification: { imageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/analyzer' },
    dataQualityJobInput: { endpointInput: { endpointName: 'churn', localPath } },
    dataQualityJobOutputConfig: { monitoringOutputs: { s3Output: { s3Uri: 's3://store/reports', localPath } } },
    jobResources: { clusterConfig: { instanceCount: 1, instanceType: 'ml.m5.xlarge', volumeSizeInGb: 20 } },
    roleArn: 'arn:aws:iam::123456789012:role/monitor',
  });
  new MonitoringSchedule('monthly', {
    monitoringScheduleConfig: {
      monitoringType: 'DataQuality',
      monitoringJobDefinitionName: definition.name,
      scheduleConfig: { scheduleExpression: 'cron(0 0 1 * ? *)' },
    },
  });
}

describe('a violation of every rule, under the engine', function () {
  this.timeout(180_000);
  let engine: TestEngine;

  before(async () => {
    engine = await makeTestEngine();
  });
  after(() => engine?.remove());

  it('is seeded for each rule of the pack', () => {
    assert.deepEqual(Object.keys(seeds).sort(), ruleList.map(({ id }) => id).sort());
  });

  it('is reported in a first preview, which fails', async () => {
    const reported = new Set<string>();
    const onEvent = ({ policyEvent }: EngineEvent) => {
      if (policyEvent?.enforcementLevel !== 'mandatory') return;
      reported.add(`${policyEvent.policyName} on ${policyEvent.resourceUrn?.split('::').at(-1)}`);
    };
    const pack = await installPolicyHost(join(engine.folder, 'pack'), resolve(__dirname, '../../policy'));
    const pulumiCommand = await PulumiCommand.get({ root: engine.root });
    const stack = await LocalWorkspace.createStack(
      { stackName: 'seeded', projectName: 'policy', program: async () => seeded() },
      { envVars: { ...engine.env }, pulumiCommand, pulumiHome: engine.pulumiHome },
    );
    await assert.rejects(stack.preview({ policyPacks: [pack], onEvent }), /preview failed/);
    const expected = [...Object.entries(seeds).map(([rule, resource]) => `${rule} on ${resource}`), ...constants];
    assert.deepEqual(
      expected.filter((finding) => !reported.has(finding)),
      [],
    );
  });
});
