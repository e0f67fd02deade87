import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composeDigest, type DigestFacts, isQuiet } from '../../../incidents/digest/digest';
import {
  digestEnd,
  digestFacts,
  messageEntry,
  quietHours,
  sampleEndpoint,
  sampleIncidentOf,
} from '../../support/digestFacts';

const idsOf = (facts: Partial<DigestFacts>, owner?: string) => {
  const { opened, open, closed } = composeDigest(digestFacts(facts), owner);
  return [opened, open, closed].map((incidents) => incidents.map(({ id }) => id));
};
const dayMs = 24 * 3_600_000;

describe('the digest', () => {
  it('tells incidents of the period from those that were open before', () => {
    assert.deepEqual(idsOf({}), [['churn-2026110612', 'arrival-delay-2026110520'], [], []]);
    const next = { from: digestEnd, to: new Date(digestEnd.getTime() + dayMs) };
    assert.deepEqual(idsOf(next), [[], ['churn-2026110612', 'arrival-delay-2026110520'], []]);
  });

  it('counts an incident by when it was found, however late that was', () => {
    const late = sampleIncidentOf('churn-2026110300', { detected: '2026-11-06T12:50:00.000Z' });
    assert.deepEqual(idsOf({ incidents: [late] }), [[late.id], [], []]);
  });

  it('has an incident that ended in the period among the closed ones, and a resolved one only once', () => {
    const closed = sampleIncidentOf('churn-2026110300', { closed: '2026-11-06T09:00:00.000Z' });
    assert.deepEqual(idsOf({ incidents: [closed] }), [[], [], [closed.id]]);
    const resolved = sampleIncidentOf('arrival-delay-2026110208');
    const dayOf = (at: string) => ({ incidents: [resolved], from: new Date(at), to: new Date(Date.parse(at) + dayMs) });
    assert.deepEqual(idsOf(dayOf('2026-11-02T13:00:00Z')), [[], [], [resolved.id]]);
    assert.deepEqual(idsOf(dayOf('2026-11-03T13:00:00Z')), [[], [], []]);
  });

  it('lists no incident that has lost all its windows', () => {
    const empty = sampleIncidentOf('churn-2026110612', { reports: [] });
    assert.deepEqual(idsOf({ incidents: [empty] }), [[], [], []]);
  });

  it('is about the endpoints of its owner', () => {
    assert.deepEqual(idsOf({}, 'payments-ml'), [['churn-2026110612'], [], []]);
    const mutes = [quietHours, { ...quietHours, endpoints: ['arrival-delay'], reason: 'maintenance' }];
    const reasons = (owner?: string) => composeDigest(digestFacts({ mutes }), owner).mutes.map(({ reason }) => reason);
    assert.deepEqual(reasons('payments-ml'), ['quiet hours']);
    assert.deepEqual(reasons(), ['quiet hours', 'maintenance']);
  });

  it('has what mutes held back in the period, with reason and author', () => {
    const { reason, author, until } = quietHours;
    const held = messageEntry({ state: 'held', mute: { reason, author, until } });
    const incident = sampleIncidentOf('churn-2026110612', { messages: [held] });
    const { held: messages } = composeDigest(digestFacts({ incidents: [incident] }));
    assert.deepEqual(messages, [
      { incident: incident.id, kind: 'opened', severity: 'warning', at: held.at, reason, author },
    ]);
    const next = { from: digestEnd, to: new Date(digestEnd.getTime() + dayMs) };
    assert.deepEqual(composeDigest(digestFacts({ incidents: [incident], ...next })).held, []);
  });

  it('leaves out mutes that have not begun or have ended', () => {
    const mutes = [
      { ...quietHours, from: '2026-11-06T13:00:01Z' },
      { ...quietHours, until: '2026-11-06T13:00:00Z' },
    ];
    assert.deepEqual(composeDigest(digestFacts({ mutes })).mutes, []);
  });

  it('names endpoints without a report for longer than promised', () => {
    const at = (lastReport: string | undefined) => [{ ...sampleEndpoint, lastReport }];
    const silent = (lastReport: string | undefined) =>
      composeDigest(digestFacts({ incidents: [], endpoints: at(lastReport) })).silent.length;
    assert.deepEqual(
      [undefined, '2026-11-06T10:59:59Z', '2026-11-06T11:00:00Z', '2026-11-06T13:00:00Z'].map(silent),
      [1, 1, 0, 0],
    );
  });

  it('is quiet if there is nothing to say', () => {
    assert.ok(isQuiet(composeDigest(digestFacts({ incidents: [] }))));
    for (const facts of [
      {},
      { incidents: [], mutes: [quietHours] },
      { incidents: [], endpoints: [{ ...sampleEndpoint, exactAlarms: 1 }] },
    ])
      assert.ok(!isQuiet(composeDigest(digestFacts(facts))), JSON.stringify(facts));
  });

  it('has each incident in at most one list, and each open one in exactly one, in any period', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 10, 1), max: Date.UTC(2026, 10, 9) });
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 72 }), (from, hours) => {
        const facts = digestFacts({ from: new Date(from), to: new Date(from + hours * 3_600_000) });
        const { opened, open, closed } = composeDigest(facts);
        const ids = [...opened, ...open, ...closed].map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        for (const { id, status, opened: at } of facts.incidents) {
          if (status === 'open' && new Date(at) < facts.to) assert.ok(ids.includes(id), id);
        }
      }),
      { numRuns: 200 },
    );
  });
});
