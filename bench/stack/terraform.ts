import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitoringRolePolicy } from '../../components/monitoringRolePolicy';
import { observabilityMetrics, observabilityNamespace } from '../../contract/metrics';
import { baselineKey, reportPrefix } from '../../contract/storeLayout';

/**
 * Initializes a folder for plans with Terraform's AWS provider. Returns why that is not possible, or undefined.
 * `BENCH_TERRAFORM_PLUGINS` names a folder of installed providers; without it Terraform looks in its own folders first.
 */
export function initTerraform(folder: string): string | undefined {
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(terraformConfig(1)));
  const plugins = process.env['BENCH_TERRAFORM_PLUGINS'];
  const args = ['init', '-input=false', '-no-color', ...(plugins ? [`-plugin-dir=${plugins}`] : [])];
  const { error, status, stderr } = spawnSync('terraform', args, { cwd: folder, encoding: 'utf8', timeout: 120_000 });
  if (error) return `terraform is not installed (${error.message})`;
  return status === 0 ? undefined : `terraform init failed: ${firstLine(stderr)}`;
}

const firstLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/^[\s│╷]+/, ''))
    .find((line) => line.startsWith('Error')) ?? text.slice(0, 200);

/** Resources of an endpoint in `terraformConfig`. */
export const resourcesPerEndpoint = 7;

const region = 'eu-west-1';
const account = '123456789012';
const owner = 'flight-ops-ml';
const keyArn = `arn:aws:kms:${region}:${account}:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9`;
const topicArn = `arn:aws:sns:${region}:${account}:alerts`;
const analyzerImage = `468650794304.dkr.ecr.${region}.amazonaws.com/sagemaker-model-monitor-analyzer`;

/**
 * The same resources as the program's for a number of endpoints, with the same arguments: role and policy, definition and
 * schedule, three alarms.
 * Each is a block of its own: with `for_each`, the time of a plan grows with the square of the endpoints.
 */
export function terraformConfig(endpoints: number): object {
  const names = Array.from({ length: endpoints }, (_, i) => `endpoint-${i}`);
  const ofEach = (block: (name: string) => object) => Object.fromEntries(names.map((name) => [name, block(name)]));
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: {
      aws: {
        region,
        access_key: 'bench',
        secret_key: 'bench',
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
      },
    },
    resource: {
      aws_iam_role: ofEach(roleBlock),
      aws_iam_role_policy: ofEach(rolePolicyBlock),
      aws_sagemaker_data_quality_job_definition: ofEach(definitionBlock),
      aws_sagemaker_monitoring_schedule: ofEach(scheduleBlock),
      aws_cloudwatch_metric_alarm: Object.fromEntries(
        names.flatMap((name) => [
          [`${name}-critical`, promisesBlock(name, 'critical')],
          [`${name}-warning`, promisesBlock(name, 'warning')],
          [`${name}-silence`, silenceBlock(name)],
        ]),
      ),
    },
  };
}

const reference = (address: string) => `\${${address}}`;
const document = (statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const uri = (key: string) => `s3://model-observability-store/${key}`;

function tagsOf(name: string): object {
  return { endpoint: name, environment: 'dev', owner, project: 'model-observability', stack: 'bench' };
}

function roleBlock(name: string): object {
  const trust = {
    Sid: 'SageMakerOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'sagemaker.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:sagemaker:${region}:${account}:*` },
    },
  };
  return { description: `Monitor of endpoint ${name}`, assume_role_policy: document([trust]), tags: tagsOf(name) };
}

function rolePolicyBlock(name: string): object {
  const policy = monitoringRolePolicy({
    partition: 'aws',
    region,
    accountId: account,
    bucketArn: 'arn:aws:s3:::model-observability-store',
    keyArn,
    analyzerImage,
    endpoint: name,
    schema: 'v1',
  });
  return { role: reference(`aws_iam_role.${name}.name`), policy: document(policy) };
}

function definitionBlock(name: string): object {
  const ref = { endpoint: name, schema: 'v1' };
  const baseline = (file: 'statistics.json' | 'constraints.json') => [
    { s3_uri: uri(baselineKey(ref, '2026-11-02-7c41e9', file)) },
  ];
  const report = {
    s3_uri: uri(reportPrefix(ref)),
    local_path: '/opt/ml/processing/output',
    s3_upload_mode: 'EndOfJob',
  };
  const cluster = { instance_count: 1, instance_type: 'ml.m5.large', volume_size_in_gb: 20, volume_kms_key_id: keyArn };
  return {
    role_arn: reference(`aws_iam_role.${name}.arn`),
    data_quality_app_specification: [
      { image_uri: analyzerImage, environment: { publish_cloudwatch_metrics: 'Disabled' } },
    ],
    data_quality_baseline_config: [
      { statistics_resource: baseline('statistics.json'), constraints_resource: baseline('constraints.json') },
    ],
    data_quality_job_input: [
      { endpoint_input: [{ endpoint_name: name, local_path: '/opt/ml/processing/input/endpoint' }] },
    ],
    data_quality_job_output_config: [{ kms_key_id: keyArn, monitoring_outputs: [{ s3_output: [report] }] }],
    job_resources: [{ cluster_config: [cluster] }],
    network_config: [{ enable_network_isolation: true, enable_inter_container_traffic_encryption: false }],
    stopping_condition: [{ max_runtime_in_seconds: 3000 }],
    tags: tagsOf(name),
  };
}

function scheduleBlock(name: string): object {
  return {
    monitoring_schedule_config: [
      {
        monitoring_type: 'DataQuality',
        monitoring_job_definition_name: reference(`aws_sagemaker_data_quality_job_definition.${name}.name`),
        schedule_config: [{ schedule_expression: 'cron(0 * ? * * *)' }],
      },
    ],
    tags: tagsOf(name),
    depends_on: [`aws_iam_role_policy.${name}`],
  };
}

function promisesBlock(name: string, severity: string): object {
  return {
    ...alarmBlock(
      name,
      `${severity}.bench.${name}.promises`,
      `Endpoint ${name} breaks at least one ${severity} promise of its data contract. The newest incident under ` +
        `incidents/${name}/ names features and limits; summary.json beside the report has every feature's numbers.`,
    ),
    namespace: observabilityNamespace,
    metric_name: observabilityMetrics.brokenPromises,
    dimensions: { Endpoint: name, Severity: severity },
    statistic: 'Maximum',
    period: 3600,
    evaluation_periods: 1,
    treat_missing_data: 'notBreaching',
  };
}

function silenceBlock(name: string): object {
  return {
    ...alarmBlock(
      name,
      `critical.bench.${name}.silence`,
      `Endpoint ${name} has had no report for 2 h: no captures arrived, or no monitoring run succeeded. Nothing is ` +
        'being checked. Check its traffic, its DataCaptureConfig and the failure reason of the last execution of its schedule.',
    ),
    metric_query: [
      {
        id: 'silent',
        label: 'Reports missing',
        return_data: true,
        expression: `IF(EPOCH(runs) < ${reference(`aws_iam_role.${name}.create_date`)}, 0, IF(FILL(runs, 0) < 1, 1, 0))`,
      },
      {
        id: 'runs',
        metric: [
          {
            namespace: observabilityNamespace,
            metric_name: observabilityMetrics.monitorRuns,
            dimensions: { Endpoint: name },
            stat: 'Maximum',
            period: 3600,
          },
        ],
      },
    ],
    evaluation_periods: 2,
    datapoints_to_alarm: 2,
    treat_missing_data: 'breaching',
  };
}

/** What all alarms of an endpoint have. */
function alarmBlock(name: string, alarmName: string, text: string): object {
  return {
    alarm_name: alarmName,
    alarm_description: `${text} Owner: ${owner}. Runbook: https://runbooks.example.com/ml/arrival-delay`,
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    actions_enabled: true,
    alarm_actions: [topicArn],
    ok_actions: [topicArn],
    tags: tagsOf(name),
  };
}
