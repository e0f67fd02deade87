import assert from 'node:assert/strict';
import { variantMetadata } from '../../../contract/captureVariants';
import { monitorSettingsKey } from '../../../contract/monitorSettings';
import { analyzerReportPrefix } from '../../../contract/storeLayout';
import { type WindowSummary, windowSummaryFile } from '../../../contract/windowSummary';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { ref, situation, statisticsFrom } from './incidentSituation';

const created = (key: string) => ({ detail: { bucket: { name: 'store' }, object: { key } } });
const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

describe('the incident function on reports of the analyzer', () => {
  it('derives windows of minutes, and keeps an incident for each time that promises broke', async () => {
    const { store, handler, metrics } = situation({ engine: 'analyzer', schedule: 'rate(5 minutes)' });
    const report = async (time: string, age: number) => {
      const key = `${analyzerReportPrefix(ref, at(time), true)}statistics.json`;
      store.put(key, modelMonitorJson.write(statisticsFrom(age)));
      const { batchItemFailures } = await handler({
        Records: [{ messageId: time, body: JSON.stringify(created(key)) }],
      });
      assert.deepEqual(batchItemFailures, []);
    };
    await report('13:10', 90);
    await report('13:15', 0);
    await report('13:25', 90);
    await report('13:30', 0);
    await report('14:05', 90);
    const summary = JSON.parse(
      store.text(analyzerReportPrefix(ref, at('13:10'), true) + windowSummaryFile),
    ) as WindowSummary;
    assert.deepEqual(summary.window, { from: '2026-11-23T13:05:00.000Z', to: '2026-11-23T13:10:00.000Z' });
    assert.deepEqual(store.keys('incidents/'), [
      'incidents/churn/2026/churn-202611231305.md',
      'incidents/churn/2026/churn-202611231320.md',
      'incidents/churn/2026/churn-2026112314.md',
    ]);
    assert.match(store.text('incidents/churn/2026/churn-202611231305.md'), /^closed: "?2026-11-23T13:10/m);
    const broken = metrics.filter((metric) => metric.includes('Severity=critical'));
    assert.deepEqual(
      broken.map((metric) => metric.split(' ')[0]),
      ['BrokenPromises=1', 'BrokenPromises=0', 'BrokenPromises=1', 'BrokenPromises=0', 'BrokenPromises=1'],
    );
  });

  it('names the variants of a report in its summary, incident and message', async () => {
    const { store, handler, incident, messages } = situation({ engine: 'analyzer', schedule: 'rate(1 hour)' });
    const prefix = analyzerReportPrefix(ref, at('13:00'), false);
    const key = `${prefix}statistics.json`;
    store.put(key, modelMonitorJson.write(statisticsFrom(90)), variantMetadata(['blue', 'green']));
    await handler({ Records: [{ messageId: key, body: JSON.stringify(created(key)) }] });
    const summary = JSON.parse(store.text(prefix + windowSummaryFile)) as WindowSummary;
    assert.deepEqual(summary.variants, ['blue', 'green']);
    assert.deepEqual(incident(12).reports[0]?.variants, ['blue', 'green']);
    assert.match(
      store.text('incidents/churn/2026/churn-2026112312.md'),
      /Endpoint churn \(variants blue, green\) violated/,
    );
    assert.deepEqual(messages[0]?.message.variants, ['blue', 'green']);
  });

  it('keeps both reports of windows that begin at the same time after a change of the schedule', async () => {
    const { store, handler, incident } = situation({ engine: 'analyzer', schedule: 'rate(5 minutes)' });
    const handle = async (prefix: string) => {
      const key = `${prefix}statistics.json`;
      store.put(key, modelMonitorJson.write(statisticsFrom(90)));
      const { batchItemFailures } = await handler({
        Records: [{ messageId: key, body: JSON.stringify(created(key)) }],
      });
      assert.deepEqual(batchItemFailures, []);
    };
    const prefixes = [analyzerReportPrefix(ref, at('13:05'), true), analyzerReportPrefix(ref, at('14:00'), false)];
    const [first = '', second = ''] = prefixes;
    await handle(first);
    store.put(
      monitorSettingsKey,
      JSON.parse(store.text(monitorSettingsKey).replaceAll('rate(5 minutes)', 'rate(1 hour)')),
    );
    await handle(second);
    const { opened, reports } = incident(13);
    assert.equal(opened, at('13:00').toISOString());
    assert.deepEqual(reports.map(({ key }) => key).sort(), prefixes);
  });
});
