import assert from 'node:assert/strict';
import fc from 'fast-check';
import { autoName, isAutoName, nameProblem } from '../../../../rehearsal/provider/table/autoName';

const bucketNames = {
  maxLength: 63,
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: 'lower-case letters, digits, dots and dashes',
  lowerCase: true,
} as const;
const logicalName = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,40})$/);

describe('automatic names', () => {
  it('are the logical name, a dash and seven hexadecimal digits', () => {
    assert.match(autoName(bucketNames, 'Store'), /^store-[0-9a-f]{7}$/);
    assert.match(autoName({ ...bucketNames, prefix: 'alias/' }, 'key'), /^alias\/key-[0-9a-f]{7}$/);
  });

  it('are accepted by AWS, and recognized', () => {
    fc.assert(
      fc.property(logicalName, (name) => {
        const made = autoName(bucketNames, name);
        assert.equal(nameProblem(bucketNames, made), undefined);
        assert.ok(isAutoName(bucketNames, name, made));
        assert.ok(!isAutoName(bucketNames, `${name}x`, made));
        assert.ok(!isAutoName(bucketNames, name, name));
      }),
    );
  });

  it('that are too long or have an invalid character are refused', () => {
    assert.equal(
      nameProblem(bucketNames, 'a'.repeat(64)),
      `name '${'a'.repeat(64)}' has 64 characters; the maximum is 63`,
    );
    assert.equal(
      nameProblem(bucketNames, 'a_b'),
      "invalid name 'a_b': use lower-case letters, digits, dots and dashes",
    );
  });
});
