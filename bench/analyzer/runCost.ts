import { analyzerDefaults } from '../../contract/monitorDefaults';
import type { Figure } from '../figure';
import { monthHours, price, type Region } from '../prices';

/** Records of the window of the figure `records`. */
export const measuredRecords = 100_000;

/** What was measured of a run: one with a single record, and what each further record adds. */
export interface RunFigures {
  /** Processor time of a cold start with one record, seconds. */
  readonly startCpuSeconds: number;
  readonly cpuSecondsARecord: number;
  /** Objects that a run reads besides captures, and what it writes and lists. */
  readonly reads: number;
  readonly writes: number;
}

/** Reads them from the benchmark's figures. */
export function runFigures(
  figures: readonly Pick<Figure, 'id' | 'cpuSeconds' | 'storeReads' | 'storeWrites'>[],
): RunFigures {
  const [start, records] = ['cold-start', 'records'].map((id) => {
    const figure = figures.find((candidate) => candidate.id === id);
    if (!figure) throw new Error(`no figure '${id}'`);
    return figure;
  }) as [Figure, Figure];
  return {
    startCpuSeconds: start.cpuSeconds,
    cpuSecondsARecord: Math.max(0, records.cpuSeconds - start.cpuSeconds) / measuredRecords,
    reads: (start.storeReads ?? 0) - 1,
    writes: start.storeWrites ?? 0,
  };
}

/** Captures of an endpoint. */
export interface Traffic {
  readonly recordsADay: number;
  readonly filesAnHour: number;
}

/** One call a second, and a file a minute. */
const usualTraffic: Traffic = { recordsADay: 86_400, filesAnHour: 60 };

/** Memory with which Lambda gives a function one processor ("Configure Lambda function memory" of the Lambda guide). */
const oneProcessorMb = 1769;
/** Time until S3's first byte, of 100 to 200 ms ("Performance guidelines for Amazon S3"). */
const latencySeconds = 0.1;
/** Capture files and records of earlier windows that a run reads at the same time. */
const [filesAtOnce, recordsAtOnce] = [8, 16];
/** How far back a run looks for captures that came late. */
const lateHours = 26;
/** Objects in a listing of S3. */
const listed = 1000;
/** What a run logs, with Lambda's lines on start, end and use: about 1 KB. */
const logGb = 1e-6;

/** Runs of a month, and what one costs on average in US dollars. */
export interface RunCost {
  readonly runs: number;
  /** Billed time of a run. */
  readonly seconds: number;
  readonly dollarsAMonth: number;
}

/**
 * What the analyzer's runs of an endpoint cost a month. Every run counts as a cold start, which Lambda bills since 2025-08.
 * The processor time is the benchmark machine's, shared out to the function's memory; each round of calls waits for S3.
 */
export function analyzerCost(
  figures: RunFigures,
  {
    windowMinutes,
    traffic = usualTraffic,
    region = 'us-east-1',
    memoryMb = analyzerDefaults.memoryMb,
  }: {
    readonly windowMinutes: number;
    readonly traffic?: Traffic;
    readonly region?: Region;
    readonly memoryMb?: number;
  },
): RunCost {
  const hours = windowMinutes / 60;
  const runs = monthHours / hours;
  const files = traffic.filesAnHour * hours;
  const { windows, hoursListed } = earlierWindows(hours);
  const furtherPages = Math.floor((traffic.filesAnHour * (hours + hoursListed)) / listed);
  const waits =
    figures.reads + figures.writes + furtherPages + Math.ceil(files / filesAtOnce) + Math.ceil(windows / recordsAtOnce);
  const cpuSeconds = figures.startCpuSeconds + figures.cpuSecondsARecord * (traffic.recordsADay / 24) * hours;
  const seconds = cpuSeconds / Math.min(1, memoryMb / oneProcessorMb) + waits * latencySeconds;
  const dollars =
    price('lambdaGbSecond', region) * seconds * (memoryMb / 1024) +
    price('lambdaRequests', region) / 1e6 +
    price('schedulerInvocations', region) / 1e6 +
    (price('storageReads', region) * (figures.reads + files + windows)) / 1e3 +
    (price('storageWrites', region) * (figures.writes + furtherPages)) / 1e3 +
    price('logsIngestedGb', region) * logGb;
  return { runs, seconds, dollarsAMonth: dollars * runs };
}

/** Earlier windows whose records a run reads, and the hours that it lists for them: of short windows only once an hour. */
function earlierWindows(hours: number): { windows: number; hoursListed: number } {
  if (hours >= 1) return { windows: Math.ceil(lateHours / hours), hoursListed: lateHours };
  const runsAnHour = 1 / hours;
  return {
    windows: lateHours + runsAnHour - 1,
    hoursListed: (lateHours + runsAnHour - 1) / runsAnHour,
  };
}

/** What the processing jobs of a monitoring schedule cost a month. */
export function managedCost(windowMinutes: number, minutesARun: number, priceName: string, region: Region): number {
  return (((monthHours * 60) / windowMinutes) * minutesARun * price(priceName, region)) / 60;
}
