import { hourMs } from '../../contract/hours';
import { type MonitorSettings, monitorSettingsKey } from '../../contract/monitorSettings';
import { baselineKey, captureHourPrefix } from '../../contract/storeLayout';
import { deriveBaseline, refuseUnusable } from '../../quality/baseline/deriveBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { churnSla as sla } from '../support/churnSla';
import type { SimulatedStore } from './simulatedStore';

export const ref = { endpoint: 'churn', schema: 'v1' };
/** Start of the first window. */
export const start = Date.UTC(2026, 10, 2, 8);

const ages = [20, 30, 40, 50];
const schema = {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' as const }],
  input: [{ name: 'age', type: 'Integral' as const }],
};
const trainingRows = Array.from({ length: 50 }, () => ages.map((age) => `0.5,${age}`)).flat();
const training = { file: 'training.csv', text: `score,age\n${trainingRows.join('\n')}\n` };
const { manifest, files } = packBaseline({
  derived: refuseUnusable(deriveBaseline({ training, schema, sla })),
  endpoint: ref.endpoint,
  schema,
  derivedAt: new Date('2026-11-01T00:00:00Z'),
  derivedBy: 'arn:aws:iam::123456789012:user/someone',
  source: 'training.csv',
});

/** Writes the baseline and the settings of the simulated endpoint. */
export function deployEndpoint(store: SimulatedStore, schedule: string): void {
  const churn = { ...ref, baseline: manifest.id, engine: 'analyzer' as const, schedule, owner: 'ml', sla };
  const { endpoint: _, ...settings } = churn;
  const monitors: MonitorSettings = {
    version: 1,
    stack: 'prod',
    endpoints: { churn: { ...settings, featureMetrics: false } },
  };
  store.put(monitorSettingsKey, JSON.stringify(monitors));
  for (const [file, text] of Object.entries(files)) store.put(baselineKey(ref, manifest.id, file as never), text);
}

/** A capture file: some times four rows, with the baseline's values or with text instead of ages. */
export function captureText(quadruples: number, isBroken: boolean): string {
  const body = (data: string, mode: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
  const lines = Array.from({ length: quadruples }, () => ages)
    .flat()
    .map((age, i) =>
      JSON.stringify({
        captureData: {
          endpointInput: body(isBroken ? 'high' : String(age), 'INPUT'),
          endpointOutput: body('0.5', 'OUTPUT'),
        },
        eventMetadata: { eventId: `${i}`, inferenceTime: '2026-11-02T08:00:00Z' },
        eventVersion: '0',
      }),
    );
  return `${lines.join('\n')}\n`;
}

/** Key of a capture file, by its instant in milliseconds and a number. */
export function captureKeyOf(at: number, number: number): string {
  const hour = new Date(Math.floor(at / hourMs) * hourMs);
  const minute = String(new Date(at).getUTCMinutes()).padStart(2, '0');
  return `${captureHourPrefix(ref, 'blue', hour)}${minute}-00-000-${number}.jsonl`;
}
