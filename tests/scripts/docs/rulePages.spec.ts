import assert from 'node:assert/strict';
import { ruleList } from '../../../policy/ruleList';
import { rulePages } from '../../../scripts/docs/rulePages';

const pages = rulePages();

describe('rulePages', () => {
  it('returns an index and one page per rule', () => {
    assert.deepEqual(Object.keys(pages), [
      'docs/policy/rules/README.md',
      ...ruleList.map(({ id }) => `docs/policy/rules/${id}.md`),
    ]);
    for (const { id } of ruleList) assert.match(pages['docs/policy/rules/README.md'] ?? '', new RegExp(`\\[${id}\\]`));
  });

  it('shows settings with their defaults, also those of an environment', () => {
    const text = pages['docs/policy/rules/monitoring-schedule.md'] ?? '';
    assert.match(text, /\| `maxHoursBetweenRuns` \| `1`, `24` in dev stacks \| Maximum hours between two runs\. +\|/);
    assert.match(pages['docs/policy/rules/iam-no-wildcard.md'] ?? '', /\nThis rule has no settings\.\n/);
  });
});
