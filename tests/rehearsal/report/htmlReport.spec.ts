import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderHtmlReport } from '../../../rehearsal/report/htmlReport';
import { hostileReport } from '../../support/hostileReport';
import { sampleReport } from '../../support/sampleReport';

/** Tags of a page in order, with the names of their attributes; `wbr` depends on the text, so it is left out. */
function structure(html: string): string {
  return [...html.matchAll(/<(?<tag>\/?[a-z!][^\s>]*)(?<rest>[^>]*)>/gi)]
    .filter((match) => match.groups?.['tag'] !== 'wbr')
    .map((match) => `${match.groups?.['tag']} ${(match.groups?.['rest'] ?? '').replace(/"[^"]*"/g, '""')}`)
    .join('\n');
}

describe('renderHtmlReport', () => {
  const page = renderHtmlReport(sampleReport());

  it('begins with the verdict', () => {
    assert.match(page, /<h1>.*The chain held: all 14 links were seen to work\.<\/h1>/);
  });

  it('names the links that did not hold, in the verdict and in their rows', () => {
    const links = sampleReport().links.map((link, i) => ({ ...link, held: i !== 4 }));
    const broken = renderHtmlReport(sampleReport({ links }));
    assert.match(broken, /<h1>.*The chain did not hold: 1 of 14 links broke: Drift is found\.<\/h1>/);
    assert.match(broken, /<tr role="row" class="broke" id="link-5">/);
    assert.equal(broken.match(/did not hold<\/span>/g)?.length, 1);
  });

  it('refers to nothing outside itself', () => {
    assert.match(page, /default-src &#39;none&#39;|default-src 'none'/);
    const addresses = [...page.matchAll(/(?:src|href|action|srcset|poster|data|xlink:href)="(?<to>[^"]*)"/g)];
    assert.ok(addresses.length > 20);
    for (const { groups } of addresses) assert.match(groups?.['to'] ?? '', /^(#[\w-]+|data:,)$/);
    assert.doesNotMatch(page, /@import|url\(|<script|<iframe|<object|<embed/i);
  });

  it('gives every id once, and every reference its target', () => {
    const ids = [...page.matchAll(/ id="(?<id>[^"]+)"/g)].map((match) => match.groups?.['id'] ?? '');
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
    const referred = [...page.matchAll(/(?:href="#|aria-labelledby=")(?<to>[^"]+)"/g)];
    for (const { groups } of referred) {
      for (const to of (groups?.['to'] ?? '').split(' ')) assert.ok(ids.includes(to), `nothing has the id ${to}`);
    }
  });

  it('gives every table a caption and heads with a scope, and every picture a name', () => {
    assert.equal(page.match(/<caption>/g)?.length, page.match(/<table /g)?.length);
    assert.equal(page.match(/<th /g)?.length, page.match(/<th scope="(?:col|row)"/g)?.length);
    assert.equal(page.match(/<svg /g)?.length, page.match(/<svg class="plot" role="img"/g)?.length);
  });

  it('shows what was imitated in the open', () => {
    const at = page.indexOf('Parts that AWS itself would do');
    assert.ok(at > 0);
    const before = page.slice(0, at);
    assert.equal(before.match(/<details/g)?.length ?? 0, before.match(/<\/details>/g)?.length ?? 0);
  });

  it('lets no text change the structure of the page', () => {
    const plain = structure(renderHtmlReport(hostileReport('plain')));
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        '</style></title><svg onload=alert(1)>',
        '<!--',
        ']]>',
        '</table></section>',
        '&lt;b&gt;',
        '$&$1',
      ),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        assert.equal(structure(renderHtmlReport(hostileReport(text))), plain);
      }),
      { numRuns: 60 },
    );
  });

  it('is a whole page for a rehearsal that ended at once', () => {
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
      imitated: [],
    });
    assert.match(empty, /The chain did not hold: the rehearsal ended before it could check a single link\./);
    assert.doesNotMatch(empty, /undefined|NaN|<table/);
  });
});
