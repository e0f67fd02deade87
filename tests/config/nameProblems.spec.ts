import assert from 'node:assert/strict';
import { stackProblems } from '../../config/nameProblems';
import { problemLines, stackFile } from './stackFile';

const rule =
  '3 to 128 letters, digits and the separators . _ - with no two separators in a row and none at an end ' +
  '(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html)';

describe('stack names', () => {
  for (const stack of ['prod--eu', 'staging-', 'blue_', '_blue', '-blue', 'eu-_west', 'team__a']) {
    it(`refuses ${stack}, whose trail AWS refuses`, () => {
      assert.deepEqual(problemLines({ ...stackFile, environment: 'dev' }, { stack, preview: true }), [
        `invalid stack name '${stack}': it makes the trail name 'model-observability-${stack}', which AWS refuses; use ${rule}; run 'pulumi stack rename'`,
      ]);
    });
  }

  it('refuses a name that makes a trail name too long, with its rule', () => {
    assert.deepEqual(stackProblems('a'.repeat(108)), []);
    const [problem, ...others] = stackProblems('a'.repeat(109));
    assert.deepEqual(others, []);
    assert.match(problem?.text ?? '', /^invalid stack name 'a+': it makes the trail name .* use 3 to 128 letters/);
  });

  it('accepts a name without a valid trail name for a stack that uses an existing trail', () => {
    const evidence = { trailArn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/everything' };
    const raw = { ...stackFile, environment: 'dev', evidence };
    assert.deepEqual(problemLines(raw, { stack: 'prod--eu', preview: true }), []);
  });

  it('accepts names with single separators, of every length that Pulumi allows', () => {
    for (const stack of ['p', 'dev', 'a_b', 'eu-west_1', '1-2-3', 'x'.repeat(100)]) {
      assert.deepEqual(stackProblems(stack), [], stack);
    }
  });
});
