import * as pulumi from '@pulumi/pulumi';
import { dnsSuffix } from './awsScope';

/**
 * Accounts of Model Monitor's prebuilt image by region, from AWS's page "Amazon SageMaker Model Monitor prebuilt
 * container" and the image table of the SageMaker Python SDK; only regions in which two sources agree.
 */
const analyzerAccounts = {
  'af-south-1': '875698925577',
  'ap-east-1': '001633400207',
  'ap-northeast-1': '574779866223',
  'ap-northeast-2': '709848358524',
  'ap-south-1': '126357580389',
  'ap-southeast-1': '245545462676',
  'ap-southeast-2': '563025443158',
  'ca-central-1': '536280801234',
  'cn-north-1': '453000072557',
  'cn-northwest-1': '453252182341',
  'eu-central-1': '048819808253',
  'eu-north-1': '895015795356',
  'eu-south-1': '933208885752',
  'eu-west-1': '468650794304',
  'eu-west-2': '749857270468',
  'eu-west-3': '680080141114',
  'me-south-1': '607024016150',
  'sa-east-1': '539772159869',
  'us-east-1': '156813124566',
  'us-east-2': '777275614652',
  'us-west-1': '890145073186',
  'us-west-2': '159807026194',
} as const satisfies Record<string, string>;

/** Address of Model Monitor's prebuilt image in a region; throws for a region that is not in the table. */
export function analyzerImage(region: string): string {
  const account = new Map<string, string>(Object.entries(analyzerAccounts)).get(region);
  if (account === undefined) {
    throw new pulumi.RunError(
      `no Model Monitor image for region '${region}'; known regions: ` +
        `${Object.keys(analyzerAccounts).join(', ')}; set the endpoint's analyzerImage to use another image`,
    );
  }
  const suffix = dnsSuffix(region.startsWith('cn-') ? 'aws-cn' : 'aws');
  return `${account}.dkr.ecr.${region}.${suffix}/sagemaker-model-monitor-analyzer`;
}

const ecrImagePattern =
  /^(?<account>\d{12})\.dkr\.ecr(-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(?<repository>[^:@]+)/;

/** ARN of an image's repository; throws if the image is not in ECR. */
export function parseRepositoryArn(image: string, partition: string): string {
  const groups = ecrImagePattern.exec(image)?.groups;
  if (!groups) {
    throw new pulumi.RunError(
      `invalid analyzer image '${image}': SageMaker pulls images from ECR only, ` +
        '<account>.dkr.ecr.<region>.amazonaws.com/<repository>[:<tag>]',
    );
  }
  return `arn:${partition}:ecr:${groups['region']}:${groups['account']}:repository/${groups['repository']}`;
}
