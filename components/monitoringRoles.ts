import { Role, RolePolicy } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import type { SchemaRef } from '../contract/storeLayout';
import type { AwsScope } from './awsScope';
import { monitoringRolePolicy } from './monitoringRolePolicy';
import { policyDocument } from './policyDocument';

export interface MonitoringRolesArgs extends AwsScope {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Schema version and image of each endpoint's monitor, by endpoint. */
  readonly endpoints: Readonly<Record<string, MonitoringRoleEndpoint>>;
}

interface MonitoringRoleEndpoint {
  /** Version of the capture schema, such as `v1`. */
  readonly schema: string;
  /** ECR address of the monitor's image. */
  readonly analyzerImage: pulumi.Input<string>;
  /** Record preprocessor, which the role may then read. @default none */
  readonly preprocessor?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The role of one endpoint's monitor. */
export interface MonitoringRole {
  readonly arn: pulumi.Output<string>;
  /** When the role was created: the endpoint is monitored from then on. ISO 8601, UTC. */
  readonly createdAt: pulumi.Output<string>;
  /** Policy that a schedule must wait for: its first run needs the permissions, not only the ARN. */
  readonly policy: RolePolicy;
}

/**
 * A role per endpoint for its monitor: it reads the endpoint's captures and baselines, writes its reports, and uses the
 * store's key and the analyzer's image. Only SageMaker, for this account, can assume it.
 *
 *     new MonitoringRoles('monitoring', { ...scope, bucketArn, keyArn, endpoints: { churn: { schema: 'v1', ... } } });
 */
export class MonitoringRoles extends pulumi.ComponentResource {
  readonly roles: Readonly<Record<string, MonitoringRole>>;

  constructor(name: string, args: MonitoringRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringRoles', name, {}, opts);
    const assumeRolePolicy = trust(args);
    this.roles = Object.fromEntries(
      Object.entries(args.endpoints).map(([endpoint, settings]) => [
        endpoint,
        monitoringRole(`${name}-${endpoint}`, { ...args, ...settings, endpoint, assumeRolePolicy }, { parent: this }),
      ]),
    );
    this.registerOutputs({});
  }

  /** The role of an endpoint; throws for one that was not among the arguments. */
  roleOf(endpoint: string): MonitoringRole {
    const role = this.roles[endpoint];
    if (!role) throw new pulumi.ResourceError(`no role for endpoint '${endpoint}'; name it in endpoints`, this);
    return role;
  }
}

interface OneRoleArgs extends MonitoringRolesArgs, MonitoringRoleEndpoint, SchemaRef {
  readonly assumeRolePolicy: ReturnType<typeof trust>;
}

function monitoringRole(name: string, args: OneRoleArgs, opts: pulumi.CustomResourceOptions): MonitoringRole {
  const { partition, region, accountId, bucketArn, keyArn, analyzerImage, endpoint, schema, preprocessor } = args;
  const role = new Role(
    name,
    { description: `Monitor of endpoint ${endpoint}`, assumeRolePolicy: args.assumeRolePolicy, tags: args.tags },
    opts,
  );
  const document = pulumi
    .all([partition, region, accountId, bucketArn, keyArn, analyzerImage])
    .apply(([partition, region, accountId, bucketArn, keyArn, analyzerImage]) =>
      policyDocument(
        monitoringRolePolicy({
          partition,
          region,
          accountId,
          bucketArn,
          keyArn,
          analyzerImage,
          endpoint,
          schema,
          preprocessor,
        }),
      ),
    );
  const policy = new RolePolicy(`${name}-policy`, { role: role.name, policy: document }, opts);
  return { arn: role.arn, createdAt: role.createDate, policy };
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
