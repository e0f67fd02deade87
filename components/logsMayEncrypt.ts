import type { PolicyStatement } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import type { AwsScope } from './awsScope';

/** Statement of a key's policy: CloudWatch Logs encrypts this account's log groups with it, and nothing else. */
export function logsMayEncrypt({ partition, region, accountId }: AwsScope): PolicyStatement {
  return {
    Sid: 'LogsEncrypt',
    Effect: 'Allow',
    Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:*`,
      },
    },
  };
}
