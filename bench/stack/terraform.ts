import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

const account = '123456789012';
const store = 'arn:aws:s3:::model-observability-store';

/**
 * The same resources as the program's for a number of endpoints: role and policy, definition and schedule, three alarms.
 * Each is a block of its own: with `for_each`, the time of a plan grows with the square of the endpoints.
 */
export function terraformConfig(endpoints: number): object {
  const names = Array.from({ length: endpoints }, (_, i) => `endpoint-${i}`);
  const ofEach = (block: (name: string) => object) => Object.fromEntries(names.map((name) => [name, block(name)]));
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: {
      aws: {
        region: 'eu-west-1',
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
        names.flatMap((name) =>
          ['critical', 'warning', 'silence'].map((what) => [`${name}-${what}`, alarmBlock(name, what)]),
        ),
      ),
    },
  };
}

const reference = (address: string) => `\${${address}}`;
const document = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const tagsOf = (name: string) => ({ endpoint: name, owner: 'ml-platform' });

function roleBlock(name: string): object {
  const trust = { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return { assume_role_policy: document(trust), tags: tagsOf(name) };
}

function rolePolicyBlock(name: string): object {
  const policy = document(
    {
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [`${store}/captures/${name}/*`, `${store}/baselines/${name}/*`],
    },
    { Effect: 'Allow', Action: ['s3:PutObject'], Resource: [`${store}/reports/${name}/*`] },
  );
  return { role: reference(`aws_iam_role.${name}.name`), policy };
}

function definitionBlock(name: string): object {
  return {
    role_arn: reference(`aws_iam_role.${name}.arn`),
    data_quality_app_specification: [
      { image_uri: `${account}.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer` },
    ],
    data_quality_job_input: [{ endpoint_input: [{ endpoint_name: name }] }],
    data_quality_job_output_config: [
      { monitoring_outputs: [{ s3_output: [{ s3_uri: `s3://model-observability-store/reports/${name}` }] }] },
    ],
    job_resources: [{ cluster_config: [{ instance_count: 1, instance_type: 'ml.m5.large', volume_size_in_gb: 20 }] }],
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
  };
}

function alarmBlock(name: string, what: string): object {
  return {
    alarm_name: `${what}.bench.${name}`,
    alarm_description: `Endpoint ${name} has broken promises or no data. Owner: ml-platform.`,
    namespace: 'ModelObservability',
    metric_name: what === 'silence' ? 'MonitorRuns' : 'BrokenPromises',
    dimensions: { Endpoint: name },
    statistic: 'Maximum',
    period: 3600,
    evaluation_periods: 1,
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    alarm_actions: [`arn:aws:sns:eu-west-1:${account}:alerts`],
    tags: tagsOf(name),
  };
}
