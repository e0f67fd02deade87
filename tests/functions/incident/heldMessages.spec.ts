import assert from 'node:assert/strict';
import { type MonitorSettings, monitorSettingsKey, readMonitorSettings } from '../../../contract/monitorSettings';
import { drift, situation, statisticsFrom, typeCheck } from './incidentSituation';

const drifted = statisticsFrom(60);
const told = ({ messages }: ReturnType<typeof situation>) =>
  messages.map(({ message }) => `${message.id} ${message.kind} ${message.severity}`);

/** A situation whose settings mute the endpoint until some minutes after its first instant. */
function muted(minutes: number, changes: Partial<NonNullable<MonitorSettings['mutes']>[number]> = {}) {
  const churn = situation();
  const until = new Date(Date.parse('2026-11-23T12:34:56Z') + minutes * 60_000).toISOString();
  const mute = { endpoints: ['churn'], reason: 'retraining', author: 'ana@example.com', until, ...changes };
  const settings = readMonitorSettings(churn.store.text(monitorSettingsKey));
  churn.store.put(monitorSettingsKey, { ...settings, mutes: [mute] });
  return { churn, until };
}

describe('incident function: messages of a muted endpoint', () => {
  it('are held back once, with reason, author and end in the document', async () => {
    const { churn, until } = muted(60);
    for (const h of [11, 12]) await churn.arrives(...churn.report(h, [drift('age')], drifted));
    assert.deepEqual(told(churn), []);
    const { messages } = churn.incident(10);
    assert.deepEqual(
      messages.map(({ kind, state, mute }) => ({ kind, state, mute })),
      [{ kind: 'opened', state: 'held', mute: { reason: 'retraining', author: 'ana@example.com', until } }],
    );
    const document = churn.store.text('incidents/churn/2026/churn-2026112310.md');
    assert.match(
      document,
      /## Messages that a mute held back\n\n- 2026-11-23 12:34 UTC: opened \(critical\): retraining \(ana@example.com\), until /,
    );
  });

  it('are sent with the first report after the mute, if the incident is still open', async () => {
    const { churn } = muted(60);
    await churn.arrives(...churn.report(11, [drift('age')], drifted));
    churn.wait(61);
    await churn.arrives(...churn.report(12, [drift('age')], drifted));
    await churn.arrives(churn.statistics(13));
    assert.deepEqual(told(churn), ['churn-2026112310.2 opened critical', 'churn-2026112310.3 closed critical']);
  });

  it('are not sent at all about an incident that closes meanwhile', async () => {
    const { churn } = muted(60);
    await churn.arrives(...churn.report(11, [drift('age')], drifted));
    churn.wait(61);
    await churn.arrives(churn.statistics(12));
    assert.deepEqual(told(churn), []);
  });

  it('include an escalation, but not the end of an incident that people know', async () => {
    const { churn } = muted(60, { severities: ['critical'] });
    await churn.arrives(...churn.report(11, [typeCheck]));
    await churn.arrives(...churn.report(12, [typeCheck], drifted));
    await churn.arrives(churn.statistics(13));
    assert.deepEqual(told(churn), ['churn-2026112310.1 opened warning', 'churn-2026112310.3 closed warning']);
    assert.deepEqual(churn.messages.at(-1)?.routes, ['tickets']);
  });

  it('are sent if the mute is about another endpoint, severity or time', async () => {
    for (const changes of [
      { endpoints: ['fraud'] },
      { severities: ['info' as const] },
      { daily: { from: '22:00', to: '06:00' } },
      { from: '2026-11-23T13:00:00Z' },
    ]) {
      const { churn } = muted(60, changes);
      await churn.arrives(...churn.report(11, [drift('age')], drifted));
      assert.deepEqual(told(churn), ['churn-2026112310.1 opened critical'], JSON.stringify(changes));
    }
  });
});
