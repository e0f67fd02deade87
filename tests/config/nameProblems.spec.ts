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

  it('refuses a dot', () => {
    assert.deepEqual(problemLines({ ...stackFile, environment: 'dev' }, { stack: 'dev.eu' }), [
      "invalid stack name 'dev.eu': dots are not allowed; run 'pulumi stack rename'",
    ]);
  });

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

describe('names of endpoints', () => {
  it('are refused if they are invalid, long or duplicate', () => {
    const long = 'a'.repeat(45);
    const names = ['Churn', 'my.endpoint', 'my_endpoint', long];
    const endpoints = Object.fromEntries(['churn', ...names].map((name) => [name, { engine: 'modelMonitor' }]));
    const lines = problemLines({ ...stackFile, endpoints }).filter((line) => !line.includes(': missing;'));
    assert.deepEqual(lines, [
      "endpoints.Churn: duplicate endpoint name 'churn'; SageMaker ignores case, rename one",
      "endpoints.my.endpoint: invalid endpoint name 'my.endpoint': use letters, digits and single hyphens",
      "endpoints.my_endpoint: invalid endpoint name 'my_endpoint': use letters, digits and single hyphens",
      `endpoints.${long}: endpoint name too long (45 characters); use at most 44, because monitor names of at most 63 characters are derived from it`,
    ]);
  });
});
