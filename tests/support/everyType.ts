import { Dashboard, EventRule, EventTarget, MetricAlarm } from '@pulumi/aws/cloudwatch';
import { Table } from '@pulumi/aws/dynamodb';
import { Role, RolePolicy } from '@pulumi/aws/iam';
import { Alias, Key } from '@pulumi/aws/kms';
import { EventSourceMapping, Function as LambdaFunction } from '@pulumi/aws/lambda';
import * as s3 from '@pulumi/aws/s3';
import { DataQualityJobDefinition, MonitoringSchedule } from '@pulumi/aws/sagemaker';
import { Topic, TopicPolicy, TopicSubscription } from '@pulumi/aws/sns';
import { Queue, QueuePolicy } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import { analyzer } from './everyTypeOfAnalyzer';
import { destinations } from './everyTypeOfMessages';
import { trail } from './everyTypeOfTrail';

export interface Variant {
  /** Changed in place everywhere. */
  readonly owner: string;
  /** A job definition can't be changed: another value replaces it. */
  readonly maxRuntimeSeconds: number;
  readonly code: string;
}

export const firstVariant: Variant = { owner: 'payments-ml', maxRuntimeSeconds: 3000, code: 'exports.a = 1;' };
function trust(service: string) {
  return {
    Version: '2012-10-17' as const,
    Statement: [{ Effect: 'Allow' as const, Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

/** One resource at least of every type that the rehearsal's provider has, wired as the program wires them. */
export function everyType(variant: Variant): Record<string, pulumi.Output<unknown>> {
  const tags = { owner: variant.owner };
  const key = new Key('key', { description: variant.owner, enableKeyRotation: true, deletionWindowInDays: 7, tags });
  new Table('table', {
    billingMode: 'PAY_PER_REQUEST',
    attributes: [
      { name: 'by', type: 'S' },
      { name: 'at', type: 'S' },
    ],
    hashKey: 'by',
    rangeKey: 'at',
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
    deletionProtectionEnabled: false,
    tags,
  });
  new Alias('key-alias', { name: 'alias/every/type', targetKeyId: key.keyId });
  const bucket = buckets(key, tags, variant);
  const { topic, queue } = messages(key, tags, variant);
  const role = new Role('role', { assumeRolePolicy: trust('lambda.amazonaws.com'), description: variant.owner, tags });
  new RolePolicy('role-policy', {
    role: role.name,
    policy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: pulumi.interpolate`${bucket.arn}/*` }],
    },
  });
  const lambda = new LambdaFunction('lambda', {
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    role: role.arn,
    timeout: 20,
    memorySize: 512,
    description: variant.owner,
    environment: { variables: { OWNER: variant.owner, TOKEN: pulumi.secret('hidden-token') } },
    code: new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset(variant.code) }),
    tags,
  });
  new EventSourceMapping('mapping', {
    eventSourceArn: queue.arn,
    functionName: lambda.name,
    batchSize: 10,
    functionResponseTypes: ['ReportBatchItemFailures'],
    tags,
  });
  analyzer({ lambda, role, queue, tags, description: variant.owner });
  const { definition, schedule } = monitor(bucket, key, role, tags, variant);
  alarms(topic, tags, variant);
  trail(bucket, tags);
  return {
    bucket: bucket.bucket,
    queueUrl: queue.url,
    topicArn: topic.arn,
    definition: definition.name,
    schedule: schedule.name,
    codeSha256: lambda.codeSha256,
    lambda: lambda.name,
  };
}

function buckets(key: Key, tags: Record<string, string>, variant: Variant): s3.Bucket {
  const bucket = new s3.Bucket('store', { forceDestroy: true, tags });
  new s3.BucketVersioning('store-versioning', {
    bucket: bucket.bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  new s3.BucketLifecycleConfiguration('store-lifecycle', {
    bucket: bucket.bucket,
    rules: [
      {
        id: 'captures-expire',
        status: 'Enabled',
        filter: { prefix: 'captures/' },
        expiration: { days: 60 },
        transitions: [{ days: 30, storageClass: 'STANDARD_IA' }],
        noncurrentVersionExpiration: { noncurrentDays: 10 },
      },
      {
        id: 'leftovers-go',
        status: 'Enabled',
        filter: { prefix: '' },
        expiration: { expiredObjectDeleteMarker: true },
        abortIncompleteMultipartUpload: { daysAfterInitiation: variant.owner.length },
      },
    ],
  });
  new s3.BucketServerSideEncryptionConfiguration('store-encryption', {
    bucket: bucket.bucket,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
      },
    ],
  });
  new s3.BucketPublicAccessBlock('store-public-access', {
    bucket: bucket.bucket,
    blockPublicAcls: true,
  });
  const rule = { objectOwnership: 'BucketOwnerEnforced' };
  new s3.BucketOwnershipControls('store-ownership', { bucket: bucket.bucket, rule });
  new s3.BucketPolicy('store-policy', {
    bucket: bucket.bucket,
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:*',
          Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        },
      ],
    },
  });
  new s3.BucketNotification('store-events', { bucket: bucket.bucket, eventbridge: true });
  new s3.BucketObject('settings', { bucket: bucket.bucket, key: 'a', content: 'a', tags }, { retainOnDelete: true });
  const locked = new s3.Bucket('evidence', { forceDestroy: true, objectLockEnabled: true, tags });
  new s3.BucketObjectLockConfiguration('evidence-lock', {
    bucket: locked.bucket,
    rule: { defaultRetention: { mode: 'GOVERNANCE', days: 1 } },
  });
  return bucket;
}

function messages(key: Key, tags: Record<string, string>, variant: Variant) {
  const topic = new Topic('alerts', { kmsMasterKeyId: key.arn, displayName: variant.owner, tags });
  const allow = (service: string, action: string, resource: pulumi.Output<string>) => ({
    Version: '2012-10-17' as const,
    Statement: [{ Effect: 'Allow' as const, Principal: { Service: service }, Action: action, Resource: resource }],
  });
  new TopicPolicy('alerts-policy', {
    arn: topic.arn,
    policy: allow('cloudwatch.amazonaws.com', 'sns:Publish', topic.arn),
  });
  const deadLetters = new Queue('dead-letters', {
    sqsManagedSseEnabled: true,
    messageRetentionSeconds: 1_209_600,
    tags,
  });
  const queue = new Queue('tickets', {
    sqsManagedSseEnabled: true,
    visibilityTimeoutSeconds: 60 + variant.owner.length,
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
    tags,
  });
  new QueuePolicy('tickets-policy', {
    queueUrl: queue.url,
    policy: allow('sns.amazonaws.com', 'sqs:SendMessage', queue.arn),
  });
  new TopicSubscription('tickets-subscription', {
    topic: topic.arn,
    protocol: 'sqs',
    endpoint: queue.arn,
    rawMessageDelivery: true,
    filterPolicyScope: 'MessageBody',
    filterPolicy: JSON.stringify({ AlarmName: [{ prefix: 'critical.' }, { prefix: `${variant.owner}.` }] }),
  });
  const rule = new EventRule('rule', {
    description: variant.owner,
    eventPattern: JSON.stringify({
      source: ['aws.s3'],
      detail: { object: { key: [{ wildcard: 'captures/*.jsonl' }] } },
    }),
    tags,
  });
  new EventTarget('target', { rule: rule.name, arn: queue.arn });
  destinations(tags, variant.owner);
  return { topic, queue };
}

function monitor(bucket: s3.Bucket, key: Key, role: Role, tags: Record<string, string>, variant: Variant) {
  const definition = new DataQualityJobDefinition('definition', {
    roleArn: role.arn,
    dataQualityAppSpecification: {
      imageUri: '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer',
      environment: { publish_cloudwatch_metrics: 'Enabled' },
    },
    dataQualityBaselineConfig: {
      statisticsResource: { s3Uri: pulumi.interpolate`s3://${bucket.bucket}/baselines/churn/statistics.json` },
      constraintsResource: { s3Uri: pulumi.interpolate`s3://${bucket.bucket}/baselines/churn/constraints.json` },
    },
    dataQualityJobInput: { endpointInput: { endpointName: 'churn', localPath: '/opt/ml/processing/input/endpoint' } },
    dataQualityJobOutputConfig: {
      kmsKeyId: key.arn,
      monitoringOutputs: {
        s3Output: {
          s3Uri: pulumi.interpolate`s3://${bucket.bucket}/reports/churn`,
          localPath: '/opt/ml/processing/output',
          s3UploadMode: 'EndOfJob',
        },
      },
    },
    jobResources: {
      clusterConfig: { instanceType: 'ml.m5.large', instanceCount: 1, volumeSizeInGb: 20, volumeKmsKeyId: key.arn },
    },
    networkConfig: { enableNetworkIsolation: true, enableInterContainerTrafficEncryption: false },
    stoppingCondition: { maxRuntimeInSeconds: variant.maxRuntimeSeconds },
    tags,
  });
  const schedule = new MonitoringSchedule('schedule', {
    monitoringScheduleConfig: {
      monitoringType: 'DataQuality',
      monitoringJobDefinitionName: definition.name,
      scheduleConfig: { scheduleExpression: 'cron(0 * ? * * *)' },
    },
    tags,
  });
  return { definition, schedule };
}

function alarms(topic: Topic, tags: Record<string, string>, variant: Variant): void {
  const actions = { alarmActions: [topic.arn], okActions: [topic.arn], tags };
  new MetricAlarm('violations', {
    ...actions,
    name: 'warning.test.churn.violations',
    alarmDescription: `Owner: ${variant.owner}`,
    namespace: 'ModelObservability',
    metricName: 'Violations',
    dimensions: { Endpoint: 'churn' },
    statistic: 'Sum',
    period: 3600,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    treatMissingData: 'notBreaching',
  });
  new MetricAlarm('silence', {
    ...actions,
    name: 'critical.test.churn.silence',
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    metricQueries: [
      {
        id: 'silent',
        expression: 'IF(EPOCH(runs) < 1793600000, 0, IF(FILL(runs, 0) < 1, 1, 0))',
        label: 'runs missing',
        returnData: true,
      },
      {
        id: 'runs',
        metric: {
          namespace: 'ModelObservability',
          metricName: 'MonitorRuns',
          dimensions: { Endpoint: 'churn' },
          stat: 'Maximum',
          period: 3600,
        },
      },
    ],
  });
  new Dashboard('dashboard', {
    dashboardName: 'every-type',
    dashboardBody: JSON.stringify({
      widgets: [{ type: 'text', x: 0, y: 0, width: 6, height: 2, properties: { markdown: variant.owner } }],
    }),
  });
}
