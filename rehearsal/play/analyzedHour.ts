import { reportFiles } from '../../contract/modelMonitorFiles';
import { type RunRecord, runRecordFile, runRecordSchema } from '../../contract/runRecord';
import { parseS3Uri } from '../../contract/s3Uri';
import { analyzerReportPrefix, type SchemaRef } from '../../contract/storeLayout';
import type { ObjectStore } from '../../store/objectStore';
import type { ScheduledInvocation } from '../localAws/scheduler/eventBridgeScheduler';
import type { FunctionHost } from '../standIns/functionHost';
import type { LambdaProcess } from '../standIns/lambdaProcess';

/** What the analyzer did in an hour, on the same captures as the managed monitor. */
export interface AnalyzedHour {
  /** Why invocations of the function failed. */
  readonly problems: readonly string[];
  /** Status of the run; undefined without a record of it. */
  readonly status?: RunRecord['status'];
  /** Files of its report that differ from the managed monitor's; undefined if that one wrote no report. */
  readonly differences?: readonly string[];
}

const comparedFiles = [reportFiles.statistics, reportFiles.constraints, reportFiles.violations];

/** Invokes the function as the due schedules do, and returns why invocations failed. */
export async function invokeAll(
  lambda: Pick<LambdaProcess, 'invoke'>,
  due: readonly ScheduledInvocation[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const invocation of due) {
    const outcome = await lambda.invoke(invocation);
    if ('problem' in outcome) problems.push(outcome.problem);
  }
  return problems;
}

/** Invokes a hosted function as its due schedules do, and returns why invocations failed. */
export function invokeHosted(host: FunctionHost, due: readonly ScheduledInvocation[]): Promise<string[]> {
  return invokeAll(
    host,
    due.filter(({ functionArn }) => nameOf(functionArn) === host.functionName),
  );
}

/** Name of a function in its ARN. */
export function nameOf(functionArn: string): string {
  return functionArn.split(':').at(-1) ?? '';
}

/** Reads the analyzer's report on the hour that ended, and compares it with the managed monitor's. */
export async function readAnalyzedHour(
  store: ObjectStore,
  analyzed: SchemaRef,
  { end, managedReportUri }: { readonly end: Date; readonly managedReportUri: string | undefined },
): Promise<Omit<AnalyzedHour, 'problems'>> {
  const prefix = analyzerReportPrefix(analyzed, end, false);
  const readText = async (key: string) => {
    const object = await store.read(key);
    return object && new TextDecoder().decode(object.body);
  };
  const record = await readText(prefix + runRecordFile);
  const status = record === undefined ? undefined : runRecordSchema.parse(JSON.parse(record)).status;
  const managed = managedReportUri === undefined ? undefined : parseS3Uri(managedReportUri);
  if (!managed) return { status };
  const differences: string[] = [];
  for (const name of comparedFiles) {
    const [own, other] = await Promise.all([readText(prefix + name), readText(`${managed.prefix}/${name}`)]);
    if (withoutCauses(own) !== withoutCauses(other)) differences.push(name);
  }
  return { status, differences };
}

/** A report's file without the causes of violations, which name the endpoint's own captures. */
function withoutCauses(text: string | undefined): string | undefined {
  return text?.replace(/,\s*"cause": "(?:[^"\\]|\\.)*"/g, '');
}
