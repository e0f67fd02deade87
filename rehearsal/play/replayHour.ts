import { PutObjectCommand } from '@aws-sdk/client-s3';
import { captureHourPrefix } from '../../contract/storeLayout';
import type { AwsClients } from '../aws/awsClients';
import type { LocalAws } from '../localAws/localAws';
import type { PlannedHour } from '../scenario/plan';
import type { SeenWindow } from '../standIns/analyzerContainer';
import type { FunctionHost } from '../standIns/functionHost';
import type { ObservedHour } from './observations';

export interface ReplayArgs {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  readonly host: FunctionHost;
  readonly bucket: string;
  readonly endpoint: string;
  readonly schema: string;
  /** What the monitor's runs found, by start of their window (ISO 8601). */
  readonly windows: ReadonlyMap<string, SeenWindow>;
}

/**
 * Plays one hour: its captures arrive, the clock moves to the next full hour, due schedules run, the incident function
 * takes what waits for it, alarms are evaluated and the trail is delivered.
 */
export async function replayHour(
  args: ReplayArgs,
  planned: PlannedHour,
): Promise<{ hour: ObservedHour; failedMessages: number }> {
  const { aws, clients, host, bucket, endpoint, schema } = args;
  const start = aws.now();
  await Promise.all(
    planned.files.map(({ name, variant, body }) =>
      clients.s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: captureHourPrefix({ endpoint, schema }, variant, start) + name,
          Body: body,
        }),
      ),
    ),
  );
  let failedMessages = 0;
  const { runs, transitions } = await aws.advanceHour(async () => {
    failedMessages = (await host.drain()).failed;
  });
  const run = runs.find((candidate) => candidate.endpoint === endpoint);
  const { analysis, rejects: setAside = [] } = (run && args.windows.get(start.toISOString())) ?? {};
  const named = (to: string, from?: string) =>
    transitions.filter((t) => t.to === to && (from === undefined || t.from === from)).map(({ alarm }) => alarm);
  return {
    failedMessages,
    hour: {
      hour: start.toISOString(),
      payload: planned.payload,
      rows: analysis?.rows ?? 0,
      rejects: setAside.length,
      setAside,
      status: run?.status ?? 'NotScheduled',
      ...(run?.failureReason === undefined ? {} : { exitMessage: run.failureReason }),
      violations: analysis?.violations.violations ?? [],
      alarmsRaised: named('ALARM'),
      alarmsCleared: named('OK', 'ALARM'),
      ...(run?.reportUri === undefined ? {} : { reportUri: run.reportUri }),
      transitions,
      ...(analysis ? { analysis } : {}),
    },
  };
}
