import assert from 'node:assert/strict';
import { monitorSettingsKey } from '../../contract/monitorSettings';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { analyzerSituation, captureText } from './analyzer/analyzerSituation';
import { drift, record, situation, statisticsFrom } from './incident/incidentSituation';

// cspell:ignore xoxb
const secret = 'xoxb-1234567890-hunter2';
/** Files that hold a secret where a value is, and that cannot be read because of it. */
const broken = [secret, `{"a": ${secret}}`, `{"version": "${secret}"}`, `["${secret}"`, `{"violations": "${secret}"}`];

describe("the functions' logs", () => {
  const lines: string[] = [];
  const kept = { log: console.log, error: console.error, warn: console.warn };
  before(() => {
    const keep = (...parts: unknown[]) => lines.push(parts.map(String).join(' '));
    Object.assign(console, { log: keep, error: keep, warn: keep });
  });
  after(() => Object.assign(console, kept));
  beforeEach(() => lines.splice(0));
  const assertNoSecret = () => {
    assert.deepEqual(
      lines.filter((line) => /hunter2|xoxb/.test(line)),
      [],
    );
  };

  it('have no value of a report, of the settings or of an event that cannot be read', async () => {
    for (const text of broken) {
      const churn = situation();
      const keys = churn.report(11, [drift('age')], statisticsFrom(60));
      const prefix = keys[0]?.replace('statistics.json', '') ?? '';
      for (const file of ['statistics.json', 'constraint_violations.json', 'rejects.json', 'summary.json']) {
        const before = churn.store.objects.get(prefix + file);
        churn.store.put(prefix + file, text);
        await churn.arrives(...keys);
        churn.store.objects.delete(prefix + file);
        if (before) churn.store.objects.set(prefix + file, before);
      }
      churn.store.put(monitorSettingsKey, text);
      await churn.arrives(...keys);
      await churn.handler({ Records: [{ messageId: 'm', body: text }] });
    }
    assert.ok(lines.length > broken.length, 'nothing was logged');
    assertNoSecret();
  });

  it('have no value of a feature, a violation or a reject, and no secret of a message', async () => {
    const churn = situation();
    const rejects = [{ file: 'captures/a.jsonl', line: 1, reason: `not a number: '${secret}'` }];
    const statistics = JSON.parse(modelMonitorJson.write(statisticsFrom(60)).replaceAll('plan', secret));
    await churn.arrives(...churn.report(11, [{ ...drift('age'), description: secret }], statistics, rejects));
    churn.bus.isDown = true;
    await churn.arrives(...churn.report(12, [{ ...drift('age'), description: secret }], statistics, rejects));
    await churn.arrives(churn.statistics(13));
    assertNoSecret();
  });

  it('have no value of a capture', async () => {
    const { arrive, run } = analyzerSituation();
    const first = captureText().split('\n')[0] ?? '';
    arrive('08:10', `${first.replace('"20"', `"${secret}"`)}\n${secret}\n{"captureData": "${secret}"}\n`);
    await run('09:00');
    assert.ok(lines.length > 0, 'nothing was logged');
    assertNoSecret();
  });

  it('have the id of a message of the queue, to find it', async () => {
    const { handler } = situation();
    await handler({ Records: [record('m1', 'reports/x', 'other')] });
    assert.deepEqual(lines, ['messages m1: event of bucket other; expected store']);
  });
});
