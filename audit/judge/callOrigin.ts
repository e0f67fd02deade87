import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';

/** Programs by their user agent; the first that matches counts. */
const programs: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/pulumi/i, 'Pulumi'],
  [/terraform/i, 'Terraform'],
  [/^cloudformation\.amazonaws\.com/, 'CloudFormation'],
  [/aws-cdk|cdk-/i, 'the CDK'],
  [/^aws-cli\//i, 'the AWS CLI'],
  [/console\.(aws|amazonaws)\.|^signin\.amazonaws|^Mozilla\//, 'the console'],
  [/boto3?\//i, 'boto3'],
  [/^aws-sdk-|^APN\/|aws-sdk/i, 'an AWS SDK'],
];

/** The tool that a call came through, such as `the console`; a service, or the user agent of an unknown tool. */
export function nameProgram({ userAgent, sessionCredentialFromConsole, userIdentity }: CloudTrailRecord): string {
  if (sessionCredentialFromConsole === 'true') return 'the console';
  const known = programs.find(([pattern]) => pattern.test(userAgent ?? ''));
  if (known) return known[1];
  const { invokedBy } = userIdentity;
  if (invokedBy !== undefined) return invokedBy;
  return userAgent?.slice(0, 80) ?? 'an unknown program';
}

/** Where a call came from: an address, a service, or a VPC endpoint with the address behind it. */
export function nameOrigin({ sourceIPAddress, vpcEndpointId }: CloudTrailRecord): string {
  const address = sourceIPAddress || 'an unknown address';
  return vpcEndpointId === undefined ? address : `${address} in ${vpcEndpointId}`;
}
