import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { CallerIdentity } from '../cloudtrail/callerIdentity';
import type { LoggingTrail } from '../cloudtrail/trailSettings';
import { type Authorization, authorize, type Caller } from '../iam/authorize';
import { parsePolicy } from '../iam/policyDocument';
import { matchesWildcards } from '../iam/wildcards';
import type { AwsCall, RequestHead } from '../protocol/awsCall';
import { AwsError } from '../protocol/awsError';
import type { AskMoto } from '../protocol/modelCheck';
import type { MotoClients } from '../protocol/motoClients';
import { bucketArn, type NeededPermission, neededPermissions } from './callPermissions';
import { type EncryptionKey, PolicyReader } from './policyReader';
import { enumerateReach, type PossibleCall, type PrincipalReach } from './principalReach';
import { resourceKeys } from './resourceKeys';

interface AccessControlOptions {
  readonly clients: MotoClients;
  readonly ask: AskMoto;
  readonly accountId: string;
  readonly region: string;
  readonly lookUpIdentity: (accessKeyId: string) => Promise<CallerIdentity>;
  /** Tags of a monitoring schedule; undefined if it does not exist. */
  readonly scheduleTags: (name: string) => ReadonlyMap<string, string> | undefined;
}

/** A role's temporary credentials. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** An action on a resource that a role's policies allow, and how many calls used it. */
export interface GrantedPermission {
  readonly role: string;
  readonly action: string;
  /** Pattern of ARNs. */
  readonly resource: string;
  readonly calls: number;
}

/** What roles were allowed and denied. */
export interface RoleAccess {
  readonly granted: readonly GrantedPermission[];
  /** AWS's messages for the denied calls. */
  readonly denied: readonly string[];
}

/** A permission together with the resource's policy. */
interface Question {
  readonly needed: NeededPermission;
  readonly resourcePolicy: string | undefined;
}

/** A service that assumes a role, with the condition keys that it sets. */
interface ActingService {
  readonly service: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** Enforces the policies of a role, and of the resources that it calls, for the calls of its sessions. */
export class AccessControl {
  private readonly policies: PolicyReader;
  private readonly granted = new Map<string, { role: string; action: string; resource: string; calls: number }>();
  private readonly denied: string[] = [];
  /** Policies of roles whose grants are noted; the reader returns the same list until a policy may have changed. */
  private readonly notedPolicies = new WeakSet<readonly string[]>();

  constructor(private readonly options: AccessControlOptions) {
    this.policies = new PolicyReader(options.clients, options.ask);
  }

  /** A session of a role for a service, as the service makes it. Throws if the role does not trust the service. */
  async assumeRole(roleArn: string, service: string): Promise<RoleCredentials> {
    const role = roleName(roleArn);
    const { allowed, reason } = await this.decideTrust(roleArn, { service });
    if (!allowed) throw new AwsError('AccessDenied', `${service} cannot assume role ${role}: ${reason}`, 403);
    const sts = this.options.clients.sts('localaws');
    try {
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: role }));
      const {
        AccessKeyId: accessKeyId = '',
        SecretAccessKey: secretAccessKey = '',
        SessionToken: sessionToken = '',
      } = Credentials ?? {};
      return { accessKeyId, secretAccessKey, sessionToken };
    } finally {
      sts.destroy();
    }
  }

  /**
   * Whether a service may do one thing in a role that it assumes, without a call to this account's APIs: EventBridge
   * Scheduler invokes its targets so. A denial is reported as one of a call.
   */
  async mayActAs(roleArn: string, caller: ActingService, needed: NeededPermission): Promise<boolean> {
    const role = roleName(roleArn);
    const identity = await this.policies.rolePolicies(role);
    this.noteGrants(role, identity);
    const trust = await this.decideTrust(roleArn, caller);
    const arn = `arn:aws:sts::${this.options.accountId}:assumed-role/${role}/${caller.service}`;
    const { allowed, reason } = trust.allowed
      ? this.decide({ arn }, { needed, resourcePolicy: undefined }, identity)
      : trust;
    if (allowed) this.noteUse(role, needed);
    else this.noteDenial(arn, needed, reason);
    return allowed;
  }

  private async decideTrust(roleArn: string, { service, context }: ActingService): Promise<Authorization> {
    const trust = await this.policies.trustPolicy(roleName(roleArn));
    const request = { caller: { service }, action: 'sts:AssumeRole', resource: roleArn, context };
    return authorize(request, { resource: trust });
  }

  /** The error that AWS would return; undefined for a call that is allowed, and for a caller that is not a role. */
  async refuse(call: AwsCall, head: RequestHead): Promise<AwsError | undefined> {
    const { type, arn = '' } = await this.options.lookUpIdentity(call.accessKeyId);
    if (type !== 'AssumedRole') return undefined;
    const role = arn.split('/').at(1) ?? '';
    const identity = await this.policies.rolePolicies(role);
    this.noteGrants(role, identity);
    for (const permission of neededPermissions(call, head, this.options.accountId)) {
      const keys = await resourceKeys({ ...this.options.clients, ...this.options }, permission.resource);
      const needed = { ...permission, context: { ...permission.context, ...keys } };
      for (const question of await this.questions(needed, call, head)) {
        const { allowed, reason } = this.decide({ arn }, question, identity);
        if (!allowed) return this.deny(call, arn, question.needed, reason);
        this.noteUse(role, question.needed);
      }
    }
    return undefined;
  }

  private decide(caller: Caller, { needed, resourcePolicy }: Question, identity: readonly string[]) {
    const { region, accountId } = this.options;
    const context = { 'aws:RequestedRegion': region, ...needed.context };
    return authorize(
      { caller, action: needed.action, resource: needed.resource, resourceAccount: accountId, context },
      { identity, resource: resourcePolicy },
    );
  }

  private noteDenial(arn: string, { action, resource }: NeededPermission, reason: string): string {
    const message = `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" because ${reason}`;
    this.denied.push(message);
    return message;
  }

  private deny({ service }: AwsCall, arn: string, needed: NeededPermission, reason: string): AwsError {
    const message = this.noteDenial(arn, needed, reason);
    return service === 'sqs'
      ? new AwsError('AccessDeniedException', message)
      : new AwsError('AccessDenied', message, 403);
  }

  /** A permission with the resource's policy; for an encrypted object also the one for its key. */
  private async questions(needed: NeededPermission, call: AwsCall, head: RequestHead): Promise<readonly Question[]> {
    if (call.service === 'sqs') {
      return [{ needed, resourcePolicy: await this.policies.queuePolicy(needed.resource.split(':').at(-1) ?? '') }];
    }
    if (call.service === 'sns') return this.topicQuestions(needed);
    const bucket = call.s3?.bucket;
    if (bucket === undefined) return [{ needed, resourcePolicy: undefined }];
    const resourcePolicy = await this.policies.bucketPolicy(bucket);
    const question = { needed, resourcePolicy };
    const key = needed.resource.slice(bucketArn(bucket).length + 1);
    if (/^s3:GetObject(Version)?$/.test(needed.action)) {
      const version = new URL(head.url, 'http://s3').searchParams.get('versionId') ?? undefined;
      const encryption = await this.policies.objectKey(bucket, key, version);
      if (encryption === 'missing') return [question, { needed: listingOf(bucket, key), resourcePolicy }];
      return [question, ...this.keyQuestions('kms:Decrypt', encryption, bucket)];
    }
    if (needed.action === 's3:PutObject') {
      const id = head.headers['x-amz-server-side-encryption-aws-kms-key-id'];
      const encryption = typeof id === 'string' ? await this.policies.key(id) : await this.policies.bucketKey(bucket);
      return [question, ...this.keyQuestions('kms:GenerateDataKey', encryption, bucket)];
    }
    return [question];
  }

  /** S3 calls the key for the caller, with the bucket as encryption context because bucket keys are on. */
  private keyQuestions(action: string, key: EncryptionKey | undefined, bucket: string): readonly Question[] {
    if (!key) return [];
    const { region, accountId } = this.options;
    const context = {
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:CallerAccount': accountId,
      'kms:EncryptionContext:aws:s3:arn': bucketArn(bucket),
    };
    return [{ needed: { action, resource: key.arn, context }, resourcePolicy: key.policy }];
  }

  /** A caller who publishes to an encrypted topic needs two permissions for its key ("Key management" of the SNS guide). */
  private async topicQuestions(needed: NeededPermission): Promise<readonly Question[]> {
    const { policy, key } = await this.policies.topic(needed.resource);
    const question = { needed, resourcePolicy: policy };
    if (!key) return [question];
    const { region, accountId } = this.options;
    const context = { 'kms:ViaService': `sns.${region}.amazonaws.com`, 'kms:CallerAccount': accountId };
    const ofKey = ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
      needed: { action, resource: key.arn, context },
      resourcePolicy: key.policy,
    }));
    return [question, ...ofKey];
  }

  private noteGrants(role: string, identity: readonly string[]): void {
    if (this.notedPolicies.has(identity)) return;
    this.notedPolicies.add(identity);
    for (const { effect, actions, resources, notAction, notResource } of identity.flatMap(parsePolicy)) {
      if (effect === 'Deny' || notAction || notResource) continue;
      for (const action of actions) {
        for (const resource of resources) {
          const key = JSON.stringify([role, action, resource]);
          if (!this.granted.has(key)) this.granted.set(key, { role, action, resource, calls: 0 });
        }
      }
    }
  }

  private noteUse(role: string, { action, resource }: NeededPermission): void {
    for (const grant of this.granted.values()) {
      const isUsed =
        grant.role === role &&
        matchesWildcards(grant.action.toLowerCase(), action.toLowerCase()) &&
        matchesWildcards(grant.resource, resource);
      if (isUsed) grant.calls += 1;
    }
  }

  /** Call after a call that may have changed a policy. */
  forgetPolicies(): void {
    this.policies.forget();
  }

  /** Enumerates who may make which of the calls, and which of these no trail records. */
  enumerateReach(
    calls: readonly PossibleCall[],
    trails: readonly LoggingTrail[],
    trailBucket: string,
  ): Promise<PrincipalReach[]> {
    return enumerateReach(calls, { ...this.options, policies: this.policies, trails, trailBucket });
  }

  /** What the roles of the calls so far were allowed and denied. */
  report(): RoleAccess {
    return { granted: [...this.granted.values()].map((grant) => ({ ...grant })), denied: [...this.denied] };
  }
}

/**
 * S3 shows that an object is missing only to a caller who may list its key; others get "access denied". The key counts as
 * `s3:prefix` (HeadObject in the S3 API reference; github.com/ceph/ceph/pull/68577 has AWS's behavior).
 */
function listingOf(bucket: string, key: string): NeededPermission {
  return { action: 's3:ListBucket', resource: bucketArn(bucket), context: { 's3:prefix': key } };
}

function roleName(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? '';
}
