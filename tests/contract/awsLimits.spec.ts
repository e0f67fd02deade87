import assert from 'node:assert/strict';
import { awsQuotas, isAccepted, type RuledText, textRules } from '../../contract/awsLimits';

describe('the limits of AWS', () => {
  const cases: readonly (readonly [what: RuledText, text: string, accepted: boolean])[] = [
    ['trail', 'abc', true],
    ['trail', 'ab', false],
    ['trail', 'a'.repeat(128), true],
    ['trail', 'a'.repeat(129), false],
    ['trail', 'model-observability-prod', true],
    ['trail', 'model--observability', false],
    ['trail', 'model-', false],
    ['alarm description', '', true],
    ['alarm description', 'a\n'.repeat(512), true],
    ['alarm description', 'a'.repeat(1025), false],
    ['alarm', 'critical.prod.churn.silence', true],
    ['alarm', 'a\tb', false],
    ['tag key', 'cost-centre', true],
    ['tag key', 'AWS:name', false],
    ['tag value', '', false],
  ];
  for (const [what, text, accepted] of cases) {
    const shown = text.length > 30 ? `${text.length} characters` : JSON.stringify(text);
    it(`${accepted ? 'accept' : 'refuse'} ${shown} as ${what}`, () => assert.equal(isAccepted(what, text), accepted));
  }

  it('name their source', () => {
    for (const { source } of [...Object.values(textRules), ...Object.values(awsQuotas)])
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\/.+/);
  });
});
