import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncidentRecord } from '../../../incidents/memory/incidentRecord';
import { incidentsPage } from '../../../report/incidents/incidentsPage';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { hostileIncident } from '../../support/hostileIncident';
import { hostileTexts, pageStructure, pageWords } from '../../support/pageStructure';

const writtenAt = '2026-11-29T12:00:00.000Z';
const pageOf = (records: readonly IncidentRecord[]) => incidentsPage({ store: 's3://store', records, writtenAt });

describe('the page of incidents', () => {
  it('shows states, causes, fixes and notes', () => {
    const words = pageWords(pageOf(sampleIncidents));
    assert.ok(words.includes('4 incidents, 1 open.'));
    assert.ok(words.includes('arrival-delay-2026110208 ✓ resolved'));
    assert.ok(words.includes('Fix: Convert kilometers in the feature pipeline.'));
    assert.ok(words.includes('miles to kilometers explains 99.2% of the change.'));
    assert.ok(words.includes('The airline renamed its feed.'));
    assert.equal([...pageOf(sampleIncidents).matchAll(/<rect class="incident /g)].length, 4);
  });

  it('draws the distribution of a feature beside the ends of its axis or its category', () => {
    const page = pageOf(sampleIncidents);
    assert.equal(page.split('<svg viewBox="0 0 200 40"').length - 1, 2);
    const words = pageWords(page);
    assert.ok(words.includes('distance: 94 to 4160'));
    assert.ok(words.includes('plan: premium_plus 0 %, now 12 %'));
  });

  it('runs only the script whose hash its policy names', () => {
    const page = pageOf(sampleIncidents);
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    assert.equal(page.split('<script').length, 2);
    const hash = createHash('sha256').update(script).digest('base64');
    assert.ok(page.includes(`script-src &#39;sha256-${hash}&#39;;`));
    assert.doesNotMatch(script, /innerHTML|eval|fetch|insertAdjacent/);
  });

  it('has the same tags whatever the texts are', () => {
    const plain = pageStructure(pageOf([hostileIncident('plain')]));
    for (const text of [...hostileTexts, 'x'.repeat(10_000), '\u001b[2J\u0000\u202e']) {
      const page = pageOf([hostileIncident(text)]);
      assert.equal(pageStructure(page), plain, text.slice(0, 40));
      assert.ok(page.length < 40_000, `${page.length} characters`);
    }
  });

  it('has less than 2 MB for 1,000 incidents', () => {
    const records = Array.from({ length: 1_000 }, (_, i): IncidentRecord => {
      const { key, incident, notes } = sampleIncidents[i % 4] as IncidentRecord;
      const opened = new Date(Date.parse(incident.opened) + i * 3_600_000).toISOString();
      return { key, notes, incident: { ...incident, id: `${incident.id}-${i}`, opened } };
    });
    const { length } = Buffer.from(pageOf(records));
    assert.ok(length < 2_000_000, `${length} bytes`);
  });
});
