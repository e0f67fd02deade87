import { type PolicyDocument, Role, RolePolicy } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import type { SchemaRef } from '../contract/storeLayout';
import type { AwsScope } from './awsScope';
import { monitoringRolePolicy } from './monitoringRolePolicy';
import { policyDocument } from './policyDocument';

export interface MonitoringRoleArgs extends AwsScope {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Endpoints whose monitors use this role; at least one. */
  readonly endpoints: readonly SchemaRef[];
  /** ECR addresses of the monitors' images. */
  readonly analyzerImages: pulumi.Input<readonly string[]>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Role of a stack's monitors, restricted to the prefixes of its endpoints (`contract/storeLayout`), the store's key, the
 * monitor's metric namespace and image. Only SageMaker can assume it, on behalf of this account.
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
      {
        description: 'Monitors of machine-learning endpoints',
        assumeRolePolicy: trustSageMaker(args),
        tags: args.tags,
      },
      parent,
    );
    const document = pulumi
      .all([partition, region, accountId, bucketArn, keyArn, analyzerImages])
      .apply(([partition, region, accountId, bucketArn, keyArn, analyzerImages]) =>
        checkPolicySize(
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

/** Characters of all inline policies of a role, without white space ("IAM and AWS STS quotas"). */
const inlinePolicyQuota = 10_240;

/** Returns the document, or throws before the deployment if IAM would refuse it. */
export function checkPolicySize(document: PolicyDocument, endpoints: number): PolicyDocument {
  const size = JSON.stringify(document).replace(/\s/g, '').length;
  if (size <= inlinePolicyQuota) return document;
  throw new pulumi.RunError(
    `the monitoring role's policy for ${endpoints} endpoints has ${size} characters; IAM allows ` +
      `${inlinePolicyQuota}: move endpoints to another stack`,
  );
}

/** SageMaker, only on behalf of this account (confused deputy). */
function trustSageMaker({ partition, region, accountId }: AwsScope) {
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
