import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actionsOfService, serviceNames } from '../../../../policy/iam/actions/actionFacts';
import { actionMatches, expandAction } from '../../../../policy/iam/actions/actionPattern';
import { globMatches } from '../../../../policy/pack/text/glob';

const allActions = serviceNames().flatMap((service) =>
  [...(actionsOfService(service)?.values() ?? [])].map(({ name }) => name),
);

/** A real action with some of its characters replaced by globs, letters in any case. */
const patterns = fc
  .tuple(fc.constantFrom(...allActions), fc.infiniteStream(fc.constantFrom('', '', '', '*', '?', '**', 'upper', 'cut')))
  .map(([action, changes]) => {
    const changed = [...action].map((letter) => {
      const change = changes.next().value ?? '';
      if (change === '') return letter;
      if (change === 'upper') return letter.toUpperCase();
      return change === 'cut' ? '' : change;
    });
    return changed.join('');
  });

/** The plainest possible matcher, by recursion. */
function plainMatch(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) return text === '';
  const rest = pattern.slice(1);
  if (first === '*') return plainMatch(rest, text) || (text !== '' && plainMatch(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && plainMatch(rest, text.slice(1));
}

describe('action patterns', () => {
  it('match like a simple reference matcher', () => {
    const letters = fc.constantFrom('a', 'b', '*', '?');
    fc.assert(
      fc.property(
        fc.string({ unit: letters, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (pattern, text) => assert.equal(globMatches(pattern, text), plainMatch(pattern, text)),
      ),
      { numRuns: 2_000 },
    );
  });

  it('expand to exactly what they match', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        assert.deepEqual(
          expandAction(pattern).map(({ name }) => name),
          allActions.filter((action) => actionMatches(pattern, action)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('are case-insensitive, and a star also matches the colon', () => {
    assert.deepEqual(
      expandAction('IAM:passrol?').map(({ name }) => name),
      ['iam:PassRole'],
    );
    assert.ok(expandAction('*:GetObject').some(({ name }) => name === 's3:GetObject'));
    assert.ok(expandAction('s3*Object').some(({ name }) => name === 's3:GetObject'));
    assert.equal(expandAction('*').length, allActions.length);
    assert.deepEqual(expandAction('constructor:toString'), []);
  });

  it('match in bounded time for any pattern', () => {
    const started = performance.now();
    for (const pattern of [`${'*a'.repeat(120)}b`, `${'?*'.repeat(100_000)}`, `${'*'.repeat(1_000_000)}z:`]) {
      assert.deepEqual(expandAction(pattern), []);
      assert.equal(actionMatches(pattern, 's3:GetObject'), false);
    }
    assert.equal(globMatches(`${'*a'.repeat(50)}b`, 'a'.repeat(5_000)), false);
    assert.ok(performance.now() - started < 2_000);
  });
});
