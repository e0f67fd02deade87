import assert from 'node:assert/strict';
import type { MonitorSettings } from '../../../contract/monitorSettings';
import { monitorSettingsKey } from '../../../contract/monitorSettings';
import { baselineKey, calibrationKey, incidentKey } from '../../../contract/storeLayout';
import { hour, ref, situation, statisticsFrom } from './incidentSituation';

const drifted = statisticsFrom(60);
const baseline = '2026-11-01-3f9a2c';

describe('what changed before an incident', () => {
  it('is read from the versions of the settings of the day before, and may be the cause', async () => {
    const { arrives, report, store, incident } = situation();
    const latest = JSON.parse(store.text(monitorSettingsKey)) as MonitorSettings;
    const churn = latest.endpoints['churn'];
    assert.ok(churn);
    const versionOf = (settings: Partial<typeof churn>) => ({
      ...latest,
      endpoints: { churn: { ...churn, ...settings } },
    });
    store.putAt(hour(-60), monitorSettingsKey, versionOf({ owner: 'nobody' }));
    store.putAt(hour(-10), monitorSettingsKey, versionOf({ baseline: '2026-10-01-000000' }));
    store.putAt(hour(9), monitorSettingsKey, versionOf({ sla: { ...churn.sla, freshnessHours: 5, features: {} } }));
    store.putAt(hour(11), monitorSettingsKey, latest);
    await arrives(...report(11, [], drifted));
    const features = Object.keys(churn.sla.features).sort();
    assert.deepEqual(
      incident(10).changes?.map(({ at, kind, what }) => [at, kind, what]),
      [
        [hour(-10).toISOString(), 'baseline', `Setting baseline changed from ${baseline} to 2026-10-01-000000.`],
        [hour(-10).toISOString(), 'settings', 'Setting owner changed from nobody to ml.'],
        [hour(9).toISOString(), 'baseline', `Setting baseline changed from 2026-10-01-000000 to ${baseline}.`],
        [
          hour(9).toISOString(),
          'settings',
          `The SLA changed: freshnessHours, ${features.map((name) => `feature ${name}`).join(', ')}.`,
        ],
      ],
    );
    const cause = incident(10).causes.find((likely) => likely.cause === 'deployment');
    assert.match(cause?.evidence ?? '', /^2026-11-23 09:00 UTC: The SLA changed: /);
    assert.match(
      store.text(incidentKey('churn', hour(10))),
      /\n## Changes in the day before\n\n- 2026-11-22 14:00 UTC: Setting baseline changed from/,
    );
  });

  it('has the approval of the baseline with its author, also after later windows and a reread', async () => {
    const { arrives, report, store, incident } = situation();
    const approval = { by: 'arn:aws:iam::1:user/ana', at: hour(8).toISOString(), why: 'spring campaign' };
    store.put(baselineKey(ref, baseline, 'manifest.json'), { approval });
    store.put(calibrationKey(ref, baseline), { approval: { ...approval, at: hour(7).toISOString() } });
    await arrives(...report(11, [], drifted));
    const changes = [
      {
        at: hour(7).toISOString(),
        kind: 'calibration',
        what: `The calibration of baseline ${baseline} was approved: spring campaign`,
        by: 'arn:aws:iam::1:user/ana',
      },
      {
        at: approval.at,
        kind: 'baseline',
        what: `Baseline ${baseline} was approved: spring campaign`,
        by: 'arn:aws:iam::1:user/ana',
      },
    ];
    assert.deepEqual(incident(10).changes, changes);
    await arrives(...report(12, [], drifted));
    await arrives(...report(11, [], statisticsFrom(70)));
    assert.deepEqual(incident(10).changes, changes);
    assert.deepEqual(
      incident(10)
        .causes.filter(({ cause }) => cause === 'deployment')
        .map(({ score }) => score),
      [0.4],
    );
  });

  it('has captures that fell far below those of each window before', async () => {
    const { arrives, report, incident } = situation();
    for (let h = 1; h <= 6; h += 1) await arrives(...report(h, []));
    const few = statisticsFrom(60);
    await arrives(...report(7, [], { ...few, dataset: { item_count: 12 } }));
    assert.deepEqual(incident(6).changes, [
      {
        at: hour(6).toISOString(),
        kind: 'captures',
        what: 'Captures fell to 12 rows; each of the 6 windows before had at least 100.',
      },
    ]);
    assert.ok(incident(6).causes.some(({ cause }) => cause === 'capture-stopped'));
  });

  it('has mutes of messages that were in effect, with their author', async () => {
    const { arrives, report, store, incident } = situation();
    const settings = JSON.parse(store.text(monitorSettingsKey)) as MonitorSettings;
    const mute = (endpoint: string, from: number, until: number) => ({
      endpoints: [endpoint],
      reason: 'migration of the feature store',
      author: 'ana@example.com',
      from: hour(from).toISOString(),
      until: hour(until).toISOString(),
    });
    const mutes = [
      mute('churn', 7, 9),
      mute('*', -60, 12),
      mute('fraud', 7, 9),
      mute('churn', -60, -40),
      mute('churn', 12, 13),
    ];
    store.put(monitorSettingsKey, { ...settings, mutes });
    await arrives(...report(11, [], drifted));
    assert.deepEqual(
      incident(10).changes?.map(({ at, kind, what, by }) => [at, kind, what.split(' until ')[0], by]),
      [
        [hour(-14).toISOString(), 'mute', 'Messages of every endpoint,', 'ana@example.com'],
        [hour(7).toISOString(), 'mute', 'Messages of churn,', 'ana@example.com'],
      ],
    );
  });

  it('is nothing of the time before, after or of another endpoint', async () => {
    const { arrives, report, store, incident } = situation();
    const approval = { by: 'ana', at: hour(-40).toISOString(), why: 'old' };
    store.put(baselineKey(ref, baseline, 'manifest.json'), { approval });
    const latest = JSON.parse(store.text(monitorSettingsKey)) as MonitorSettings;
    store.putAt(hour(2), monitorSettingsKey, latest);
    store.putAt(hour(3), monitorSettingsKey, {
      ...latest,
      endpoints: { ...latest.endpoints, other: latest.endpoints['churn'] },
    });
    await arrives(...report(11, [], drifted));
    assert.deepEqual(incident(10).changes, [
      { at: hour(2).toISOString(), kind: 'settings', what: 'The stack began to monitor the endpoint.' },
    ]);
  });
});
