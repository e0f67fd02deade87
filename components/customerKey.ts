import type { PolicyStatement } from '@pulumi/aws/iam';
import { Alias, Key } from '@pulumi/aws/kms';
import * as pulumi from '@pulumi/pulumi';
import { composeKeyAlias } from '../contract/resourceNames';
import { type AwsScope, dnsSuffix } from './awsScope';
import { policyDocument } from './policyDocument';

interface CustomerKeyArgs extends AwsScope {
  /** Content that the key encrypts. */
  readonly description: string;
  /** Statements for services that use the key directly; all others need an IAM policy. @default none */
  readonly statements?: readonly PolicyStatement[];
  /** Whether Pulumi refuses to delete or replace the key. @default false */
  readonly protect?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A rotated customer key that the account administers, and its alias. Children of the parent: `name`, `${name}-alias`. */
export function createCustomerKey(name: string, args: CustomerKeyArgs, opts: pulumi.CustomResourceOptions): Key {
  const key = createKey(name, args, opts);
  const alias = composeKeyAlias(pulumi.getProject(), pulumi.getStack(), name);
  new Alias(`${name}-alias`, { name: alias, targetKeyId: key.keyId }, opts);
  return key;
}

/** The key without an alias. Child of the parent: `name`. */
export function createKey(name: string, args: CustomerKeyArgs, opts: pulumi.CustomResourceOptions): Key {
  return new Key(
    name,
    {
      description: args.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: pulumi.jsonStringify(policyDocument([allowAccount(args), ...(args.statements ?? [])])),
      tags: args.tags,
    },
    { ...opts, protect: args.protect },
  );
}

/** Leaves access to the account's IAM policies, and keeps the key manageable. */
function allowAccount({ partition, accountId }: AwsScope): PolicyStatement {
  return {
    Sid: 'AccountAdministers',
    Effect: 'Allow',
    Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** Statement of a key's policy that lets CloudWatch Logs encrypt this account's log groups, and nothing else. */
export function allowLogEncryption({ partition, region, accountId }: AwsScope): PolicyStatement {
  return {
    Sid: 'LogsEncrypt',
    Effect: 'Allow',
    Principal: { Service: pulumi.interpolate`logs.${region}.${pulumi.output(partition).apply(dnsSuffix)}` },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:*`,
      },
    },
  };
}
