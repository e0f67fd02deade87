import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeySpec,
  type KeyUsageType,
  KMSClient,
  ListAliasesCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import type { AliasArgs, KeyArgs } from '@pulumi/aws/kms';
import { clientConfig, lazily } from '../table/clients';
import { computed, local, type Plain, replaces, resourceType, updates } from '../table/resourceType';
import { changeTags, tags } from './tagList';

const kms = lazily(() => new KMSClient(clientConfig()));

type KeyInputs = Plain<KeyArgs>;

async function setRotation(KeyId: string, { enableKeyRotation, rotationPeriodInDays }: KeyInputs): Promise<void> {
  if (!enableKeyRotation) {
    await kms().send(new DisableKeyRotationCommand({ KeyId }));
    return;
  }
  await kms().send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: rotationPeriodInDays }));
}

async function setEnabled(KeyId: string, enabled: boolean): Promise<void> {
  if (enabled) await kms().send(new EnableKeyCommand({ KeyId }));
  else await kms().send(new DisableKeyCommand({ KeyId }));
}

function keyTags(tagged: KeyInputs['tags']) {
  return Object.entries(tagged ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

async function updateKey(KeyId: string, news: KeyInputs, olds: KeyInputs): Promise<void> {
  if (news.isEnabled !== false && olds.isEnabled === false) await setEnabled(KeyId, true);
  if (news.policy !== undefined && news.policy !== olds.policy) {
    await kms().send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: news.policy }));
  }
  const Description = news.description ?? '';
  if (Description !== (olds.description ?? '')) {
    await kms().send(new UpdateKeyDescriptionCommand({ KeyId, Description }));
  }
  const rotates = (key: KeyInputs) => `${key.enableKeyRotation ?? false} ${key.rotationPeriodInDays ?? ''}`;
  if (rotates(news) !== rotates(olds)) await setRotation(KeyId, news);
  await changeTags(olds.tags, news.tags, {
    remove: (TagKeys) => kms().send(new UntagResourceCommand({ KeyId, TagKeys })),
    set: (tagged) => kms().send(new TagResourceCommand({ KeyId, Tags: keyTags(tagged) })),
  });
  if (news.isEnabled === false && olds.isEnabled !== false) await setEnabled(KeyId, false);
}

const key = resourceType<KeyArgs>({
  token: 'aws:kms/key:Key',
  properties: {
    customerMasterKeySpec: replaces({ default: 'SYMMETRIC_DEFAULT' }),
    deletionWindowInDays: local(30),
    description: updates({ default: '' }),
    enableKeyRotation: updates({ default: false }),
    isEnabled: updates({ default: true }),
    keyUsage: replaces({ default: 'ENCRYPT_DECRYPT' }),
    multiRegion: replaces({ default: false }),
    policy: computed({ same: 'json' }),
    rotationPeriodInDays: computed(),
    tags,
  },
  // AWS names keys, so two of them never collide.
  identity: [],
  missing: ['NotFoundException'],
  create: async (inputs) => {
    const { KeyMetadata } = await kms().send(
      new CreateKeyCommand({
        Description: inputs.description ?? '',
        KeySpec: inputs.customerMasterKeySpec as KeySpec | undefined,
        KeyUsage: inputs.keyUsage as KeyUsageType | undefined,
        MultiRegion: inputs.multiRegion,
        Policy: inputs.policy,
        Tags: keyTags(inputs.tags),
      }),
    );
    const KeyId = KeyMetadata?.KeyId ?? '';
    if (inputs.enableKeyRotation) await setRotation(KeyId, inputs);
    if (inputs.isEnabled === false) await setEnabled(KeyId, false);
    return KeyId;
  },
  read: async (KeyId) => {
    const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId }));
    // AWS deletes a key after a waiting period; for the program it is deleted when that is scheduled.
    if (KeyMetadata?.KeyState === 'PendingDeletion') return undefined;
    const [policy, rotation, tagging] = await Promise.all([
      kms().send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
      kms().send(new GetKeyRotationStatusCommand({ KeyId })),
      kms().send(new ListResourceTagsCommand({ KeyId })),
    ]);
    return {
      customerMasterKeySpec: KeyMetadata?.KeySpec,
      description: KeyMetadata?.Description ?? '',
      enableKeyRotation: rotation.KeyRotationEnabled ?? false,
      isEnabled: KeyMetadata?.Enabled ?? true,
      keyUsage: KeyMetadata?.KeyUsage,
      multiRegion: KeyMetadata?.MultiRegion ?? false,
      policy: policy.Policy,
      rotationPeriodInDays: rotation.RotationPeriodInDays || undefined,
      tags: Object.fromEntries((tagging.Tags ?? []).map((tag) => [tag.TagKey ?? '', tag.TagValue ?? ''])),
      arn: KeyMetadata?.Arn,
      keyId: KeyMetadata?.KeyId,
    };
  },
  update: updateKey,
  delete: (KeyId, state) =>
    kms().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: state.deletionWindowInDays ?? 30 })),
});

async function findAlias(AliasName: string) {
  let Marker: string | undefined;
  do {
    const page = await kms().send(new ListAliasesCommand({ Marker }));
    const match = page.Aliases?.find((candidate) => candidate.AliasName === AliasName);
    if (match) return match;
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker);
  return undefined;
}

const alias = resourceType<AliasArgs>({
  token: 'aws:kms/alias:Alias',
  properties: {
    name: replaces(),
    // The target may be a key's id or its ARN.
    targetKeyId: updates({ canonical: (value) => String(value).split('/').pop() }),
  },
  required: ['targetKeyId'],
  autoName: {
    property: 'name',
    maxLength: 256,
    prefix: 'alias/',
    pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
    allowed: "'alias/' and letters, digits, slashes, underscores and dashes, but not 'alias/aws/'",
  },
  missing: ['NotFoundException'],
  create: async (inputs) => {
    const AliasName = inputs.name ?? '';
    await kms().send(new CreateAliasCommand({ AliasName, TargetKeyId: inputs.targetKeyId }));
    return AliasName;
  },
  read: async (name) => {
    const existing = await findAlias(name);
    if (!existing) return undefined;
    const { AliasArn: arn, TargetKeyId: targetKeyId } = existing;
    return { name, targetKeyId, arn, targetKeyArn: arn?.replace(/alias\/.*$/, `key/${targetKeyId ?? ''}`) };
  },
  update: (AliasName, news) => kms().send(new UpdateAliasCommand({ AliasName, TargetKeyId: news.targetKeyId })),
  delete: (AliasName) => kms().send(new DeleteAliasCommand({ AliasName })),
});

export const rows = [key, alias];
