import {
  type CloudTrailClient,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  type GetTrailStatusCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { andMore } from '../../contract/andMore';
import { hourMs } from '../../contract/hours';
import type { CheckFault } from './checkResult';
import { recordsStore, unrecordedServices } from './trailRecording';

export interface TrailArgs {
  readonly trailArn: string;
  /** Name of the store, whose objects the trail must record. */
  readonly bucket: string;
  readonly now: Date;
  readonly status: Promise<GetTrailStatusCommandOutput>;
}

/** CloudTrail delivers every few minutes, and the functions make calls every hour. */
const latestDeliveryMs = hourMs;

/** Checks that a trail is logging, delivered within the hour, and records the calls that the detection needs. */
export async function checkTrail(client: CloudTrailClient, args: TrailArgs) {
  const { trailArn, bucket, now } = args;
  const status = await args.status;
  const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: trailArn }));
  const name = trailArn.split('/').at(-1) ?? trailArn;
  const { IsLogging, StartLoggingTime, LatestDeliveryTime = StartLoggingTime } = status;
  const problems = [
    ...(IsLogging ? [] : [`is not logging; run 'aws cloudtrail start-logging --name ${name}'`]),
    ...(status.LatestDeliveryError ? [`cannot write to its bucket (${status.LatestDeliveryError})`] : []),
    ...(status.LatestCloudWatchLogsDeliveryError
      ? [`cannot write to its log group (${status.LatestCloudWatchLogsDeliveryError})`]
      : []),
    ...(IsLogging && LatestDeliveryTime && now.getTime() - LatestDeliveryTime.getTime() > latestDeliveryMs
      ? [`has delivered nothing since ${LatestDeliveryTime.toISOString()}, for more than an hour`]
      : []),
    ...missingSelectors(selectors, `arn:${trailArn.split(':')[1]}:s3:::${bucket}`),
  ];
  const faults = problems.map((problem): CheckFault => ({ severity: 'critical', text: `trail ${name} ${problem}` }));
  return { checked: 1, faults };
}

function missingSelectors(
  { EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsCommandOutput,
  storeArn: string,
): string[] {
  // A trail without selectors records all management calls (CloudTrail's default).
  const isDefault = EventSelectors.length + AdvancedEventSelectors.length === 0;
  const recording = { basic: isDefault ? [{}] : EventSelectors, advanced: AdvancedEventSelectors };
  const services = unrecordedServices(recording);
  return [
    ...(services.length === 0 ? [] : [`does not record management calls of ${andMore(services, 4)}`]),
    ...(recordsStore(recording, storeArn) ? [] : ["does not record calls on the store's objects"]),
  ].map((problem) => `${problem}; restore its event selectors`);
}
