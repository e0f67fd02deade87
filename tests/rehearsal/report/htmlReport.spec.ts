import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderHtmlReport } from '../../../rehearsal/report/htmlReport';
import { anyText } from '../../support/anyText';
import { hostileReport } from '../../support/hostileReport';
import { assertSoundPage, hostileTexts, pageStructure } from '../../support/pageStructure';
import { sampleReport } from '../../support/sampleReport';

describe('renderHtmlReport', () => {
  const page = renderHtmlReport(sampleReport());

  it('begins with the verdict', () => {
    assert.match(page, /<h1>.*The chain held: 14 of 14 links worked\.<\/h1>/);
  });

  it('names the links that did not hold, in the verdict and in their rows', () => {
    const links = sampleReport().links.map((link, i) => ({ ...link, held: i !== 4 }));
    const broken = renderHtmlReport(sampleReport({ links }));
    assert.match(broken, /<h1>.*The chain did not hold: 1 of 14 links failed: Drift is found\.<\/h1>/);
    assert.match(broken, /<tr role="row" class="broke" id="link-5">/);
    assert.equal(broken.match(/did not hold<\/span>/g)?.length, 1);
  });

  it('loads nothing, and names all that it has', () => assertSoundPage(page));

  it('shows the imitated parts without folding', () => {
    const at = page.indexOf('Parts of AWS that are imitated');
    assert.ok(at > 0);
    const before = page.slice(0, at);
    assert.equal(before.match(/<details/g)?.length ?? 0, before.match(/<\/details>/g)?.length ?? 0);
  });

  it('lets no text change the structure of the page', () => {
    const plain = pageStructure(renderHtmlReport(hostileReport('plain')));
    const hostile = fc.oneof(anyText(1), fc.constantFrom(...hostileTexts));
    fc.assert(
      fc.property(hostile, (text) => {
        assert.equal(pageStructure(renderHtmlReport(hostileReport(text))), plain);
      }),
      { numRuns: 60 },
    );
  });

  it('is complete for a rehearsal that ended early', () => {
    const empty = renderHtmlReport({
      ...sampleReport(),
      baseline: undefined,
      links: [],
      steps: [],
      hours: [],
      distributions: [],
      alarms: [],
      messages: [],
      audit: [],
      incidents: [],
      rejects: [],
      deployments: [],
      policyFindings: [],
      calls: { calls: 0, requests: 0, responses: 0, findings: [] },
      roles: { granted: [], denied: [] },
      imitated: [],
    });
    assert.match(empty, /The chain did not hold: the rehearsal ended before any link was checked\./);
    assert.doesNotMatch(empty, /undefined|NaN|<table/);
  });
});
