import type * as pulumi from '@pulumi/pulumi';

/** Where a stack is deployed to: the parts of every ARN that a component has to spell out itself. */
export interface AwsScope {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly accountId: pulumi.Input<string>;
}
