import assert from 'node:assert/strict';
import type { JudgedCall } from '../../../audit/judge/judgedCall';
import { hourMs } from '../../../contract/hours';
import { incidentKey } from '../../../contract/storeLayout';
import { noteChanges } from '../../../functions/audit/noteChanges';
import { closeIncident, openIncident, type WindowReport } from '../../../incidents/document/incident';
import { formatIncidentDocument, parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { FakeStore } from '../incident/fakeStore';

const opened = new Date('2026-11-02T13:00:00Z');
const now = new Date('2026-11-02T16:00:00Z');

function report(endpoint: string, hour: Date): WindowReport {
  return {
    endpoint,
    schema: 'v1',
    monitoringSchedule: 'analyzer',
    hour,
    to: new Date(hour.getTime() + hourMs),
    key: `reports/${endpoint}/schema=v1/${endpoint}/analyzer/2026/11/02/13/`,
    version: 'v1',
    brokenPromises: [{ feature: 'age', check: 'completeness_check', severity: 'critical', description: 'empty' }],
    causes: [],
    rejects: [],
    rejectCount: 0,
    rows: 100,
  };
}

/** A store with an open incident of each of two endpoints, and a closed one. */
function situation() {
  const store = new FakeStore();
  for (const endpoint of ['churn', 'fraud']) {
    store.put(incidentKey(endpoint, opened), formatIncidentDocument(openIncident(report(endpoint, opened)), 'a note'));
  }
  const earlier = new Date(opened.getTime() - 48 * hourMs);
  const closed = closeIncident(openIncident(report('churn', earlier)), report('churn', opened));
  store.put(incidentKey('churn', earlier), formatIncidentDocument(closed));
  const place = { s3: store.client, bucket: 'store' };
  const note = (...calls: JudgedCall[]) => noteChanges(place, ['churn', 'fraud', 'quiet'], calls, now);
  const changesOf = (endpoint: string, at = opened) =>
    parseIncidentDocument(store.text(incidentKey(endpoint, at))).incident.changes;
  return { store, note, changesOf, earlier };
}

const muted: JudgedCall = {
  when: '2026-11-02T15:05:00Z',
  who: 'arn:aws:iam::123456789012:user/mallory',
  kind: 'alarm muted',
  action: 'DisableAlarmActions',
  target: '{}',
  eventId: 'e1',
  account: '123456789012',
  region: 'eu-west-1',
  actor: 'user mallory',
  from: '198.51.100.7',
  through: 'the AWS CLI',
  names: ['critical.prod.churn.silence'],
  keys: [],
  part: 'alarms',
  endpoint: 'churn',
  changes: [],
  verdict: 'unexplained',
  sentence:
    'user mallory muted alarm critical.prod.churn.silence of endpoint churn with DisableAlarmActions from 198.51.100.7 through the AWS CLI; unexplained',
};

describe('noteChanges', () => {
  it('notes a call in the open incident of its endpoint, with the caller, and keeps the notes of people', async () => {
    const { store, note, changesOf, earlier } = situation();
    await note(muted);
    assert.deepEqual(changesOf('churn'), [
      {
        at: '2026-11-02T15:05:00Z',
        kind: 'mute',
        what: 'Muted alarm critical.prod.churn.silence of endpoint churn with DisableAlarmActions from 198.51.100.7 through the AWS CLI',
        by: muted.who,
      },
    ]);
    assert.equal(changesOf('fraud'), undefined);
    assert.equal(changesOf('churn', earlier), undefined);
    assert.equal(parseIncidentDocument(store.text(incidentKey('churn', opened))).notes, 'a note');
  });

  it('notes a call on a part that endpoints share in the open incidents of all of them', async () => {
    const { note, changesOf } = situation();
    await note({ ...muted, kind: 'function changed', endpoint: undefined });
    assert.deepEqual([changesOf('churn')?.length, changesOf('fraud')?.length], [1, 1]);
  });

  it('writes nothing for a call that is noted already, and for one that AWS refused', async () => {
    const { store, note } = situation();
    await note(muted);
    await note(muted, { ...muted, refused: 'AccessDenied', when: '2026-11-02T15:06:00Z' });
    assert.equal(store.writes, 1);
  });

  it('reads an incident again that the incident function changed meanwhile', async () => {
    const { store, note, changesOf } = situation();
    const key = incidentKey('churn', opened);
    const { client } = store;
    let disturbed = false;
    const disturbing = {
      send: async (command: { constructor: { name: string } }) => {
        if (command.constructor.name === 'PutObjectCommand' && !disturbed) {
          disturbed = true;
          store.put(key, formatIncidentDocument(openIncident(report('churn', opened)), 'another note'));
        }
        return client.send(command as never);
      },
    };
    await noteChanges({ s3: disturbing as never, bucket: 'store' }, ['churn'], [muted], now);
    assert.equal(changesOf('churn')?.length, 1);
    assert.equal(parseIncidentDocument(store.text(key)).notes, 'another note');
    await note();
  });
});
