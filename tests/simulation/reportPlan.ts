import { hourMs, minuteMs } from '../../contract/hours';
import { reportFiles } from '../../contract/modelMonitorFiles';
import { analyzerReportPrefix } from '../../contract/storeLayout';
import { openBaseline } from '../../quality/baseline/openBaseline';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import { reportFilesOf } from '../../quality/monitor/reportFilesOf';
import { captureSource } from '../../quality/source/captureSource';
import { churnSla } from '../support/churnSla';
import { pick, type SeededRandom, seededRandom } from './seededRandom';
import { baselineOf, type CaptureKind, captureText, refOf, start } from './simulatedEndpoint';
import {
  anyFaults,
  duplicateRate,
  inTime,
  type PlannedFile,
  redrivenQueues,
  type SimulationPlan,
  scheduledRedrives,
  selectDestinations,
  selectWeather,
  type Weather,
} from './simulationPlan';

/** Time between two reports at 10,000 of them an hour. */
const intervalMs = 360;
const maxEndpoints = 3;
const maxWindows = 4;

/** Captures of a window. Most reports are of bad ones, unlike in production: they are what makes messages. */
const contents: readonly (readonly CaptureKind[])[] = [
  ['usual'],
  ['usual', 'rejects'],
  ['text'],
  ['low'],
  ['text', 'low'],
];

/** A report: its files by name, in the order in which they are written. */
interface Report {
  readonly endpoint: string;
  readonly to: number;
  readonly content: readonly CaptureKind[];
}

/**
 * Reports of several endpoints that arrive at a rate of 10,000 an hour, as after an outage: in any order, their files in any
 * order, and some again with other content. The seed determines which reports, and the random numbers when they arrive.
 */
export async function makeReportPlan(seed: number, random: SeededRandom): Promise<SimulationPlan> {
  const base = seededRandom(seed);
  const minutes = pick(base, [60, 30, 5]);
  const endpoints = ['churn', 'fraud', 'search'].slice(0, 1 + base.below(maxEndpoints));
  const reports = endpoints.flatMap((endpoint) =>
    reportsOf(base, { endpoint, minutes, windows: 1 + base.below(maxWindows) }),
  );
  const lastAt = start + reports.length * intervalMs;
  const arrivals = await arrivalsOf(random, reports, minutes);
  return {
    ...reportPlanOf(endpoints, minutes),
    items: inTime([...arrivals, ...scheduledRedrives(random, start, lastAt + 10 * minuteMs)]),
    undisturbed: await filesInOrder(reports, minutes),
    weather: selectWeather(random),
    destinations: selectDestinations(random),
  };
}

/** Minutes of the windows of many endpoints, and windows of an endpoint in an hour. */
const hourMinutes = 15;
const hourWindows = hourMs / (hourMinutes * minuteMs);

/**
 * Reports of many endpoints, four of each, that arrive at a rate of 10,000 an hour on the simulated clock. Invocations are
 * stopped, calls fail, DynamoDB and the bus refuse calls, destinations fail, and one of them accepts nothing until the end.
 * People redrive both dead-letter queues when half of the reports have arrived.
 */
export async function makeHourPlan(random: SeededRandom, reportCount: number): Promise<SimulationPlan> {
  const endpoints = Array.from({ length: Math.ceil(reportCount / hourWindows) }, (_, i) => `endpoint-${i + 1}`);
  const reports = endpoints
    .flatMap((endpoint) => reportsOf(random, { endpoint, minutes: hourMinutes, windows: hourWindows }))
    .slice(0, reportCount);
  const at = start + (reports.length * intervalMs) / 2;
  const arrivals = await arrivalsOf(random, reports, hourMinutes);
  return {
    ...reportPlanOf(endpoints, hourMinutes),
    items: inTime([...arrivals, ...redrivenQueues.map((queue) => ({ kind: 'redrive', at, queue }) as const)]),
    undisturbed: await filesInOrder(reports, hourMinutes),
    weather: hourWeather,
    destinations: { failureRate: 0.2, broken: 'pagerduty' },
    paced: { concurrency: 10 },
  };
}

/** A call takes 10 ms on average, as ten invocations share the clock. Most faults are refused calls. */
const hourWeather: Weather = {
  faults: [...anyFaults, ...Array.from({ length: 3 * anyFaults.length }, () => 'isRefused' as const)],
  faultRate: 0.06,
  maxFaults: Number.POSITIVE_INFINITY,
  callMs: 3,
  duplicateRate,
};

/** What all plans of reports have in common. */
const reportPlanOf = (endpoints: readonly string[], minutes: number) => ({
  endpoints,
  minutes,
  firstWindow: start,
  first: [],
  last: [],
});

/** Reports of the first windows of an endpoint. */
function reportsOf(
  random: SeededRandom,
  { endpoint, minutes, windows }: { endpoint: string; minutes: number; windows: number },
): Report[] {
  return Array.from({ length: windows }, (_, window) => {
    const to = start + (window + 1) * minutes * minuteMs;
    return { endpoint, to, content: pick(random, contents) };
  });
}

/** The files of the reports, each once and in order. */
async function filesInOrder(reports: readonly Report[], minutes: number): Promise<PlannedFile[]> {
  return (await Promise.all(reports.map((report) => filesOf(report, minutes)))).flat();
}

/** The files of the reports as they arrive. */
async function arrivalsOf(random: SeededRandom, reports: readonly Report[], minutes: number): Promise<PlannedFile[]> {
  const arrivals = shuffle(random, reports).flatMap((report) =>
    random.chance(0.1) ? [earlierOf(random, report), report] : [report],
  );
  const files = await Promise.all(
    arrivals.map(async (report, i) => {
      const written = await filesOf(report, minutes);
      // Only the files that have an event come in any order.
      const [first, last] = [written.slice(0, -2), shuffle(random, written.slice(-2))];
      const at = start + i * intervalMs;
      return [
        ...first.map((file) => ({ ...file, at })),
        ...last.map((file) => ({ ...file, at: at + random.below(intervalMs) })),
      ];
    }),
  );
  return files.flat();
}

/** The report of an earlier run for the window, which has the same files. */
function earlierOf(random: SeededRandom, report: Report): Report {
  const hasRejects = (content: Report['content']) => content.includes('rejects');
  const similar = contents.filter((content) => hasRejects(content) === hasRejects(report.content));
  return { ...report, content: pick(random, similar) };
}

/** The files of a report that has come, those with an event last. */
async function filesOf({ endpoint, to, content }: Report, minutes: number): Promise<PlannedFile[]> {
  const prefix = analyzerReportPrefix(refOf(endpoint), new Date(to), minutes < 60);
  return Object.entries(await reportTexts(content)).map(([name, body]) => ({
    kind: 'file',
    at: start,
    key: prefix + name,
    body,
  }));
}

const texts = new Map<string, Promise<Record<string, string>>>();

/** What the analyzer writes about a window, by the name of the file; computed once for each content. */
function reportTexts(content: readonly CaptureKind[]): Promise<Record<string, string>> {
  const key = content.join();
  const known = texts.get(key) ?? analyze(content);
  texts.set(key, known);
  return known;
}

async function analyze(content: readonly CaptureKind[]): Promise<Record<string, string>> {
  const { statistics, constraints, manifest } = openBaseline(baselineOf('churn').files);
  const captures = content.map((kind, i) => captureSource(`${i}.jsonl`, Buffer.from(captureText(kind, 1))));
  const schema = manifest.captureSchema;
  const files = reportFilesOf(await analyzeWindow({ captures, statistics, constraints, schema, limits: churnSla }));
  const { [reportFiles.violations]: violations = '', [reportFiles.statistics]: written = '', ...others } = files;
  return { ...others, [reportFiles.violations]: violations, [reportFiles.statistics]: written };
}

function shuffle<T>(random: SeededRandom, values: readonly T[]): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(random.below(left.length), 1));
}
