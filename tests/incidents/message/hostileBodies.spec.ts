import assert from 'node:assert/strict';
import fc from 'fast-check';
import { messageKinds } from '../../../contract/incidentMessage';
import { type RouteKind, routeKinds } from '../../../contract/messageRoute';
import { composeDigest } from '../../../incidents/digest/digest';
import type { EmailBody } from '../../../incidents/message/emailBody';
import { messageBodies } from '../../../incidents/message/messageBodies';
import { digestMail } from '../../../report/digest/digestMail';
import { digestText } from '../../../report/digest/digestText';
import { anyText } from '../../support/anyText';
import { digestFacts } from '../../support/digestFacts';
import { hostileIncident } from '../../support/hostileIncident';
import { hostileTexts, pageStructure } from '../../support/pageStructure';
import { sampleMessage } from '../../support/sampleMessage';

// cspell:ignore AKIAIOSFODNN xoxb
const pieces = [
  ...hostileTexts,
  '<!channel> <!here> <@U012> <https://evil.example|click>',
  '@everyone <at>Ana</at>',
  '**bold** [click](javascript:alert(1)) ![x](http://192.0.2.1/x) `x`',
  '\u0000\u0007\u001b[2J\u009b\u202e\u2066\u0085',
  '\ud800',
  '\udc00\ufffe\uffff',
  'AKIAIOSFODNN7EXAMPLE xoxb-1234567890-abcdef password=hunter2',
  '"],"x":{"y":"\\',
  '\r\nBcc: eva@example.com\r\n\r\n',
  '😀'.repeat(300),
  'ä'.repeat(10_240),
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), anyText(), fc.string({ unit: 'binary', maxLength: 40 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** Limits of the services in bytes: an event of EventBridge and its body, a message of SNS, a card of Teams. */
const limits = {
  /** "PutEvents" of EventBridge's API reference. Larger ones are accepted since 2026; every region accepts these. */
  event: 256 * 1_024,
  /** https://developer.pagerduty.com/docs/send-alert-event */
  pagerDuty: 512 * 1_024,
  /** https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
  teams: 28_000,
  /** "Publish" of the API reference of SNS, and "SendMessage" of that of SQS for the ticket queue. */
  alarm: 256 * 1_024,
  email: 256 * 1_024,
  message: 256 * 1_024,
} as const satisfies Partial<Record<RouteKind | 'event', number>>;

/** All texts in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

/** Control characters except line breaks, direction marks, half surrogates, and what SQS refuses. */
const forbidden = /[\p{Surrogate}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|(?!\n)\p{Cc}/u;
const bytes = (value: unknown) => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));

describe('any text in every place of an incident', () => {
  it('stays text in the body of each route, within the limits of the services', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...messageKinds), (text, kind) => {
        const message = sampleMessage(text, kind);
        const bodies = messageBodies(message, routeKinds);
        for (const one of textsIn(bodies)) assert.doesNotMatch(one, forbidden);
        for (const [route, limit] of Object.entries(limits)) {
          const size = bytes(route === 'event' ? { message, routes: [], bodies } : bodies[route as RouteKind]);
          assert.ok(size <= limit, `${route} has ${size} bytes`);
        }
        const slack = bodies.slack as { text: string; blocks: { text?: { type: string } }[] };
        // Slack reads markup and mentions in `text` only.
        assert.doesNotMatch(slack.text, /[<>]|&(?!(amp|lt|gt);)/);
        assert.ok(
          slack.blocks.length <= 50 &&
            slack.blocks.every(({ text: own }) => (own?.type ?? 'plain_text') === 'plain_text'),
        );
        assert.doesNotMatch((bodies.email as EmailBody).subject, /\n/);
        assert.doesNotMatch(JSON.stringify(bodies.teams), /"type":"TextBlock"/);
      }),
      { numRuns: 150 },
    );
  });

  it('stays text in the digest, as HTML and as text', () => {
    const digestOf = (text: string) => {
      const { incident } = hostileIncident(text);
      const detected = '2026-11-06T12:00:00.000Z';
      const mute = { reason: text, author: text, until: 'u' };
      const messages = [
        { id: 'x.1', kind: 'opened', severity: 'critical', state: 'held', at: detected, mute } as const,
      ];
      return composeDigest(digestFacts({ incidents: [{ ...incident, detected, messages: [...messages] }] }));
    };
    const expected = pageStructure(digestMail(digestOf('plain')));
    fc.assert(
      fc.property(hostile, (text) => {
        const digest = digestOf(text);
        const html = digestMail(digest);
        assert.equal(pageStructure(html), expected);
        for (const written of [html, digestText(digest)]) {
          assert.doesNotMatch(written, forbidden);
          assert.ok(bytes(written) < 256 * 1_024, `${bytes(written)} bytes`);
        }
      }),
      { numRuns: 100 },
    );
  });
});
