import * as pulumi from '@pulumi/pulumi';
import type { AwsScope } from './awsScope';
import { policyDocument } from './policyDocument';

/** Trust in EventBridge Scheduler, and only for schedules of one group ("Confused deputy prevention" of its guide). */
export function schedulerTrust({ partition, region, accountId }: AwsScope, group: pulumi.Input<string>) {
  return policyDocument([
    {
      Sid: 'SchedulerOfThisGroup',
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:SourceAccount': accountId,
          'aws:SourceArn': pulumi.interpolate`arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${group}`,
        },
      },
    },
  ]);
}
