import assert from 'node:assert/strict';
import { composeDigest, type DigestFacts } from '../../../incidents/digest/digest';
import { digestMail } from '../../../report/digest/digestMail';
import { digestSubject } from '../../../report/digest/digestSections';
import { digestText } from '../../../report/digest/digestText';
import { digestFacts, messageEntry, quietHours, sampleEndpoint, sampleIncidentOf } from '../../support/digestFacts';
import { hostileIncident } from '../../support/hostileIncident';
import { hostileTexts, pageStructure, pageWords } from '../../support/pageStructure';

const full: Partial<DigestFacts> = {
  incidents: [
    sampleIncidentOf('churn-2026110612', {
      messages: [
        messageEntry({ state: 'held', mute: { reason: 'quiet hours', author: 'ana@example.com', until: 'u' } }),
      ],
    }),
    sampleIncidentOf('arrival-delay-2026110520', { detected: '2026-11-05T12:59:00.000Z' }),
    sampleIncidentOf('arrival-delay-2026110208'),
  ],
  mutes: [quietHours],
  endpoints: [
    {
      ...sampleEndpoint,
      driftAlarms: 5,
      exactAlarms: 5,
      judgement: {
        mode: 'exact',
        reason: "Baseline 2026-11-01-3f9a2c has no calibration; 'baseline calibrate' makes one.",
      },
    },
    { ...sampleEndpoint, endpoint: 'arrival-delay', owner: 'flight-ops', lastReport: undefined },
  ],
};
const digestOf = (facts: Partial<DigestFacts>, owner?: string) => composeDigest(digestFacts(facts), owner);

describe('the text of a digest', () => {
  it('has the counts in its first line, and a section for what there is', () => {
    assert.equal(
      digestText(digestOf(full)),
      `Monitoring of prod: 1 new incident, 1 open incident, 1 held back message, 1 silent endpoint (2026-11-05 13:00 to 2026-11-06 13:00 UTC)

New incidents
- churn-2026110612 (warning): open, 5 windows from 2026-11-06 12:00: baseline_drift_check on age, baseline_drift_check on income.

Open incidents
- arrival-delay-2026110520 (warning): acknowledged, 1 window from 2026-11-05 20:00: completeness_check on wind_speed. Likely cause: one field is no longer sent in some or all rows. wind_speed lost its values in about 60% of the rows; no other column lost as many.

Silent endpoints
- arrival-delay: no report in the last two days; the limit is 2 hours. Owner: flight-ops

Held back by mutes
- churn-2026110612 (warning): opened at 2026-11-06 12:50, held back: quiet hours (ana@example.com)

Mutes in effect
- every endpoint (warning), daily from 22:00 to 06:00 Europe/Berlin, until 2026-12-31T00:00:00Z: quiet hours (ana@example.com)

Calibration
- churn: the exact rule raised drift alarms in 5 of 24 windows; a calibration raises them only for windows that are unusual for the endpoint. Baseline 2026-11-01-3f9a2c has no calibration; 'baseline calibrate' makes one.
`,
    );
  });

  it('is one line if there is nothing to say', () => {
    assert.equal(
      digestText(digestOf({ incidents: [] })),
      'Monitoring of prod: nothing to report on 2 endpoints (2026-11-05 13:00 to 2026-11-06 13:00 UTC)\n',
    );
    assert.equal(
      digestSubject(digestOf({ incidents: [] }, 'flight-ops')),
      'Monitoring of flight-ops, prod: nothing to report on 1 endpoint',
    );
  });

  it('says what calibration has changed', () => {
    const endpoints = [
      { ...sampleEndpoint, exactAlarms: 7, driftAlarms: 1, judgement: { mode: 'calibrated' as const, reason: 'r' } },
    ];
    assert.match(
      digestText(digestOf({ incidents: [], endpoints })),
      /- churn: drift alarms in 1 of 24 windows; the exact rule would have raised them in 7/,
    );
  });

  it('stays short and on its lines, whatever the texts are', () => {
    for (const text of [...hostileTexts, 'x'.repeat(10_000), 'a\r\nBcc: b@example.com\u0000\u001b[2J\u202e']) {
      const incidents = Array.from({ length: 60 }, () => hostileOf(text));
      const plain = digestText(digestOf({ incidents, mutes: [{ ...quietHours, reason: text, author: text }] }));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not get into a mail
      assert.doesNotMatch(plain, /[\u0000-\u0009\u000b-\u001f\u202e]/);
      assert.equal(plain.split('\n').filter((line) => line.startsWith('- ')).length, 52, text.slice(0, 40));
      assert.ok(plain.includes('- and 10 more'));
      assert.ok(plain.length < 80_000, `${plain.length} characters`);
    }
  });
});

/** An incident with a hostile text, found in the digest's day. */
function hostileOf(text: string) {
  return { ...hostileIncident(text).incident, opened: '2026-11-06T08:00:00.000Z' };
}

describe('the HTML mail of a digest', () => {
  it('has the sections of the text, and each severity in words', () => {
    const words = pageWords(digestMail(digestOf(full)));
    for (const part of ['New incidents', 'Held back by mutes', 'churn-2026110612 warning', 'Mutes in effect'])
      assert.ok(words.includes(part), part);
    assert.ok(words.includes('1 new incident, 1 open incident'));
  });

  it('loads nothing, runs nothing and has no style sheet, which mail programs would drop', () => {
    assert.doesNotMatch(digestMail(digestOf(full)), /<script|<style|<link|<img|href=|src=|url\(/i);
  });

  it('has the same tags whatever the texts are', () => {
    const mailOf = (text: string) =>
      digestMail(digestOf({ incidents: [hostileOf(text)], mutes: [{ ...quietHours, reason: text, author: text }] }));
    const plain = pageStructure(mailOf('plain'));
    for (const text of [...hostileTexts, 'x'.repeat(10_000)])
      assert.equal(pageStructure(mailOf(text)), plain, text.slice(0, 40));
  });
});
