import { type PolicyDocument, Role, RolePolicy } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import type { SchemaRef } from '../contract/storeLayout';
import type { AwsScope } from './awsScope';
import { monitoringRolePolicy } from './monitoringRolePolicy';
import { policyDocument } from './policyDocument';

export interface MonitoringRoleArgs extends AwsScope {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** The endpoints that monitors in this role may read; at least one. */
  readonly endpoints: readonly SchemaRef[];
  /** Images of the analyzers, ECR addresses. */
  readonly analyzerImages: pulumi.Input<readonly string[]>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The role that the monitors of a stack run in: `contract/storeLayout`'s prefixes of its endpoints, the store's key,
 * the monitor's metric namespace and the analyzer's image. Only SageMaker, for this account, can take it on.
 *
 *     new MonitoringRole('monitoring-role', { ...scope, bucketArn, keyArn, endpoints, analyzerImages, tags });
 */
export class MonitoringRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: MonitoringRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringRole', name, {}, opts);
    const parent = { parent: this };
    const { partition, region, accountId, bucketArn, keyArn, endpoints, analyzerImages } = args;
    const role = new Role(
      name,
      { description: 'Monitors of machine-learning endpoints', assumeRolePolicy: trust(args), tags: args.tags },
      parent,
    );
    const document = pulumi
      .all([partition, region, accountId, bucketArn, keyArn, analyzerImages])
      .apply(([partition, region, accountId, bucketArn, keyArn, analyzerImages]) =>
        withinQuota(
          policyDocument(
            monitoringRolePolicy({ partition, region, accountId, bucketArn, keyArn, analyzerImages, endpoints }),
          ),
          endpoints.length,
        ),
      );
    new RolePolicy(`${name}-policy`, { role: role.name, policy: document }, parent);

    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** Characters of all of a role's inline policies, white space left out ("IAM and AWS STS quotas"). */
const inlinePolicyQuota = 10_240;

/** Says before the deployment, rather than in its middle, that the role would be too large. */
export function withinQuota(document: PolicyDocument, endpoints: number): PolicyDocument {
  const size = JSON.stringify(document).replace(/\s/g, '').length;
  if (size <= inlinePolicyQuota) return document;
  throw new pulumi.RunError(
    `the monitoring role's policy for ${endpoints} endpoints has ${size} characters, and IAM allows ` +
      `${inlinePolicyQuota}; move some of the endpoints to another stack`,
  );
}

/** SageMaker, and only on behalf of this account's own jobs (confused deputy). */
function trust({ partition, region, accountId }: AwsScope) {
  return policyDocument([
    {
      Sid: 'SageMakerOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': pulumi.interpolate`arn:${partition}:sagemaker:${region}:${accountId}:*` },
      },
    },
  ]);
}
