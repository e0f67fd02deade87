import type { PolicyStatement } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';

/** Refuses every request to a bucket that does not come over TLS. */
export function tlsOnlyStatement(bucketArn: pulumi.Input<string>): PolicyStatement {
  return {
    Sid: 'DenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
