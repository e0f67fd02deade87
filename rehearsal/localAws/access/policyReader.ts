import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetBucketEncryptionCommand, GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AskMoto } from '../protocol/modelCheck';
import type { MotoClients } from '../protocol/motoClients';

type PolicyClients = Pick<MotoClients, 'iam' | 'kms' | 's3' | 'sns' | 'sqs'>;

/** A key that encrypts an object, and its policy. */
export interface EncryptionKey {
  readonly arn: string;
  readonly policy: string;
}

/** What moto's process says of an object. */
interface StoredObject {
  readonly exists: boolean;
  readonly keyId: string | null;
}

/** Reads policies as JSON texts from moto, each once until `forget`. */
export class PolicyReader {
  private readonly read = new Map<string, Promise<unknown>>();

  constructor(
    private readonly clients: PolicyClients,
    private readonly ask: AskMoto,
  ) {}

  /** Call when a policy may have changed. */
  forget(): void {
    this.read.clear();
  }

  private once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const reading = (this.read.get(key) as Promise<T> | undefined) ?? read();
    this.read.set(key, reading);
    return reading;
  }

  trustPolicy(roleName: string): Promise<string> {
    return this.once(`trust ${roleName}`, async () => {
      const { Role } = await this.clients.iam.send(new GetRoleCommand({ RoleName: roleName }));
      return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    });
  }

  /** Inline and attached policies of a role. */
  rolePolicies(roleName: string): Promise<readonly string[]> {
    return this.once(`role ${roleName}`, () => fetchRolePolicies(this.clients.iam, roleName));
  }

  bucketPolicy(bucket: string): Promise<string | undefined> {
    return this.once(`bucket ${bucket}`, async () => {
      const { Policy } = await this.clients.s3
        .send(new GetBucketPolicyCommand({ Bucket: bucket }))
        .catch(undefinedFor('NoSuchBucketPolicy', 'NoSuchBucket'));
      return Policy;
    });
  }

  queuePolicy(queueName: string): Promise<string | undefined> {
    return this.once(`queue ${queueName}`, () => fetchQueuePolicy(this.clients.sqs, queueName));
  }

  /** Policy and key of a topic. */
  topic(topicArn: string): Promise<{ readonly policy?: string; readonly key?: EncryptionKey }> {
    return this.once(`topic ${topicArn}`, async () => {
      const { Attributes = {} } = await this.clients.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      const { Policy: policy, KmsMasterKeyId: id } = Attributes;
      return { policy, key: id ? await this.key(id) : undefined };
    });
  }

  /** The key of a new object in a bucket; undefined without one. */
  bucketKey(bucket: string): Promise<EncryptionKey | undefined> {
    return this.once(`key of ${bucket}`, async () => {
      const { ServerSideEncryptionConfiguration: encryption } = await this.clients.s3
        .send(new GetBucketEncryptionCommand({ Bucket: bucket }))
        .catch(undefinedFor('ServerSideEncryptionConfigurationNotFoundError', 'NoSuchBucket'));
      const id = encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
      return id === undefined ? undefined : this.key(id);
    });
  }

  key(id: string): Promise<EncryptionKey> {
    return this.once(`key ${id}`, () => fetchKey(this.clients.kms, id));
  }

  /** The key of a stored object, `missing` when there is no such object, undefined when it has no key. */
  async objectKey(bucket: string, key: string, versionId?: string): Promise<EncryptionKey | 'missing' | undefined> {
    const object = await this.ask<StoredObject>('object', { bucket, key, version: versionId });
    if (!object.exists) return 'missing';
    return object.keyId === null ? this.bucketKey(bucket) : this.key(object.keyId);
  }
}

/** A handler of errors that returns nothing for the named ones. */
function undefinedFor(...names: readonly string[]) {
  return (error: Error): Record<string, undefined> => {
    if (names.includes(error.name)) return {};
    throw error;
  };
}

async function fetchRolePolicies(iam: IAMClient, RoleName: string): Promise<readonly string[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const inline = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return decodeURIComponent(PolicyDocument);
  });
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const attached = AttachedPolicies.map(async ({ PolicyArn }) => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    return decodeURIComponent(PolicyVersion?.Document ?? '');
  });
  return Promise.all([...inline, ...attached]);
}

async function fetchQueuePolicy(sqs: SQSClient, queueName: string): Promise<string | undefined> {
  const { Attributes } = await sqs
    .send(new GetQueueAttributesCommand({ QueueUrl: queueName, AttributeNames: ['Policy'] }))
    .catch(undefinedFor('QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'));
  return (Attributes as Record<string, string> | undefined)?.['Policy'] || undefined;
}

async function fetchKey(kms: KMSClient, KeyId: string): Promise<EncryptionKey> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId, PolicyName: 'default' }));
  return { arn: KeyMetadata?.Arn ?? '', policy: Policy };
}
