import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { coverageOf } from '../../../../policy/iam/resources/typeCoverage';
import { equivalentPatterns } from '../../equivalentPatterns';

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: AWS's own notation. */
const role = 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}';
const fn = 'arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}';
const instance = 'arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}';
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: AWS's own notation. */

const share = (type: string, resources: readonly string[], except: readonly string[] = []) =>
  coverageOf([type], [{ resources, except }]).share;

describe('coverageOf', () => {
  it('counts every spelling of all resources as all', () => {
    for (const type of [role, fn]) {
      fc.assert(
        fc.property(equivalentPatterns(type), (patterns) => {
          assert.notEqual(share(type, patterns), 'part', patterns.join());
        }),
        { numRuns: 200, seed: 1 },
      );
    }
  });

  it('counts names and their beginnings as a part', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{3,12}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const patterns = names.map((text) => `arn:aws:iam::123456789012:role/${text}*`);
        assert.equal(share(role, patterns), 'part');
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('subtracts exceptions that leave little, and keeps what a named exception leaves', () => {
    assert.equal(share(role, ['*'], ['arn:aws:iam::123456789012:role/admin']), 'all');
    assert.equal(share(role, ['*'], ['arn:aws:iam::123456789012:role/*']), 'all', 'other accounts are left');
    assert.equal(share(role, ['arn:aws:iam::123456789012:role/*'], ['arn:aws:iam::*:role/*']), 'part');
    const denied = [{ resources: ['*'], except: ['arn:aws:iam::123456789012:role/app'] }];
    assert.equal(coverageOf([role], [{ resources: ['*'], except: [] }], { denied }).share, 'part');
  });

  it('counts half of the letters as a part and both halves in two areas as nearly all', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `arn:aws:iam::123456789012:role/${letter}*`);
    const [first, second] = [letters.slice(0, 13), letters.slice(13)].map((resources) => ({ resources, except: [] }));
    assert.ok(first && second);
    assert.equal(coverageOf([role], [first]).share, 'part');
    assert.equal(coverageOf([role], [first, second]).share, 'nearly all');
  });

  it('knows what generated identifiers begin with', () => {
    assert.equal(share(instance, ['arn:aws:ec2:eu-west-1:123456789012:instance/i-*']), 'all');
    assert.equal(share(instance, ['arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc*']), 'part');
  });
});
