import type * as pulumi from '@pulumi/pulumi';

/** Deployment target of a stack, for ARNs that a component composes. */
export interface AwsScope {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly accountId: pulumi.Input<string>;
}

/**
 * DNS suffix of a partition. Of the services here only CloudWatch Logs has it in its principal's name; the others are
 * `<service>.amazonaws.com` in every partition ("AWS service principals" of the CDK's region tables).
 */
export function dnsSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
