import type { PolicyDocument, PolicyStatement } from '@pulumi/aws/iam';
import type * as pulumi from '@pulumi/pulumi';

/**
 * A policy as an object rather than as JSON text: an unknown ARN then hides itself and not the whole document, so that
 * a preview still shows (and a policy pack still judges) actions and conditions.
 */
export function policyDocument(statements: readonly pulumi.Input<PolicyStatement>[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...statements] };
}
