import type { PolicyStatement } from '@pulumi/aws/iam';
import { Alias, Key } from '@pulumi/aws/kms';
import * as pulumi from '@pulumi/pulumi';
import type { AwsScope } from './awsScope';
import { policyDocument } from './policyDocument';

interface CustomerKeyArgs extends AwsScope {
  /** What the key encrypts. */
  readonly description: string;
  /** Services that may use the key directly; everyone else goes through an IAM policy. @default none */
  readonly statements?: readonly PolicyStatement[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A rotated customer key that the account administers, and its alias: children `name` and `${name}-alias` of the parent. */
export function customerKey(name: string, args: CustomerKeyArgs, opts: pulumi.CustomResourceOptions): Key {
  const key = new Key(
    name,
    {
      description: args.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: pulumi.jsonStringify(policyDocument([accountAdministers(args), ...(args.statements ?? [])])),
      tags: args.tags,
    },
    opts,
  );
  const alias = `alias/${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
  new Alias(`${name}-alias`, { name: alias, targetKeyId: key.keyId }, opts);
  return key;
}

/** Hands the decision who may use the key to the account's IAM policies, and keeps the key from becoming unmanageable. */
function accountAdministers({ partition, accountId }: AwsScope): PolicyStatement {
  return {
    Sid: 'AccountAdministers',
    Effect: 'Allow',
    Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}
