import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatIncidentDocument, parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { formatIncidentReview } from '../../../incidents/document/incidentReview';
import { IncidentSearch } from '../../../incidents/memory/incidentSearch';
import { anyText } from '../../support/anyText';
import { hostileIncident } from '../../support/hostileIncident';
import { hostileTexts } from '../../support/pageStructure';

const texts = [
  ...hostileTexts,
  '---\nid: other\n---',
  '## Notes',
  '[link](javascript:alert(1))',
  '![x](http://192.0.2.1/x)',
  '| a | b |',
  '\u001b[2J\u0000\u202e',
  'x'.repeat(10_000),
];

/** The document below its front matter, which is data. */
const bodyOf = (document: string) => document.slice(document.indexOf('\n---\n', 4));
const headings = (text: string) => text.split('\n').filter((line) => line.startsWith('#'));

describe('an incident with hostile texts', () => {
  it('comes out of its document as it was put in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...texts), anyText()), (text) => {
        const { incident } = hostileIncident(text);
        assert.deepEqual(parseIncidentDocument(formatIncidentDocument(incident, 'note')), { incident, notes: 'note' });
      }),
      { numRuns: 200 },
    );
  });

  it('has the headings of any other incident, no markup and bounded lines', () => {
    const plain = hostileIncident('plain').incident;
    for (const text of texts) {
      const { incident } = hostileIncident(text);
      for (const write of [(one: typeof incident) => bodyOf(formatIncidentDocument(one)), formatIncidentReview]) {
        const written = write(incident);
        assert.deepEqual(headings(written), headings(write(plain)), text.slice(0, 40));
        assert.doesNotMatch(written, /(?<!\\)<(?!http)|(?<!\\)\]\((?!\.\.\/)/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
        assert.doesNotMatch(written, /[\u0000-\u0009\u000B-\u001F\u202A-\u202E]/);
        assert.ok(
          written.split('\n').every((line) => line.length < 10_000),
          'a line is too long',
        );
      }
    }
  });

  it('is found by a search', () => {
    for (const text of texts) {
      const record = hostileIncident(`${text} wind`);
      const search = new IncidentSearch();
      search.put(record);
      assert.equal(search.search('wind').found, 1);
    }
  });
});
