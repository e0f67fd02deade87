import type { PolicyResource } from '@pulumi/policy';

/** A resource of the graph before it is connected. */
interface Part {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Names of the resources that a property was made from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

const here = 'eu-west-1:123456789012';
const tags = { owner: 'ml-platform' };

/**
 * A stack of monitored endpoints after its update, as the engine passes it to a pack. Each endpoint has a protected store,
 * the monitor's role, job definition and schedule, alarms and their topic. The stack is compliant, so that every rule
 * looks at all of it.
 */
export function endpointGraph(resources: number): PolicyResource[] {
  const parts = Array.from({ length: Math.ceil(resources / 20) }, (_, i) => endpointParts(`e${i}`)).flat();
  return connected(parts.slice(0, resources));
}

function endpointParts(endpoint: string): Part[] {
  return [...storeParts(endpoint), ...monitorParts(endpoint), ...alertParts(endpoint)];
}

function storeParts(endpoint: string): Part[] {
  const name = `${endpoint}-store`;
  const arn = `arn:aws:s3:::${name}`;
  const bucket = { bucket: name };
  const from = { bucket: [name] };
  const hygiene = {
    id: 'hygiene',
    status: 'Enabled',
    filter: {},
    expiration: { expiredObjectDeleteMarker: true },
    noncurrentVersionExpiration: { noncurrentDays: 90 },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
  const captures = { id: 'captures', status: 'Enabled', filter: { prefix: 'captures/' }, expiration: { days: 30 } };
  const refusal = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const shut = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
  const key = { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: `${endpoint}-key-id` } };
  return [
    {
      type: 'aws:kms/key:Key',
      name: `${endpoint}-key`,
      props: { id: `${endpoint}-key-id`, arn: `arn:aws:kms:${here}:key/${endpoint}`, tags },
    },
    { type: 'aws:s3/bucket:Bucket', name, props: { ...bucket, id: name, arn, tags } },
    {
      type: 'aws:s3/bucketVersioning:BucketVersioning',
      name: `${name}-versioning`,
      props: { ...bucket, versioningConfiguration: { status: 'Enabled' } },
      from,
    },
    {
      type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      name: `${name}-lifecycle`,
      props: { ...bucket, rules: [hygiene, captures] },
      from,
    },
    {
      type: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
      name: `${name}-access`,
      props: { ...bucket, ...shut },
      from,
    },
    {
      type: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
      name: `${name}-owner`,
      props: { ...bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      from,
    },
    {
      type: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      name: `${name}-encryption`,
      props: { ...bucket, rules: [key] },
      from,
    },
    {
      type: 'aws:s3/bucketPolicy:BucketPolicy',
      name: `${name}-policy`,
      props: { ...bucket, policy: document(refusal) },
      from,
    },
  ];
}

function monitorParts(endpoint: string): Part[] {
  const [role, store] = [`${endpoint}-role`, `${endpoint}-store`];
  const roleArn = `arn:aws:iam::123456789012:role/${role}`;
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'sagemaker.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
  };
  const rights = [
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: `arn:aws:s3:::${store}/captures/*` },
    { Effect: 'Allow', Action: ['s3:PutObject'], Resource: `arn:aws:s3:::${store}/reports/*` },
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: `arn:aws:s3:::${store}` },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: `arn:aws:kms:${here}:key/${endpoint}`,
    },
    {
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'aws/sagemaker/Endpoints/data-metrics' } },
    },
  ];
  const at = (folder: string) => `s3://${store}/${folder}/${endpoint}/schema=v1`;
  const baseline = {
    statisticsResource: { s3Uri: `${at('baselines')}/1/statistics.json` },
    constraintsResource: { s3Uri: `${at('baselines')}/1/constraints.json` },
  };
  return [
    {
      type: 'aws:iam/role:Role',
      name: role,
      props: { id: role, name: role, arn: roleArn, assumeRolePolicy: document(trust), tags },
    },
    {
      type: 'aws:iam/rolePolicy:RolePolicy',
      name: `${role}-policy`,
      props: { role, policy: document(...rights) },
      from: { role: [role] },
    },
    {
      type: 'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition',
      name: `${endpoint}-definition`,
      props: {
        name: `${endpoint}-definition`,
        arn: `arn:aws:sagemaker:${here}:data-quality-job-definition/${endpoint}-definition`,
        roleArn,
        tags,
        dataQualityAppSpecification: { environment: { publish_cloudwatch_metrics: 'Enabled' } },
        dataQualityBaselineConfig: baseline,
        dataQualityJobInput: { endpointInput: { endpointName: endpoint } },
        dataQualityJobOutputConfig: {
          kmsKeyId: `${endpoint}-key-id`,
          monitoringOutputs: { s3Output: { s3Uri: at('reports') } },
        },
      },
      from: { roleArn: [role] },
    },
    {
      type: 'aws:sagemaker/monitoringSchedule:MonitoringSchedule',
      name: `${endpoint}-schedule`,
      props: {
        name: `${endpoint}-schedule`,
        tags,
        monitoringScheduleConfig: {
          monitoringJobDefinitionName: `${endpoint}-definition`,
          monitoringType: 'DataQuality',
          scheduleConfig: { scheduleExpression: 'cron(0 * ? * * *)' },
        },
      },
    },
  ];
}

function alertParts(endpoint: string): Part[] {
  const topic = `arn:aws:sns:${here}:${endpoint}-alerts`;
  const alarm = (feature: string): Part => ({
    type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
    name: `${endpoint}-${feature}`,
    props: {
      name: `${endpoint}-${feature}`,
      arn: `arn:aws:cloudwatch:${here}:alarm:${endpoint}-${feature}`,
      namespace: 'aws/sagemaker/Endpoints/data-metrics',
      metricName: `feature_baseline_drift_${feature}`,
      dimensions: { Endpoint: endpoint, MonitoringSchedule: `${endpoint}-schedule` },
      alarmActions: [topic],
      treatMissingData: 'breaching',
      tags,
    },
    from: { alarmActions: [`${endpoint}-alerts`] },
  });
  return [
    {
      type: 'aws:sns/topic:Topic',
      name: `${endpoint}-alerts`,
      props: { id: topic, arn: topic, kmsMasterKeyId: `${endpoint}-key-id`, tags },
    },
    {
      type: 'aws:sns/topicSubscription:TopicSubscription',
      name: `${endpoint}-queue`,
      props: { topic, protocol: 'sqs', endpoint: `arn:aws:sqs:${here}:${endpoint}` },
      from: { topic: [`${endpoint}-alerts`] },
    },
    {
      type: 'aws:cloudwatch/logGroup:LogGroup',
      name: `${endpoint}-log`,
      props: {
        name: `/aws/lambda/${endpoint}-count`,
        retentionInDays: 365,
        kmsKeyId: `arn:aws:kms:${here}:key/${endpoint}`,
        tags,
      },
    },
    { type: 'aws:lambda/function:Function', name: `${endpoint}-count`, props: { name: `${endpoint}-count`, tags } },
    ...['age', 'country', 'price', 'score'].map(alarm),
  ];
}

function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function connected(parts: readonly Part[]): PolicyResource[] {
  const made = new Map<string, PolicyResource>();
  for (const { type, name, props, from = {} } of parts) {
    const sources = Object.entries(from).map(([key, names]) => [
      key,
      names.flatMap((source) => made.get(source) ?? []),
    ]);
    const set = Object.keys(props).map((key) => [key, []]);
    made.set(name, {
      type,
      name,
      urn: `urn:pulumi:bench::bench::${type}::${name}`,
      props,
      opts: {
        protect: false,
        ignoreChanges: [],
        aliases: [],
        customTimeouts: {},
        additionalSecretOutputs: [],
      } as never,
      dependencies: [],
      propertyDependencies: Object.fromEntries([...set, ...sources]),
      isType: () => false,
      asType: () => undefined,
    } as PolicyResource);
  }
  return [...made.values()];
}
