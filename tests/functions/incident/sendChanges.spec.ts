import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';
import { type MonitorSettings, monitorSettingsKey } from '../../../contract/monitorSettings';
import { baselineKey, calibrationKey } from '../../../contract/storeLayout';
import { pagerDutyChangeSchema } from '../../support/destinationSchemas';
import { allWell, hour, ref, situation } from './incidentSituation';

const baseline = '2026-11-01-3f9a2c';
const isValid = new Ajv2020({ strict: false }).compile(pagerDutyChangeSchema);

/** A situation with routes of PagerDuty, and what arrived on each: the lines of changes. */
function paged(owners?: string[]) {
  const churn = situation();
  const settings = JSON.parse(churn.store.text(monitorSettingsKey)) as MonitorSettings;
  const route = { name: 'pages', kind: 'pagerDuty' as const, severities: ['critical' as const], owners };
  const other = { name: 'others', kind: 'pagerDuty' as const, severities: ['critical' as const], owners: ['other'] };
  const withRoutes: MonitorSettings = {
    ...settings,
    routes: [route, other, { ...route, name: 'chat', kind: 'slack' }],
  };
  const lines = () =>
    churn.changes.map(({ changeRoutes, body }) => {
      assert.ok(isValid(body), JSON.stringify(isValid.errors));
      const { payload } = body as { payload: { custom_details: { changes: string[] }; timestamp: string } };
      return [changeRoutes, payload.timestamp, payload.custom_details.changes];
    });
  return { ...churn, settings: withRoutes, lines };
}

describe('incident function: changes', () => {
  it('of a deployment are sent to the routes of PagerDuty for the owners, and page nobody', async () => {
    const { store, settings, arrives, lines, messages, pages } = paged(['ml']);
    const churn = settings.endpoints['churn'];
    assert.ok(churn);
    store.putAt(hour(8), monitorSettingsKey, settings);
    store.putAt(hour(9), monitorSettingsKey, {
      ...settings,
      endpoints: { churn: { ...churn, schedule: 'rate(5 minutes)' } },
    });
    assert.deepEqual(await arrives(monitorSettingsKey), allWell);
    const line = 'churn: Setting schedule changed from cron(0 * ? * * *) to rate(5 minutes).';
    assert.deepEqual(lines(), [[['pages'], hour(9).toISOString(), [line]]]);
    assert.deepEqual([messages, pages], [[], []]);
  });

  it('are not sent of an update that changes no endpoint, nor after settings of another release', async () => {
    const { store, settings, arrives, lines } = paged();
    store.putAt(hour(8), monitorSettingsKey, settings);
    store.putAt(hour(9), monitorSettingsKey, { ...settings, mutes: [] });
    await arrives(monitorSettingsKey);
    store.putAt(hour(10), monitorSettingsKey, { version: 0 });
    await arrives(monitorSettingsKey);
    store.putAt(hour(11), monitorSettingsKey, settings);
    await arrives(monitorSettingsKey);
    assert.deepEqual(lines(), []);
  });

  it('of a first deployment and of an endpoint that is removed name the endpoint', async () => {
    const { store, settings, arrives, lines } = paged(['ml']);
    store.putAt(hour(8), monitorSettingsKey, settings);
    await arrives(monitorSettingsKey);
    store.putAt(hour(9), monitorSettingsKey, { ...settings, endpoints: {} });
    await arrives(monitorSettingsKey);
    assert.deepEqual(
      lines().map(([, , changes]) => changes),
      [['churn: The stack began to monitor the endpoint.'], ['churn: The stack ended to monitor the endpoint.']],
    );
  });

  it('are approvals of baselines and calibrations, with author and reason', async () => {
    const { store, settings, arrives, lines } = paged(['ml']);
    store.put(monitorSettingsKey, settings);
    const approval = { by: 'ana', at: hour(8).toISOString(), why: 'spring campaign' };
    const [manifest, calibration] = [baselineKey(ref, baseline, 'manifest.json'), calibrationKey(ref, baseline)];
    store.put(manifest, { approval });
    store.put(calibration, {});
    assert.deepEqual(await arrives(manifest, calibration), allWell);
    const line = `churn: Baseline ${baseline} was approved: spring campaign (by ana)`;
    assert.deepEqual(lines(), [[['pages'], hour(8).toISOString(), [line]]]);
  });

  it('are bounded, and free of control characters', async () => {
    const { store, settings, arrives, lines } = paged();
    store.put(monitorSettingsKey, settings);
    const approval = { by: 'ana', at: hour(8).toISOString(), why: `\u0007${'x'.repeat(9_000)}` };
    const manifest = baselineKey(ref, baseline, 'manifest.json');
    store.put(manifest, { approval });
    await arrives(manifest);
    const [[, , [line = ''] = []] = []] = lines() as [string[], string, string[]][];
    assert.ok(line.length > 0 && line.length <= 500);
    assert.ok(!line.includes('\u0007'));
  });
});
