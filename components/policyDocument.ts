import type { PolicyDocument, PolicyStatement } from '@pulumi/aws/iam';
import type * as pulumi from '@pulumi/pulumi';

/**
 * A policy as an object instead of JSON text. In a preview an unknown ARN then hides only itself, so that actions and
 * conditions are still shown, and checked by the policy pack.
 */
export function policyDocument(statements: readonly pulumi.Input<PolicyStatement>[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...statements] };
}
