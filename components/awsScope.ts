import type * as pulumi from '@pulumi/pulumi';

/** Deployment target of a stack, for ARNs that a component composes. */
export interface AwsScope {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly accountId: pulumi.Input<string>;
}
