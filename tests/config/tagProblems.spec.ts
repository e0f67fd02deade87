import assert from 'node:assert/strict';
import { problemLines, stackFile } from './stackFile';

const tagging = 'https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html';
const reserved = 'reserved tag, set by the program; remove it';

const numbered = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, 'x']));

function lines(tags: Record<string, unknown>, defaultTags: Record<string, string> = {}): string[] {
  return problemLines({ ...stackFile, tags }, { defaultTags });
}

describe('tags', () => {
  it('are refused when their keys differ in case only', () => {
    assert.deepEqual(lines({ Division: '1', squad: 'a', division: '2', DIVISION: '3' }), [
      `tags.division: differs from tag 'Division' in case only, and IAM ignores case (${tagging}); remove one of them`,
      `tags.DIVISION: differs from tag 'Division' in case only, and IAM ignores case (${tagging}); remove one of them`,
    ]);
  });

  it('are refused under the keys of the program, whatever their case', () => {
    for (const key of ['project', 'Stack', 'ENVIRONMENT', 'Owner', 'endpoint', 'Endpoint']) {
      assert.deepEqual(lines({ [key]: 'x' }), [`tags.${key}: ${reserved}`]);
    }
  });

  it("are compared with the provider's default tags", () => {
    assert.deepEqual(lines({ squad: 'a', tier: '1', site: 'eu' }, { Squad: 'a', tier: '2', site: 'eu', Stack: 'x' }), [
      `aws:defaultTags.tags.Squad: differs from tag 'squad' in case only, and IAM ignores case (${tagging}); remove one of them`,
      'aws:defaultTags.tags.tier: set to another value in tags; remove one of them',
      `aws:defaultTags.tags.Stack: ${reserved}`,
    ]);
  });

  it('may be set twice to one value', () => assert.deepEqual(lines({ site: 'eu' }, { site: 'eu' }), []));

  it('are refused when default tags differ from each other in case only', () => {
    assert.deepEqual(lines({}, { Site: 'eu', site: 'eu' }), [
      `aws:defaultTags.tags.site: differs from tag 'Site' in case only, and IAM ignores case (${tagging}); remove one of them`,
    ]);
  });

  it('are at most 50, with those of the program and the provider', () => {
    assert.deepEqual(lines(numbered('a', 36), numbered('d', 9)), []);
    assert.deepEqual(lines(numbered('a', 37), numbered('d', 9)), [
      `tags: too many tags: a resource would have 51 (5 of the program, the rest of tags and aws:defaultTags), and AWS allows 50 (${tagging}); remove 1`,
    ]);
  });

  it('are at most ten on an object, with owner and the default tags', () => {
    assert.deepEqual(lines({}, numbered('d', 9)), []);
    assert.deepEqual(lines({}, numbered('d', 10)), [
      'aws:defaultTags.tags: too many tags: an object in S3 would have 11, and AWS allows 10 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html); move some to tags',
    ]);
  });

  it('have keys and values that every service accepts, and are not repeated', () => {
    const key = `invalid tag key: use 1 to 128 letters, digits, spaces and _.:/=+-@, without the prefix aws: (${tagging})`;
    const value = `invalid tag value: use 1 to 256 letters, digits, spaces and _.:/=+-@ (${tagging})`;
    for (const invalid of ['AWS:cost', 'a,b', 'k'.repeat(129), 'tab\tkey']) {
      assert.deepEqual(lines({ [invalid]: 'x' }), [`tags.${invalid}: ${key}`]);
      assert.deepEqual(lines({}, { [invalid]: 'x' }), [`aws:defaultTags.tags.${invalid}: ${key}`]);
    }
    for (const invalid of ['', 'a,b', 'v'.repeat(257), 'a|b']) {
      assert.deepEqual(lines({ team: invalid }), [`tags.team: ${value}`]);
      assert.deepEqual(lines({}, { team: invalid }), [`aws:defaultTags.tags.team: ${value}`]);
    }
    assert.deepEqual(lines({ ['k'.repeat(128)]: 'v'.repeat(256), Ä1: 'a b_.:/=+-@' }), []);
  });
});
