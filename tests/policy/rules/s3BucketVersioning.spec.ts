import assert from 'node:assert/strict';
import { s3BucketVersioning } from '../../../policy/rules/s3BucketVersioning';
import { runRule, type StackResource, unknown } from '../policyStack';

const bucket: StackResource = { type: 'aws:s3/bucket:Bucket', name: 'store', props: { bucket: 'store-1a2b' } };
const versioningType = 'aws:s3/bucketVersioning:BucketVersioning';

function versioning(status: string, more: Partial<StackResource> = {}): StackResource {
  return {
    type: versioningType,
    name: 'store-versioning',
    props: { bucket: unknown, versioningConfiguration: { status } },
    from: { bucket: ['store'] },
    ...more,
  };
}

const missing =
  "Bucket 'store' has no versioning: add an aws.s3.BucketVersioning with versioningConfiguration.status " +
  "'Enabled'.";
const clean = { violations: [], undetermined: [] };

describe('s3-bucket-versioning', () => {
  it('passes a bucket with a versioning that references it, its name unknown', async () => {
    assert.deepEqual(await runRule(s3BucketVersioning, [bucket, versioning('Enabled')]), clean);
  });

  it('passes each older form: V2 resources, and inline blocks', async () => {
    const v2 = { ...bucket, type: 'aws:s3/bucketV2:BucketV2' };
    const stacks: StackResource[][] = [
      [v2, versioning('Enabled', { type: 'aws:s3/bucketVersioningV2:BucketVersioningV2' })],
      [{ ...v2, props: { versionings: [{ enabled: true }] } }],
      [{ ...bucket, props: { versioning: { enabled: true, mfaDelete: false } } }],
    ];
    for (const stack of stacks) assert.deepEqual(await runRule(s3BucketVersioning, stack), clean);
  });

  it('matches by name where the program sets one', async () => {
    const named = { props: { bucket: 'store-1a2b', versioningConfiguration: { status: 'Enabled' } }, from: {} };
    assert.deepEqual(await runRule(s3BucketVersioning, [bucket, versioning('Enabled', named)]), clean);
  });

  it("does not mistake a name derived from a bucket's for that bucket", async () => {
    const copy = { props: { bucket: 'store-1a2b-copy', versioningConfiguration: { status: 'Enabled' } } };
    assert.deepEqual((await runRule(s3BucketVersioning, [bucket, versioning('Enabled', copy)])).violations, [
      ['store', missing],
    ]);
  });

  it('matches through a resource that passes the name on', async () => {
    const ownership: StackResource = {
      type: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
      name: 'ownership',
      props: { bucket: unknown },
      from: { bucket: ['store'] },
    };
    const stack = [bucket, ownership, versioning('Enabled', { from: { bucket: ['ownership'] } })];
    assert.deepEqual(await runRule(s3BucketVersioning, stack), clean);
  });

  it("reports a bucket without versioning, also where only the provider's output is unknown", async () => {
    assert.deepEqual((await runRule(s3BucketVersioning, [bucket])).violations, [['store', missing]]);
    const answered = { ...bucket, props: { versioning: { enabled: false, mfaDelete: false } } };
    assert.deepEqual((await runRule(s3BucketVersioning, [answered])).violations, [['store', missing]]);
  });

  it('reports a bucket beside the versioning of another', async () => {
    const other = { ...bucket, name: 'other' };
    const { violations } = await runRule(s3BucketVersioning, [bucket, other, versioning('Enabled')]);
    assert.deepEqual(violations, [['other', missing.replace('store', 'other')]]);
  });

  it('reports suspended versioning', async () => {
    assert.deepEqual((await runRule(s3BucketVersioning, [bucket, versioning('Suspended')])).violations, [
      [
        'store',
        "Bucket 'store' has no versioning: the status of 'store-versioning' is 'Suspended'; set " +
          "versioningConfiguration.status to 'Enabled'.",
      ],
    ]);
  });

  it('does not apply to a stack without buckets', async () => {
    const queue = { type: 'aws:sqs/queue:Queue', name: 'tickets' };
    assert.deepEqual(await runRule(s3BucketVersioning, [queue]), clean);
  });

  it('leaves an unknown status undetermined and still reports another bucket', async () => {
    const other = { ...bucket, name: 'other' };
    const parameter = { type: 'aws:ssm/parameter:Parameter', name: 'status' };
    const stack = [
      bucket,
      other,
      parameter,
      versioning(unknown, { from: { bucket: ['store'], versioningConfiguration: ['status'] } }),
    ];
    assert.deepEqual(await runRule(s3BucketVersioning, stack), {
      violations: [['other', missing.replace('store', 'other')]],
      undetermined: [
        [
          'store',
          "s3-bucket-versioning: whether bucket 'store' keeps old versions is not known yet: the status of " +
            "'store-versioning' is known only during the update (it comes from 'status').",
        ],
      ],
    });
  });

  it('leaves a bucket undetermined that an unnamed versioning may belong to', async () => {
    const parameter = { type: 'aws:ssm/parameter:Parameter', name: 'which' };
    const stack = [bucket, parameter, versioning('Enabled', { from: { bucket: ['which'] } })];
    assert.deepEqual(await runRule(s3BucketVersioning, stack), {
      violations: [],
      undetermined: [
        [
          'store',
          "s3-bucket-versioning: whether bucket 'store' keeps old versions is not known yet: the bucket of " +
            "'store-versioning' is known only during the update (it comes from 'which').",
        ],
      ],
    });
  });

  it('requires MFA delete where config names the bucket', async () => {
    const config = { mfaDelete: ['STORE'] };
    assert.deepEqual((await runRule(s3BucketVersioning, [bucket, versioning('Enabled')], config)).violations, [
      [
        'store',
        "Old versions of bucket 'store' can be deleted without a second factor: enable MFA delete as the " +
          "root user of the account, and set versioningConfiguration.mfaDelete to 'Enabled'.",
      ],
    ]);
    const configuration = { status: 'Enabled', mfaDelete: 'Enabled' };
    const strict = versioning('Enabled', { props: { bucket: unknown, versioningConfiguration: configuration } });
    assert.deepEqual(await runRule(s3BucketVersioning, [bucket, strict], config), clean);
    const inline = { ...bucket, props: { versioning: { enabled: true, mfaDelete: true } } };
    assert.deepEqual(await runRule(s3BucketVersioning, [inline], config), clean);
    const open = versioning('Enabled', {
      props: { bucket: unknown, versioningConfiguration: { status: 'Enabled', mfaDelete: unknown } },
    });
    assert.deepEqual((await runRule(s3BucketVersioning, [bucket, open], config)).undetermined, [
      ['store', "s3-bucket-versioning: whether bucket 'store' has MFA delete is not known before the update."],
    ]);
  });

  it('names buckets of other stacks, once each', async () => {
    const reference = { type: 'pulumi:pulumi:StackReference', name: 'org/data/prod' };
    const literal = { bucket: 'shared-logs', versioningConfiguration: { status: 'Enabled' } };
    const stack = [
      reference,
      versioning('Enabled', { name: 'a', props: literal, from: {} }),
      versioning('Enabled', { name: 'b', props: literal, from: {} }),
      versioning('Enabled', { name: 'c', from: { bucket: ['org/data/prod'] } }),
    ];
    const text = (name: string) =>
      `s3-bucket-versioning: bucket ${name} belongs to another stack: its versioning can be judged only there.`;
    assert.deepEqual(await runRule(s3BucketVersioning, stack), {
      violations: [],
      undetermined: [
        ['a', text("'shared-logs'")],
        ['c', text("of stack 'org/data/prod'")],
      ],
    });
  });
});
