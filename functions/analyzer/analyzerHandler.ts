import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { monitorOf, monitorSettingsKey } from '../../contract/monitorSettings';
import type { RunRecord } from '../../contract/runRecord';
import type { ObjectStore } from '../../store/objectStore';
import { runEndpoint } from './endpointRun';
import type { LargeWindows } from './largeWindow';
import { RunLimits } from './runLimits';
import { readStored } from './storedFile';

export interface AnalyzerHandlerArgs {
  readonly store: ObjectStore;
  readonly now: () => Date;
  /** @default the function reads all windows itself */
  readonly largeWindows?: LargeWindows | undefined;
}

/** What Lambda tells a handler of its invocation, as far as it is used. */
export interface LambdaContext {
  readonly awsRequestId: string;
  /** MB, as text. */
  readonly memoryLimitInMB: string;
  getRemainingTimeInMillis(): number;
}

/** The input of a schedule; EventBridge Scheduler sets the time for which the run was planned. */
const eventSchema = z.object({ endpoint: z.string(), scheduledTime: z.iso.datetime({ offset: true }) });

/** What a run did: the windows that it analyzed, and how each ended. */
export interface AnalyzerResult {
  readonly endpoint: string;
  readonly runs: readonly Pick<RunRecord, 'window' | 'status' | 'reason'>[];
}

/**
 * Handles the event of an endpoint's schedule: analyzes the window that ended at the scheduled time, and what came late
 * for earlier ones. An event that comes twice, late or in another order changes nothing. Rejects if the run must be
 * repeated; Lambda does that for events of EventBridge Scheduler.
 */
export function createAnalyzerHandler({ store, now, largeWindows }: AnalyzerHandlerArgs) {
  return async (event: unknown, context: LambdaContext): Promise<AnalyzerResult> => {
    const read = eventSchema.safeParse(event);
    if (!read.success) {
      throw new Error(
        'not an event of the analyzer: expected {"endpoint": "<name>", "scheduledTime": "<ISO 8601 instant>"}',
      );
    }
    const { endpoint, scheduledTime } = read.data;
    const stored = await readStored(store, monitorSettingsKey);
    if (!stored) throw new Error(`${store.address}/${monitorSettingsKey} not found; run 'pulumi up'`);
    const settings = monitorOf(stored.text, endpoint);
    if (settings?.engine !== 'analyzer') {
      console.log(`endpoint ${endpoint} is not monitored by the analyzer anymore; nothing to do`);
      return { endpoint, runs: [] };
    }
    const limits = new RunLimits({
      remainingMs: () => context.getRemainingTimeInMillis(),
      memoryMb: Number(context.memoryLimitInMB),
    });
    const records = await runEndpoint({
      store,
      now,
      largeWindows,
      limits,
      endpoint,
      settings,
      scheduledAt: new Date(scheduledTime),
      // Lambda repeats an event, also while it is handled, under the same request id.
      run: `${context.awsRequestId}/${randomUUID()}`,
    });
    for (const record of records) console.log(JSON.stringify(record));
    return { endpoint, runs: records.map(({ window, status, reason }) => ({ window, status, reason })) };
  };
}
