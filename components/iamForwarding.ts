import { EventRule, EventTarget } from '@pulumi/aws/cloudwatch';
import { Role, RolePolicy } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import { composeIamPattern, iamEventRegion } from '../contract/auditRules';
import type { AwsScope } from './awsScope';
import { policyDocument } from './policyDocument';

interface IamForwardingArgs extends AwsScope {
  readonly tags: Readonly<Record<string, string>>;
}

/** Creates a rule in the region with the calls of IAM, which forwards those on roles to the bus of the stack's region. */
export function createIamForwarding(name: string, args: IamForwardingArgs, opts: pulumi.CustomResourceOptions): void {
  const { partition, region, accountId, tags } = args;
  const bus = pulumi.interpolate`arn:${partition}:events:${region}:${accountId}:event-bus/default`;
  const rule = new EventRule(
    name,
    {
      region: iamEventRegion,
      description: pulumi.interpolate`Forwards calls on roles of the monitoring to ${region}`,
      eventPattern: JSON.stringify(composeIamPattern()),
      tags,
    },
    opts,
  );
  const trust = policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ]);
  const role = new Role(`${name}-role`, { assumeRolePolicy: trust, tags }, opts);
  const forwards = policyDocument([
    { Sid: 'ForwardEvents', Effect: 'Allow', Action: 'events:PutEvents', Resource: bus },
  ]);
  const policy = new RolePolicy(`${name}-role-policy`, { role: role.name, policy: forwards }, opts);
  new EventTarget(
    `${name}-target`,
    { region: iamEventRegion, rule: rule.name, arn: bus, roleArn: role.arn },
    { ...opts, dependsOn: [policy] },
  );
}
