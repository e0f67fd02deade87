import { Trail } from '@pulumi/aws/cloudtrail';
import { LogGroup } from '@pulumi/aws/cloudwatch';
import { Role } from '@pulumi/aws/iam';
import type { Bucket } from '@pulumi/aws/s3';
import * as pulumi from '@pulumi/pulumi';

const trust = {
  Version: '2012-10-17' as const,
  Statement: [
    { Effect: 'Allow' as const, Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** A trail with a log. */
export function trail(bucket: Bucket, tags: Record<string, string>): void {
  const log = new LogGroup('trail-log', { retentionInDays: 90, tags });
  const role = new Role('trail-role', { assumeRolePolicy: trust, tags });
  new Trail('trail', {
    name: 'every-type',
    s3BucketName: bucket.bucket,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    cloudWatchLogsGroupArn: pulumi.interpolate`${log.arn}:*`,
    cloudWatchLogsRoleArn: role.arn,
    advancedEventSelectors: [
      { name: 'management', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
      {
        name: 'baselines',
        fieldSelectors: [
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'resources.type', equals: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWiths: [pulumi.interpolate`${bucket.arn}/baselines/`] },
        ],
      },
    ],
    tags,
  });
}
