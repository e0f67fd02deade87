import assert from 'node:assert/strict';
import { packPolicies } from '../../../policy/pack/policies/packPolicies';
import { s3PublicAccessBlock } from '../../../policy/rules/s3PublicAccessBlock';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const whole = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

function block(props: object, from?: StackResource['from']): StackResource {
  const type = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
  return { type, name: 'store-access', props: { bucket: unknown, ...props }, ...(from && { from }) };
}

describe('s3-public-access-block', () => {
  it('passes a complete block, its bucket unknown', async () => {
    assert.deepEqual(await runRule(s3PublicAccessBlock, [block(whole)]), clean);
  });

  it('reports settings that are false or missing', async () => {
    const { violations } = await runRule(s3PublicAccessBlock, [
      block({ ...whole, ignorePublicAcls: false, blockPublicPolicy: undefined }),
    ]);
    assert.deepEqual(violations, [
      [
        'store-access',
        "Public access block 'store-access' does not enable blockPublicPolicy, ignorePublicAcls: set them " +
          'to true.',
      ],
    ]);
  });

  it('does not apply to other resources', async () => {
    assert.deepEqual(await runRule(s3PublicAccessBlock, [{ type: 'aws:s3/bucket:Bucket', name: 'store' }]), clean);
  });

  it('leaves an unknown setting undetermined, with its source', async () => {
    const settings = { type: 'aws:ssm/parameter:Parameter', name: 'settings' };
    const open = block({ ...whole, blockPublicAcls: unknown }, { blockPublicAcls: ['settings'] });
    assert.deepEqual((await runRule(s3PublicAccessBlock, [settings, open])).undetermined, [
      [
        'store-access',
        "s3-public-access-block: blockPublicAcls of 'store-access' is known only during the update (it " +
          "comes from 'settings').",
      ],
    ]);
  });

  it('remediates exactly the disabled settings, and no unknown one', () => {
    const [policy] = packPolicies([s3PublicAccessBlock]);
    const remediate = policy && 'remediateResource' in policy ? policy.remediateResource : undefined;
    const remedied = (props: object) =>
      remediate?.({ ...block({}), urn: 'urn', props, getConfig: () => ({}) } as never) as object | undefined;
    assert.deepEqual(remedied({ bucket: 'b', blockPublicAcls: true, blockPublicPolicy: false }), {
      bucket: 'b',
      ...whole,
    });
    assert.equal(remedied(whole), undefined);
  });
});
