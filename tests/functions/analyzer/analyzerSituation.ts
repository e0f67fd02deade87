import assert from 'node:assert/strict';
import { type EndpointMonitor, monitorSettingsKey } from '../../../contract/monitorSettings';
import { type RunRecord, runRecordSchema } from '../../../contract/runRecord';
import { baselineKey, captureHourPrefix } from '../../../contract/storeLayout';
import { createAnalyzerHandler } from '../../../functions/analyzer/analyzerHandler';
import type { LargeWindows } from '../../../functions/analyzer/largeWindow';
import { deriveBaseline, refuseUnusable } from '../../../quality/baseline/deriveBaseline';
import { packBaseline } from '../../../quality/baseline/packBaseline';
import { churnSla as sla } from '../../support/churnSla';
import { MemoryStore } from './memoryStore';

export const ref = { endpoint: 'churn', schema: 'v1' };

/** Training rows, and the baseline of them. */
const ages = Array.from({ length: 200 }, (_, i) => 20 + (i % 50));
const schema = {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' as const }],
  input: [{ name: 'age', type: 'Integral' as const }],
};
const training = { file: 'training.csv', text: `score,age\n${ages.map((age) => `0.5,${age}`).join('\n')}\n` };
const { manifest, files: baselineTexts } = packBaseline({
  derived: refuseUnusable(deriveBaseline({ training, schema, sla })),
  endpoint: 'churn',
  schema,
  derivedAt: new Date('2026-11-01T00:00:00Z'),
  derivedBy: 'arn:aws:iam::123456789012:user/someone',
  source: 'training.csv',
});

const baseline = manifest.id;

/** One capture file of 50 rows; `shift` is added to each age. */
export function captureText(shift = 0): string {
  const lines = Array.from({ length: 50 }, (_, i) => {
    const body = (data: string, mode: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
    return JSON.stringify({
      captureData: {
        endpointInput: body(String(20 + i + shift), 'INPUT'),
        endpointOutput: body('0.5', 'OUTPUT'),
      },
      eventMetadata: { eventId: `${i}`, inferenceTime: '2026-11-02T08:00:00Z' },
      eventVersion: '0',
    });
  });
  return `${lines.join('\n')}\n`;
}

/** A store with one endpoint of the analyzer, its handler, and what arrives there. */
export function analyzerSituation(settings: Partial<EndpointMonitor> = {}, largeWindows?: LargeWindows) {
  const store = new MemoryStore();
  const setSettings = (changes: Partial<EndpointMonitor>) => {
    const churn = { schema: 'v1', baseline, engine: 'analyzer', schedule: 'rate(1 hour)', owner: 'ml', sla };
    const endpoints = { churn: { ...churn, featureMetrics: false, ...changes } };
    store.put(monitorSettingsKey, JSON.stringify({ version: 1, stack: 'prod', endpoints }));
  };
  setSettings(settings);
  for (const [file, text] of Object.entries(baselineTexts)) store.put(baselineKey(ref, baseline, file as never), text);
  let time = Date.parse('2026-11-02T12:00:00Z');
  let runs = 0;
  const advance = (ms: number) => {
    time += ms;
    return new Date(time);
  };
  const handle = createAnalyzerHandler({ store, now: () => advance(250), largeWindows });
  return {
    store,
    baseline,
    advance,
    setSettings,
    /** Lets a capture file arrive, at a time such as `08:12` of 2026-11-02. */
    arrive: (at: string, text = captureText(), variant = 'blue') => {
      const hour = new Date(`2026-11-02T${at.slice(0, 2)}:00:00Z`);
      store.put(`${captureHourPrefix(ref, variant, hour)}${at.slice(3)}-00-000-${runs}${variant}.jsonl`, text);
    },
    /** Handles the event of a schedule that was due at a time such as `09:00`, and returns its windows and statuses. */
    run: async (at: string, context: { remainingMs?: () => number; memoryMb?: number } = {}, day = '2026-11-02') => {
      runs += 1;
      const { remainingMs = () => 300_000, memoryMb = 4096 } = context;
      const result = await handle(
        { endpoint: 'churn', scheduledTime: `${day}T${at}:00Z` },
        {
          awsRequestId: `run-${runs}`,
          memoryLimitInMB: String(memoryMb),
          getRemainingTimeInMillis: remainingMs,
        },
      );
      return result.runs.map(
        ({ window, status }) => `${window.from.slice(11, 16)}-${window.to.slice(11, 16)} ${status}`,
      );
    },
    record: (path: string): RunRecord => {
      const key = `reports/churn/schema=v1/churn/analyzer/2026/11/02/${path}/run.json`;
      return runRecordSchema.parse(JSON.parse(store.text(key) ?? assert.fail(`no ${key}`)));
    },
    /** Names and texts of a report's files. */
    report: (path: string) => {
      const prefix = `reports/churn/schema=v1/churn/analyzer/2026/11/02/${path}/`;
      return Object.fromEntries(store.keys(prefix).map((key) => [key.slice(prefix.length), store.text(key)]));
    },
  };
}
