import assert from 'node:assert/strict';
import type { ResourceValidationPolicy } from '@pulumi/policy';
import { packPolicies } from '../../../policy/pack/policies/packPolicies';
import { mandatoryTags } from '../../../policy/rules/mandatoryTags';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const bucket = (tags: unknown) => ({ type: 'aws:s3/bucket:Bucket', name: 'store', props: { tags } });

/** What the engine would be handed under the level `remediate`. */
function remedied(props: Record<string, unknown>, config: object): unknown {
  const [policy] = packPolicies([mandatoryTags]) as ResourceValidationPolicy[];
  const args = { type: 'aws:s3/bucket:Bucket', name: 'store', urn: 'urn', props, getConfig: () => config };
  const { remediateResource } = policy ?? {};
  return typeof remediateResource === 'function' ? remediateResource(args as never) : undefined;
}

describe('mandatory-tags', () => {
  it('passes a resource with the required tags, values known or not', async () => {
    assert.deepEqual(await runRule(mandatoryTags, [bucket({ owner: 'ml' })]), clean);
    const tags = ['owner', 'cost-centre'];
    assert.deepEqual(await runRule(mandatoryTags, [bucket({ owner: 'ml', 'cost-centre': unknown })], { tags }), clean);
  });

  it('reports a resource with missing or empty tags', async () => {
    for (const tags of [undefined, {}, { Owner: 'ml' }, { owner: '' }]) {
      assert.deepEqual((await runRule(mandatoryTags, [bucket(tags)])).violations, [
        ['store', "Resource 'store' lacks tag 'owner': add it."],
      ]);
    }
    const tags = ['owner', 'cost-centre'];
    assert.deepEqual((await runRule(mandatoryTags, [bucket({})], { tags })).violations, [
      ['store', "Resource 'store' lacks tags 'owner', 'cost-centre': add them."],
    ]);
  });

  it('does not apply to resources without tags', async () => {
    assert.deepEqual(await runRule(mandatoryTags, [{ type: 'aws:s3/bucketPolicy:BucketPolicy', name: 'p' }]), clean);
  });

  it('leaves unknown tags undetermined', async () => {
    assert.deepEqual((await runRule(mandatoryTags, [bucket(unknown)])).undetermined, [
      ['store', "mandatory-tags: tags of 'store' are not known before the update."],
    ]);
  });

  it('remediates missing tags with the defaults of config, and changes none', () => {
    const config = { tags: ['owner', 'stage'], defaults: { owner: 'platform', stage: 'dev', more: 'x' } };
    assert.deepEqual(remedied({ bucket: 'b', tags: { owner: 'ml' } }, config), {
      bucket: 'b',
      tags: { owner: 'ml', stage: 'dev' },
    });
    assert.deepEqual(remedied({ bucket: 'b' }, config), { bucket: 'b', tags: { owner: 'platform', stage: 'dev' } });
    assert.equal(remedied({ tags: { owner: 'ml', stage: 'prod' } }, config), undefined);
    assert.equal(remedied({}, { tags: ['owner'], defaults: {} }), undefined);
  });
});
