import { type RejectCause, reportPage } from '../../contract/modelMonitorFiles';
import { baselineIdPattern, baselinePrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import type { Comparison, WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { rejectsFileOf, reportFilesOf } from '../../quality/monitor/reportFilesOf';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';
import type { NothingRead } from '../../report/monitorRun/runReport';
import { readSla } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { readBaselineById } from '../../store/storedBaseline';
import type { CaptureOptions } from '../input/captureInput';
import { unreadableReason } from '../input/captureWindow';
import { deployedSettings } from '../input/deployedSettings';
import { refuseUnusedOptions } from '../input/openCaptureInput';
import { readBaselineAt } from '../input/readBaselineAt';
import { refuseTableOptions, type TableOptions } from '../input/tableFiles';
import { refuseWithout } from '../terminal/options';
import { printRun, type RunOutcome } from './printMonitorRun';
import { judgeAlarms } from './runAlarms';
import { type RunInput, withRunInput } from './runInput';
import { renderEmptyPage, renderPage, uploadReport, writeReport } from './runReportFiles';

interface MonitorRunOptions extends CaptureOptions, TableOptions {
  /** Table files, folders and `s3://` addresses, instead of captures. */
  readonly data?: readonly string[];
  readonly baseline: string;
  readonly out: string;
  readonly upload: boolean;
  readonly strict: boolean;
  /** File of an SLA. */
  readonly sla?: string;
  /** File of a calibration to try. */
  readonly calibration?: string;
  readonly json: boolean;
}

/** What a run reads. */
interface RunPlan {
  readonly startedAt: Date;
  readonly baseline: OpenBaseline;
  /** Folder or `s3://` address of the baseline's files. */
  readonly baselineAddress: string;
  readonly input: RunInput;
  /** Whether the endpoint is known to have no Model Monitor, whose limits then don't matter. */
  readonly isAnalyzed: boolean;
}

/** Compares captures, or a table, with a baseline, writes the report, and sets the exit code by the outcome. */
export async function runMonitor(options: MonitorRunOptions): Promise<void> {
  const startedAt = new Date();
  checkSource(options);
  const store = options.store === undefined ? undefined : openStore(options.store, options.endpointUrl);
  try {
    const { baseline, baselineAddress } = await readRunBaseline(options, store);
    const deployed = store && (await deployedSettings(store, options.endpoint ?? ''));
    const isAnalyzed = deployed?.engine === 'analyzer';
    const columns = baseline.manifest.captureSchema;
    await withRunInput({ ...options, columns }, store, async (input) => {
      const plan = { startedAt, baseline, baselineAddress, isAnalyzed, input };
      printRun(plan, await executeRun(plan, options), options);
    });
  } finally {
    store?.close();
  }
}

/** Throws a UserError unless there is exactly one source of rows, and every option applies to it. */
function checkSource(options: MonitorRunOptions): void {
  const { captures, batch, store, data, upload, from, to } = options;
  if ([captures, batch, store, data].filter((source) => source !== undefined).length !== 1) {
    throw new UserError(
      'exactly one source is required: --captures, --store (with --endpoint and --schema), --batch or --data',
    );
  }
  if (data === undefined) refuseTableOptions('--data', options);
  else refuseWithout('--captures, --store or --batch', { '--from': from, '--to': to });
  refuseUnusedOptions(options);
  if (store === undefined) refuseWithout('--store', { '--upload': upload || undefined });
}

/** Reasons of lines that are not captures at all. */
const foreignLines = /^the line is not JSON|^the record has no 'captureData'/;

/** A sentence for files none of whose lines is a capture; empty for others. */
function tableHint(causes: readonly RejectCause[]): string {
  const isForeign = causes.length > 0 && causes.every(({ reason }) => foreignLines.test(reason));
  return isForeign ? " A capture is a JSON object with 'captureData' on one line; for a table of rows use --data." : '';
}

/** Reads the baseline by its id in the store, or at its address. It must have the schema of the captures. */
async function readRunBaseline(
  { baseline: idOrAddress, endpoint, schema, endpointUrl }: MonitorRunOptions,
  store: ObjectStore | undefined,
): Promise<Pick<RunPlan, 'baseline' | 'baselineAddress'>> {
  const isId = store && endpoint !== undefined && baselineIdPattern.test(idOrAddress);
  const baseline = isId
    ? await readBaselineById(store, endpoint, idOrAddress)
    : await readBaselineAt(idOrAddress, endpointUrl);
  const { id, schema: version } = baseline.manifest;
  const baselineAddress = isId ? `${store.address}/${baselinePrefix(baseline.manifest, id)}` : idOrAddress;
  if (!store || schema === undefined || version === schema) return { baseline, baselineAddress };
  throw new UserError(
    `baseline ${id} has schema ${version}, but the captures have schema ${schema}; use a baseline of the same schema`,
  );
}

async function executeRun(plan: RunPlan, options: MonitorRunOptions): Promise<RunOutcome> {
  const { input, startedAt } = plan;
  const subject = { ...plan, window: options };
  const result = await analyzeInput(plan, options);
  if ('reason' in result) {
    await writeReport(options.out, {
      ...rejectsFileOf({ ...result, ...result.notes }),
      [reportPage]: renderEmptyPage(result, subject),
    });
    return { empty: result };
  }
  const alarms = await judgeAlarms(result, plan, options);
  const files = { ...reportFilesOf(result), [reportPage]: renderPage(result, { ...subject, alarms }) };
  await writeReport(options.out, files);
  const uploaded = options.upload ? await uploadReport(input, options, files, startedAt) : undefined;
  return { analysis: result, alarms, uploaded };
}

/** Analyzes the rows; returns the reason, with the rejects, when no row can be read. */
async function analyzeInput(
  { input, baseline, isAnalyzed }: RunPlan,
  { strict, sla }: MonitorRunOptions,
): Promise<WindowAnalysis | NothingRead> {
  if (input.amount.files === 0)
    return { reason: await input.emptyReason(), rejects: [], rejectCount: 0, rejectCauses: [] };
  const { statistics, constraints, manifest } = baseline;
  const limits = sla === undefined ? manifest.windowLimits : readSla(sla);
  try {
    const comparison: Comparison = { statistics, constraints, schema: manifest.captureSchema, strict, limits };
    const analysis = await input.analyze(comparison);
    return isAnalyzed ? { ...analysis, containerRefusals: [] } : analysis;
  } catch (error) {
    if (!(error instanceof EmptyWindowError)) throw error;
    const { files, rejects, rejectCount, rejectCauses, excludedRecords, headerRows, unknownKeys, oddities } = error;
    const containerRefusals = isAnalyzed ? [] : error.containerRefusals;
    const notes = { excludedRecords, headerRows, unknownKeys, oddities, containerRefusals };
    const reason = `${unreadableReason(files, error, input.what)}${input.tables ? '' : tableHint(rejectCauses)}`;
    return { reason, rejects, rejectCount, rejectCauses, notes };
  }
}
