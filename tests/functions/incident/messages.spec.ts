import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type MonitorSettings, monitorSettingsKey } from '../../../contract/monitorSettings';
import { incidentKey } from '../../../contract/storeLayout';
import { schemaFaults } from '../../support/jsonSchema';
import { allWell, drift, hour, situation, statisticsFrom, typeCheck } from './incidentSituation';

const drifted = statisticsFrom(60);

/** Kind, severity and incident of each message. */
const told = ({ messages }: ReturnType<typeof situation>) =>
  messages.map(({ message }) => `${message.id} ${message.kind} ${message.severity}`);

describe("incident function: an incident's messages", () => {
  it('are one when it opens and one when it closes, whatever the number of windows, events and deliveries', async () => {
    const churn = situation();
    for (const h of [11, 12, 13]) {
      const keys = churn.report(h, [drift('age')], drifted);
      await churn.arrives(...keys);
      await churn.arrives(...keys);
    }
    await churn.arrives(churn.statistics(14));
    await churn.arrives(churn.statistics(15));
    assert.deepEqual(told(churn), ['churn-2026112310.1 opened critical', 'churn-2026112310.2 closed critical']);
    for (const { message } of churn.messages) {
      assert.deepEqual(schemaFaults('contract/schemas/incident-message.schema.json', message), []);
    }
  });

  it('name routes by severity and owner, and have the bodies of these routes only', async () => {
    const churn = situation();
    await churn.arrives(...churn.report(11, [typeCheck]));
    await churn.arrives(...churn.report(12, [typeCheck], drifted));
    await churn.arrives(churn.statistics(13));
    assert.deepEqual(
      churn.messages.map(({ message, routes, bodies }) => [message.kind, routes, Object.keys(bodies)]),
      [
        ['opened', ['tickets'], ['message']],
        ['escalated', ['pager', 'tickets'], ['message', 'pagerDuty']],
        ['closed', ['pager', 'tickets'], ['message', 'pagerDuty']],
      ],
    );
  });

  it('are mailed to the route of their owner by the topic, with a subject of ASCII', async () => {
    const churn = situation();
    const settings = JSON.parse(churn.store.text(monitorSettingsKey)) as MonitorSettings;
    const route = (name: string, owner: string) =>
      ({ name, kind: 'email', severities: ['critical', 'warning'], owners: [owner] }) as const;
    churn.store.put(monitorSettingsKey, { ...settings, routes: [route('team-mail', 'ml'), route('other', 'others')] });
    await churn.arrives(...churn.report(11, [drift('größe')], drifted));
    const [mail, ...others] = churn.mails;
    assert.deepEqual(others, []);
    assert.deepEqual(mail?.MessageAttributes, { audience: { DataType: 'String', StringValue: 'route:team-mail' } });
    assert.match(mail?.Subject ?? '', /^[ -~]{1,100}$/);
    assert.match(mail?.Message ?? '', /größe \(baseline_drift_check\): .*\n\nWindows: 1, .*\nIncident: https:/s);
    assert.deepEqual([churn.messages[0]?.routes, churn.pages], [[], []]);
  });

  it('are its first and its last one for an incident that is over when its report is handled', async () => {
    const churn = situation();
    const late = churn.report(11, [drift('age')], drifted);
    await churn.arrives(churn.statistics(12));
    await churn.arrives(...late);
    assert.deepEqual(told(churn), ['churn-2026112310.1 opened critical', 'churn-2026112310.2 closed critical']);
  });

  it('go on when a late report opens the incident an hour earlier', async () => {
    const churn = situation();
    await churn.arrives(...churn.report(12, [drift('age')], drifted));
    await churn.arrives(...churn.report(11, [drift('age')], drifted));
    await churn.arrives(churn.statistics(13));
    assert.deepEqual(told(churn), ['churn-2026112311.1 opened critical', 'churn-2026112311.2 closed critical']);
    assert.deepEqual(
      churn.messages.map(({ message }) => [message.thread, message.incident]),
      [
        ['churn-2026112311', 'churn-2026112311'],
        ['churn-2026112311', 'churn-2026112310'],
      ],
    );
    assert.deepEqual(churn.incident(11).messages, []);
  });

  it('close an incident that a rerun makes part of another one that was told too', async () => {
    const churn = situation();
    await churn.arrives(...churn.report(11, [typeCheck]));
    await churn.arrives(...churn.report(12, [drift('age')], drifted));
    const before = told(churn);
    assert.deepEqual(
      churn.messages.map(({ message }) => message.incident),
      ['churn-2026112310', 'churn-2026112311'],
    );
    const keys = churn.report(11, [typeCheck, drift('age')], drifted);
    await churn.arrives(...keys);
    await churn.arrives(...keys);
    const after = ['churn-2026112310.2 escalated critical', 'churn-2026112311.2 closed critical'];
    assert.deepEqual(told(churn), [...before, ...after]);
    assert.deepEqual(churn.incident(11).reports, []);
    assert.deepEqual(
      churn.incident(11).messages.map(({ id }) => id),
      ['churn-2026112311.1', 'churn-2026112311.2'],
    );
  });

  it('are sent by the next delivery, if the bus does not accept them or the function ends before', async () => {
    const churn = situation();
    const keys = churn.report(11, [drift('age')], drifted);
    churn.bus.isDown = true;
    assert.equal((await churn.arrives(...keys)).batchItemFailures.length, 2);
    churn.bus.isDown = false;
    // Another invocation may still be sending it.
    assert.equal((await churn.arrives(...keys)).batchItemFailures.length, 2);
    assert.deepEqual(told(churn), []);
    churn.wait(6);
    assert.deepEqual(await churn.arrives(...keys), allWell);
    assert.deepEqual(await churn.arrives(...keys), allWell);
    assert.deepEqual(told(churn), ['churn-2026112310.1 opened critical']);
  });

  it('are not sent again when a person writes the document at the same moment', async () => {
    const churn = situation();
    const key = incidentKey('churn', hour(10));
    churn.bus.onPut = () => {
      churn.bus.onPut = undefined;
      churn.store.put(key, `${churn.store.text(key)}\nIt was me.\n`);
    };
    assert.deepEqual(await churn.arrives(...churn.report(11, [drift('age')], drifted)), allWell);
    assert.deepEqual(told(churn), ['churn-2026112310.1 opened critical']);
    assert.match(churn.store.text(key), /It was me/);
    assert.equal(churn.incident(10).messages[0]?.state, 'sent');
  });

  it('are not sent for an incident that is older than messages, until it changes', async () => {
    const churn = situation();
    await churn.arrives(...churn.report(11, [drift('age')], drifted));
    await churn.arrives(churn.statistics(12));
    const key = incidentKey('churn', hour(10));
    const text = churn.store.text(key).replace(/^messages:\n(?: .*\n)+/m, '');
    await churn.store.client.send(new PutObjectCommand({ Bucket: 'store', Key: key, Body: text }));
    churn.messages.length = 0;
    await churn.arrives(churn.statistics(13));
    assert.deepEqual(told(churn), []);
  });
});
