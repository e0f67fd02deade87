import assert from 'node:assert/strict';
import { s3BucketHygiene } from '../../../policy/rules/s3BucketHygiene';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const bucket: StackResource = { type: 'aws:s3/bucket:Bucket', name: 'store', props: { bucket: unknown } };
const key: StackResource = { type: 'aws:kms/key:Key', name: 'key' };

const blocked = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const encryptedWith = (kmsMasterKeyId?: string, sseAlgorithm = 'aws:kms') => ({
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId } }],
});
const tlsStatement = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [unknown, unknown],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const denying = (change: object = {}) => ({ policy: { Statement: [{ ...tlsStatement, ...change }] } });

type Part =
  | 'BucketPublicAccessBlock'
  | 'BucketOwnershipControls'
  | 'BucketServerSideEncryptionConfiguration'
  | 'BucketPolicy';

/** A companion of the bucket in a first preview: its bucket is known only by where it comes from. */
function part(type: Part, props: object, from: Readonly<Record<string, readonly string[]>> = {}): StackResource {
  const folder = `${type[0]?.toLowerCase()}${type.slice(1)}`;
  return {
    type: `aws:s3/${folder}:${type}`,
    name: `store-${type}`,
    props: { bucket: unknown, ...props },
    from: { bucket: ['store'], ...from },
  };
}

/** A bucket with everything, and what is given in place of that; `undefined` takes a part away. */
function stack(changes: Partial<Record<Part, StackResource | undefined>> = {}): StackResource[] {
  const parts = {
    BucketPublicAccessBlock: part('BucketPublicAccessBlock', blocked),
    BucketOwnershipControls: part('BucketOwnershipControls', { rule: { objectOwnership: 'BucketOwnerEnforced' } }),
    BucketServerSideEncryptionConfiguration: part('BucketServerSideEncryptionConfiguration', encryptedWith(unknown), {
      rules: ['key'],
    }),
    BucketPolicy: part('BucketPolicy', denying(), { policy: ['store'] }),
    ...changes,
  };
  return [bucket, key, ...Object.values(parts).filter((resource) => resource !== undefined)];
}

async function faultsOf(resources: readonly StackResource[]): Promise<string[]> {
  const { violations, undetermined } = await runRule(s3BucketHygiene, resources);
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text);
}

const plainHttp = (why = '') =>
  `Bucket 'store' accepts requests without TLS${why}: add an aws.s3.BucketPolicy that denies 's3:*' to '*' ` +
  "on the bucket and its objects when aws:SecureTransport is 'false'.";
const sharedKey = (why = '') =>
  `Bucket 'store' is not encrypted with a customer managed key${why}: add an ` +
  "aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm 'aws:kms' and kmsMasterKeyId.";
const open =
  "Bucket 'store' has no public access block: add an aws.s3.BucketPublicAccessBlock with blockPublicAcls, " +
  'blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets true.';
const owned = (why = '') =>
  `Bucket 'store' allows ACLs${why}: add an aws.s3.BucketOwnershipControls with rule.objectOwnership ` +
  "'BucketOwnerEnforced'.";

describe('s3-bucket-hygiene', () => {
  it('passes a complete bucket in a first preview, names and ARNs unknown', async () => {
    assert.deepEqual(await runRule(s3BucketHygiene, stack()), clean);
  });

  it('passes a complete bucket after the update, the policy as text', async () => {
    const arn = 'arn:aws:s3:::store-1a2b';
    const made = { ...bucket, props: { bucket: 'store-1a2b', arn } };
    const { policy } = denying({ Resource: [arn, `${arn}/*`] });
    const changes = {
      BucketPolicy: part('BucketPolicy', { policy: JSON.stringify(policy) }),
      BucketServerSideEncryptionConfiguration: part(
        'BucketServerSideEncryptionConfiguration',
        encryptedWith('arn:aws:kms:eu-west-1:1:key/a'),
      ),
    };
    assert.deepEqual(await runRule(s3BucketHygiene, [made, ...stack(changes).slice(1)]), clean);
  });

  it('passes the inline forms of older buckets', async () => {
    const byDefault = { sseAlgorithm: 'aws:kms', kmsMasterKeyId: unknown };
    const serverSideEncryptionConfiguration = { rule: { applyServerSideEncryptionByDefault: byDefault } };
    const older: StackResource = {
      ...bucket,
      props: { ...bucket.props, serverSideEncryptionConfiguration, ...denying({ Resource: '*' }) },
      from: { serverSideEncryptionConfiguration: ['key'] },
    };
    const changes = { BucketServerSideEncryptionConfiguration: undefined, BucketPolicy: undefined };
    assert.deepEqual(await runRule(s3BucketHygiene, [older, ...stack(changes).slice(1)]), clean);
  });

  it('reports a bare bucket, once per missing part', async () => {
    assert.deepEqual(await faultsOf([bucket]), [open, sharedKey(), plainHttp()]);
  });

  it('reports ACLs only where the program asks for them', async () => {
    const without = stack({ BucketOwnershipControls: undefined });
    assert.deepEqual(await faultsOf(without), []);
    const acl = (props: object): StackResource => ({
      type: 'aws:s3/bucketAcl:BucketAcl',
      name: 'store-acl',
      props: { bucket: unknown, ...props },
      from: { bucket: ['store'] },
    });
    assert.deepEqual(await faultsOf([...without, acl({ acl: 'private' })]), []);
    assert.deepEqual(await faultsOf([...without, acl({ acl: 'public-read' })]), [
      owned(" ('store-acl' sets the ACL 'public-read')"),
    ]);
    assert.deepEqual(await faultsOf([...without, acl({ accessControlPolicy: { grants: [] } })]), [
      owned(" ('store-acl' sets grants)"),
    ]);
    const inline = { ...bucket, props: { ...bucket.props, acl: 'public-read' } };
    assert.deepEqual(await faultsOf([inline, ...without.slice(1)]), [owned(" ('store' sets the ACL 'public-read')")]);
  });

  it('reports ownership that allows ACLs, and an AWS managed key', async () => {
    const changes = {
      BucketOwnershipControls: part('BucketOwnershipControls', { rule: { objectOwnership: 'ObjectWriter' } }),
    };
    assert.deepEqual(await faultsOf(stack(changes)), [
      owned(" (the ownership of 'store-BucketOwnershipControls' is 'ObjectWriter')"),
    ]);
    const encryptions = [
      [encryptedWith(undefined, 'AES256'), "has the algorithm 'AES256'"],
      [encryptedWith(), 'uses an AWS managed key'],
      [encryptedWith('arn:aws:kms:eu-west-1:1:alias/aws/s3'), 'uses an AWS managed key'],
      [{ rules: [] }, 'sets no encryption'],
    ] as const;
    for (const [props, why] of encryptions) {
      const encryption = part('BucketServerSideEncryptionConfiguration', props);
      assert.deepEqual(await faultsOf(stack({ BucketServerSideEncryptionConfiguration: encryption })), [
        sharedKey(` ('store-BucketServerSideEncryptionConfiguration' ${why})`),
      ]);
    }
  });

  it('reports a policy that accepts some requests without TLS', async () => {
    const evasions = [
      { Effect: 'Allow' },
      { Action: 's3:GetObject' },
      { Principal: { AWS: 'arn:aws:iam::1:root' } },
      { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:PrincipalTag/a': 'b' } } },
      { Condition: { StringLike: { 'aws:SecureTransport': 'false' } } },
    ];
    for (const change of evasions) {
      const policy = part('BucketPolicy', denying(change), { policy: ['store'] });
      assert.deepEqual(await faultsOf(stack({ BucketPolicy: policy })), [
        plainHttp(" ('store-BucketPolicy' does not deny them to everyone)"),
      ]);
    }
    const made = { ...bucket, props: { bucket: 'store-1a2b' } };
    const part1 = part('BucketPolicy', denying({ Resource: 'arn:aws:s3:::store-1a2b/*' }));
    assert.deepEqual(await faultsOf([made, ...stack({ BucketPolicy: part1 }).slice(1)]), [
      plainHttp(" ('store-BucketPolicy' denies them only for part of the bucket)"),
    ]);
  });

  it('does not apply to a stack without buckets', async () => {
    assert.deepEqual(await runRule(s3BucketHygiene, [key]), clean);
  });

  it('leaves unknown settings undetermined and still reports another bucket', async () => {
    const changes = {
      BucketPolicy: part('BucketPolicy', { policy: unknown }, { policy: ['store'] }),
    };
    const other = { ...bucket, name: 'other' };
    const { violations, undetermined } = await runRule(s3BucketHygiene, [...stack(changes), other]);
    assert.deepEqual(
      violations.map(([name]) => name),
      ['other', 'other', 'other'],
    );
    assert.deepEqual(undetermined, [
      [
        'store',
        "s3-bucket-hygiene: whether bucket 'store' accepts requests without TLS is not known yet: the " +
          "policy 'store-BucketPolicy' is known only during the update (it comes from 'store').",
      ],
    ]);
  });
});
