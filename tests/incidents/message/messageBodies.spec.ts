import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { type IncidentMessage, messageKinds } from '../../../contract/incidentMessage';
import { readMessageEvent, routeKinds } from '../../../contract/messageRoute';
import { composeMessage } from '../../../incidents/message/composeMessage';
import { messageBodies } from '../../../incidents/message/messageBodies';
import { destinationSchemas } from '../../support/destinationSchemas';
import { hostileIncident } from '../../support/hostileIncident';
import { schemaFaults } from '../../support/jsonSchema';
import { messageContext, sampleMessage } from '../../support/sampleMessage';

const compiler = new Ajv2020({ strict: false, allErrors: true });
const validators = Object.fromEntries(
  Object.entries(destinationSchemas).map(([kind, schema]) => [kind, compiler.compile(schema)]),
);

/** What is wrong with the bodies of a message, by kind. */
function bodyFaults(message: IncidentMessage): string[] {
  const bodies = messageBodies(message, routeKinds);
  return Object.entries(validators).flatMap(([kind, validate]) => {
    void validate(bodies[kind as keyof typeof bodies]);
    return (validate.errors ?? []).map(({ instancePath, message: fault }) => `${kind} ${instancePath} ${fault}`);
  });
}

/** Direction marks, and what SQS refuses. */
const forbidden = /[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/;

const hostileTexts: Record<string, string> = {
  'a plain name': 'age',
  'quotation marks and backslashes': String.raw`a"b\"c\\"}],{"x":"`,
  'HTML and mentions of Slack': '<script>alert(1)</script> <!channel> & <https://evil.example|click>',
  Markdown: '**bold** [click](https://evil.example) `x` # h',
  'placeholders of EventBridge': '<aws.events.event.json> <$.detail.message> $x',
  'control characters and direction marks': 'a\u0000b\u0007c\u202Ed\u2066e\r\nf\u0085',
  'half a surrogate and what SQS refuses': 'a\uD800b\uDC00c\uFFFEd\uFFFF',
  'ten kilobytes': 'ä'.repeat(10_240),
  'emoji at the limit': `${'x'.repeat(99)}😀${'😀'.repeat(400)}`,
};

describe('the bodies of a message', () => {
  for (const [title, text] of Object.entries(hostileTexts)) {
    it(`are accepted by every destination with ${title} in every text from data`, () => {
      for (const kind of messageKinds) {
        const message = sampleMessage(text, kind);
        assert.deepEqual(schemaFaults('contract/schemas/incident-message.schema.json', message), []);
        assert.deepEqual(bodyFaults(message), []);
        const event = { message, routes: ['tickets'], bodies: messageBodies(message, routeKinds) };
        const json = JSON.stringify(event);
        assert.deepEqual(readMessageEvent(JSON.parse(json)), JSON.parse(json));
        assert.doesNotMatch(json, forbidden);
        // JSON escapes control characters and half surrogates.
        assert.doesNotMatch(json, /\\u/);
        // 256 KB in all of an event ("PutEvents" of EventBridge's API reference), 28 KB in a message of Teams.
        assert.ok(Buffer.byteLength(json) < 128 * 1024, `${Buffer.byteLength(json)}`);
        assert.ok(Buffer.byteLength(JSON.stringify(event.bodies.teams)) < 28_000);
      }
    });
  }

  it('are accepted with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
        const message = sampleMessage(text);
        assert.deepEqual(bodyFaults(message), []);
        assert.deepEqual(schemaFaults('contract/schemas/incident-message.schema.json', message), []);
      }),
      { numRuns: 50 },
    );
  });

  it('resolve the alert of the same key when an incident is closed', () => {
    const [opened, closed] = [sampleMessage('age'), sampleMessage('age', 'closed')].map((message) =>
      messageBodies(message, ['pagerDuty', 'alarm']),
    ) as {
      pagerDuty: { event_action: string; dedup_key: string };
      alarm: { AlarmName: string; NewStateValue: string };
    }[];
    assert.deepEqual(
      [opened?.pagerDuty.event_action, closed?.pagerDuty.event_action, closed?.pagerDuty.dedup_key],
      ['trigger', 'resolve', 'prod/churn-2026110208'],
    );
    assert.equal(opened?.pagerDuty.dedup_key, closed?.pagerDuty.dedup_key);
    assert.equal(closed?.alarm.AlarmName, 'critical.prod.churn.churn-2026110208');
    assert.deepEqual([opened?.alarm.NewStateValue, closed?.alarm.NewStateValue], ['ALARM', 'OK']);
  });

  it('have links to the console of the partition', () => {
    const { incident } = hostileIncident('age');
    const [entry] = [
      { id: 'x.1', kind: 'opened', severity: 'critical', state: 'pending', at: incident.opened },
    ] as const;
    const linksIn = (region: string) => composeMessage(incident, entry, { ...messageContext, region }).links;
    assert.deepEqual(linksIn('eu-west-1'), {
      report: 'https://console.aws.amazon.com/s3/object/store?region=eu-west-1&prefix=reports%2Fx%2Fsummary.json',
      incident:
        'https://console.aws.amazon.com/s3/object/store?region=eu-west-1&prefix=incidents%2Fchurn%2F2026%2Fchurn-2026110208.md',
      dashboard:
        'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/model-observability-prod',
    });
    assert.match(linksIn('cn-north-1').report, /^https:\/\/console\.amazonaws\.cn\/s3\//);
    assert.match(linksIn('us-gov-west-1').report, /^https:\/\/console\.amazonaws-us-gov\.com\/s3\//);
  });

  it('of another version than the known ones are refused', () => {
    assert.throws(() => readMessageEvent({ message: { version: 2 }, routes: [], bodies: {} }), {
      message: 'invalid message version 2: expected 1',
    });
  });
});
