import { severities } from '../../contract/alarmNames';
import { hourMs } from '../../contract/hours';
import type { MessageRoute } from '../../contract/messageRoute';
import { type MonitorSettings, monitorSettingsKey } from '../../contract/monitorSettings';
import { baselineKey, captureHourPrefix } from '../../contract/storeLayout';
import { deriveBaseline, refuseUnusable } from '../../quality/baseline/deriveBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { churnSla as sla } from '../support/churnSla';
import type { SimulatedStore } from './simulatedStore';

export const refOf = (endpoint: string) => ({ endpoint, schema: 'v1' });
/** Start of the first window. */
export const start = Date.UTC(2026, 10, 2, 8);

const ages = [20, 30, 40, 50];
/** Capture schema of the simulated endpoints. */
export const schema = {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' as const }],
  input: [{ name: 'age', type: 'Integral' as const }],
};
const trainingRows = Array.from({ length: 50 }, () => ages.map((age) => `0.5,${age}`)).flat();
const training = { file: 'training.csv', text: `score,age\n${trainingRows.join('\n')}\n` };
const derived = refuseUnusable(deriveBaseline({ training, schema, sla }));
const baselines = new Map<string, ReturnType<typeof packBaseline>>();

/** The baseline of a simulated endpoint: its manifest, and its files by name. */
export function baselineOf(endpoint: string) {
  const known = baselines.get(endpoint);
  if (known) return known;
  const baseline = packBaseline({
    derived,
    endpoint,
    schema,
    derivedAt: new Date('2026-11-01T00:00:00Z'),
    derivedBy: 'arn:aws:iam::123456789012:user/someone',
    source: 'training.csv',
  });
  baselines.set(endpoint, baseline);
  return baseline;
}

/** The expression of a schedule with windows of some minutes. */
const scheduleOf = (minutes: number) => (minutes === 60 ? 'rate(1 hour)' : `rate(${minutes} minutes)`);

/** One route for all messages, and two for the critical ones, of which one is the pager of the topic. */
export const routes: MessageRoute[] = [
  { name: 'tickets', kind: 'message', severities: [...severities] },
  { name: 'pagerduty', kind: 'pagerDuty', severities: ['critical'] },
  { name: 'pager', kind: 'alarm', severities: ['critical'] },
];

/** Writes the endpoints' settings. */
export function writeSettings(store: SimulatedStore, endpoints: readonly string[], minutes: number): void {
  const entries = endpoints.map((endpoint) => {
    const settings = { schema: 'v1', baseline: baselineOf(endpoint).manifest.id, engine: 'analyzer' as const };
    return [endpoint, { ...settings, schedule: scheduleOf(minutes), owner: 'ml', sla, featureMetrics: false }] as const;
  });
  const monitors: MonitorSettings = { version: 1, stack: 'prod', routes, endpoints: Object.fromEntries(entries) };
  store.put(monitorSettingsKey, JSON.stringify(monitors));
}

/** Writes the baselines and the settings of the simulated endpoints. */
export function deployEndpoints(store: SimulatedStore, endpoints: readonly string[], minutes: number): void {
  writeSettings(store, endpoints, minutes);
  for (const endpoint of endpoints) {
    const { manifest, files } = baselineOf(endpoint);
    for (const [file, text] of Object.entries(files)) {
      store.put(baselineKey(refOf(endpoint), manifest.id, file as never), text);
    }
  }
}

const contents = {
  usual: ages,
  /** Text instead of ages, which violates a check. */
  text: ages.map(() => 'high'),
  /** Ages that drift on their own; those of `low` and `high` together do not. */
  low: [20, 30, 20, 30],
  high: [40, 50, 40, 50],
  /** Also a line that cannot be read. */
  rejects: ages,
} as const;
export type CaptureKind = keyof typeof contents;

/** Rows of a capture file of some times four rows. */
export const rowsOf = (quadruples: number) => quadruples * ages.length;

const captureTexts = new Map<string, string>();

/** The text of a capture file. */
export function captureText(kind: CaptureKind, quadruples: number): string {
  const name = `${kind} ${quadruples}`;
  const known = captureTexts.get(name);
  if (known !== undefined) return known;
  const body = (data: string, mode: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
  const lines = Array.from({ length: quadruples }, () => contents[kind])
    .flat()
    .map((age, i) =>
      JSON.stringify({
        captureData: { endpointInput: body(String(age), 'INPUT'), endpointOutput: body('0.5', 'OUTPUT') },
        eventMetadata: { eventId: `${i}`, inferenceTime: '2026-11-02T08:00:00Z' },
        eventVersion: '0',
      }),
    );
  const text = `${[...lines, ...(kind === 'rejects' ? ['not a record'] : [])].join('\n')}\n`;
  captureTexts.set(name, text);
  return text;
}

/** Key of a capture file, by its instant in milliseconds and a number. */
export function captureKeyOf(endpoint: string, at: number, number: number): string {
  const hour = new Date(Math.floor(at / hourMs) * hourMs);
  const minute = String(new Date(at).getUTCMinutes()).padStart(2, '0');
  return `${captureHourPrefix(refOf(endpoint), 'blue', hour)}${minute}-00-000-${number}.jsonl`;
}
