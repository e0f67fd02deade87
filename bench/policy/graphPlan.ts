import type { PolicyResource } from '@pulumi/policy';

interface TerraformType {
  readonly type: string;
  /** Properties whose Terraform name is not the snake case of the Pulumi name. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** The Terraform types that Pulumi's AWS provider is generated from. */
const terraformTypes: Readonly<Record<string, TerraformType>> = {
  'aws:cloudwatch/logGroup:LogGroup': { type: 'aws_cloudwatch_log_group' },
  'aws:cloudwatch/metricAlarm:MetricAlarm': { type: 'aws_cloudwatch_metric_alarm', renamed: { name: 'alarm_name' } },
  'aws:iam/role:Role': { type: 'aws_iam_role' },
  'aws:iam/rolePolicy:RolePolicy': { type: 'aws_iam_role_policy' },
  'aws:kms/key:Key': { type: 'aws_kms_key' },
  'aws:lambda/function:Function': { type: 'aws_lambda_function', renamed: { name: 'function_name' } },
  'aws:s3/bucket:Bucket': { type: 'aws_s3_bucket' },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    type: 'aws_s3_bucket_lifecycle_configuration',
    renamed: { rules: 'rule' },
  },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': { type: 'aws_s3_bucket_ownership_controls' },
  'aws:s3/bucketPolicy:BucketPolicy': { type: 'aws_s3_bucket_policy' },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': { type: 'aws_s3_bucket_public_access_block' },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    type: 'aws_s3_bucket_server_side_encryption_configuration',
    renamed: { rules: 'rule' },
  },
  'aws:s3/bucketVersioning:BucketVersioning': { type: 'aws_s3_bucket_versioning' },
  'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition': {
    type: 'aws_sagemaker_data_quality_job_definition',
  },
  'aws:sagemaker/monitoringSchedule:MonitoringSchedule': { type: 'aws_sagemaker_monitoring_schedule' },
  'aws:sns/topic:Topic': { type: 'aws_sns_topic' },
  'aws:sns/topicSubscription:TopicSubscription': {
    type: 'aws_sns_topic_subscription',
    renamed: { topic: 'topic_arn' },
  },
};

/** Objects with free keys, which are not blocks. */
const maps: ReadonlySet<string> = new Set(['tags', 'dimensions', 'environment']);

/**
 * A graph as `terraform show -json <plan>` writes a plan that makes all of it: what checkov reads as `terraform_plan`.
 * Names are those of the graph. Throws for a type without a row in the table.
 */
export function graphPlan(resources: readonly PolicyResource[]): object {
  const planned = resources.map((resource) => {
    const { type } = terraformType(resource);
    const header = { address: addressOf(resource), mode: 'managed', type, name: resource.name };
    return { resource, header, values: valuesOf(resource) };
  });
  return {
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: {
      root_module: {
        resources: planned.map(({ header, values }) => ({
          ...header,
          provider_name: 'aws',
          schema_version: 0,
          values,
        })),
      },
    },
    resource_changes: planned.map(({ header, values }) => ({
      ...header,
      provider_name: 'aws',
      change: { actions: ['create'], before: null, after: values, after_unknown: {}, before_sensitive: false },
    })),
    configuration: {
      root_module: {
        resources: planned.map(({ resource, header }) => ({
          ...header,
          provider_config_key: 'aws',
          expressions: expressionsOf(resource),
          schema_version: 0,
        })),
      },
    },
  };
}

function terraformType({ type }: PolicyResource): TerraformType {
  const terraform = terraformTypes[type];
  if (!terraform) throw new Error(`${type} has no Terraform type: add it to the table`);
  return terraform;
}

const addressOf = (resource: PolicyResource) => `${terraformType(resource).type}.${resource.name}`;

function valuesOf(resource: PolicyResource): Record<string, unknown> {
  const { renamed = {} } = terraformType(resource);
  return Object.fromEntries(
    Object.entries(resource.props).map(([key, value]) => [renamed[key] ?? snakeCase(key), asTerraform(key, value)]),
  );
}

/** Pulumi's single blocks are lists of one in Terraform. */
function asTerraform(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? blockOf(item) : item));
  if (!isObject(value) || maps.has(key)) return value;
  return [blockOf(value)];
}

function blockOf(block: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(block).map(([key, value]) => [snakeCase(key), asTerraform(key, value)]));
}

/** What a value was made from, by which checkov finds what protects a bucket. */
function expressionsOf(resource: PolicyResource): Record<string, object> {
  const { renamed = {} } = terraformType(resource);
  return Object.fromEntries(
    Object.entries(resource.propertyDependencies)
      .filter(([, sources]) => sources.length > 0)
      .map(([key, sources]) => [
        renamed[key] ?? snakeCase(key),
        { references: sources.flatMap((source) => [`${addressOf(source)}.id`, addressOf(source)]) },
      ]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const snakeCase = (text: string) => text.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
