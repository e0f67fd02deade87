import assert from 'node:assert/strict';
import { mappings } from '../../../audit/pack/mappings';
import { samplePackPage } from '../../support/samplePackPage';

describe('the page of an evidence pack', () => {
  it('says that every control held, or how many have exceptions', () => {
    assert.match(samplePackPage(), /2026Q4: every control held\./);
    assert.match(samplePackPage({}), /2026Q4: 3 of 7 controls have exceptions\./);
  });

  it('escapes names from records', () => {
    const page = samplePackPage({ userIdentity: { type: 'IAMUser', userName: '<script>alert(1)</script>' } });
    assert.ok(!page.includes('<script>'));
    assert.ok(page.includes('&lt;script&gt;'));
  });

  it('has every mapping with framework, version and source', () => {
    const page = samplePackPage();
    for (const { requirement, title, source } of mappings) {
      assert.ok(page.includes(`${requirement}: ${title}`), requirement);
      assert.ok(page.includes(source), source);
    }
  });
});
