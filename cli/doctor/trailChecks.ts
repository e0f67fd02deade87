import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { type Recording, recordsStore, unrecordedServices } from '../../audit/check/trailRecording';
import { andMore } from '../../contract/andMore';
import { awsQuotas } from '../../contract/awsLimits';
import { type Check, runCheck } from './check';
import type { DoctorClients } from './doctorClients';

export interface TrailArgs {
  readonly region: string;
  /** The trail that the stack is to use; undefined if it creates one. */
  readonly trailArn?: string;
  /** The store's bucket; undefined before the first update. */
  readonly bucket?: string;
}

const check = 'trails';

/** Lists the trails that record the region, and whether the stack can use each of them as its evidence. */
export function checkTrails(clients: DoctorClients, args: TrailArgs): Promise<readonly Check[]> {
  return runCheck(check, 'cloudtrail:DescribeTrails', async () => {
    const { trailList = [] } = await clients.cloudTrail(args.region).send(new DescribeTrailsCommand({}));
    const trails = await Promise.all(
      trailList.map((trail) =>
        runCheck(check, 'cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors', () =>
          checkTrail(clients, trail, args),
        ),
      ),
    );
    return [countTrails(trailList, args), ...trails.flat()];
  });
}

function countTrails(trails: readonly Trail[], { trailArn }: TrailArgs): Check {
  const { limit } = awsQuotas.trails;
  const place = `${trails.length} of ${limit} trails record the region`;
  if (trailArn !== undefined) {
    if (trails.some(({ TrailARN }) => TrailARN === trailArn)) {
      return { check, status: 'ok', text: `${place}; the stack uses one of them` };
    }
    return {
      check,
      status: 'problem',
      text: `${trailArn} does not exist or does not record the region; correct evidence.trailArn`,
    };
  }
  if (trails.length < limit) {
    const charge = trails.length === 0 ? '' : '; AWS charges for the management calls of each further one';
    return { check, status: 'ok', text: `${place}; the stack creates one${charge}` };
  }
  const text = `${place}, so that the stack cannot create one; set evidence.trailArn to one that can be used`;
  return { check, status: 'problem', text };
}

async function checkTrail(clients: DoctorClients, trail: Trail, args: TrailArgs): Promise<Check> {
  const { TrailARN: arn = '', HomeRegion = args.region } = trail;
  const client = clients.cloudTrail(HomeRegion);
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: arn }));
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await client.send(
    new GetEventSelectorsCommand({ TrailName: arn }),
  );
  // A trail without selectors records all management calls (CloudTrail's default).
  const isDefault = EventSelectors.length + AdvancedEventSelectors.length === 0;
  const recording = { basic: isDefault ? [{}] : EventSelectors, advanced: AdvancedEventSelectors };
  const faults = [...(IsLogging ? [] : ['is stopped']), ...trailFaults(trail, recording)];
  const isUsed = arn === args.trailArn;
  if (faults.length > 0) {
    return { check, status: isUsed ? 'problem' : 'note', text: `${arn} cannot be used: it ${faults.join(', ')}` };
  }
  const partition = arn.split(':')[1] ?? 'aws';
  const bucketArn = `arn:${partition}:s3:::${args.bucket ?? 'the-store-of-a-new-stack'}`;
  if (recordsStore(recording, bucketArn)) {
    return { check, status: isUsed ? 'ok' : 'note', text: `${arn} can be used with evidence.trailArn` };
  }
  const remedy = 'add the event selectors of docs/operate/audit.md after the first update';
  const text = `${arn} can be used with evidence.trailArn, but does not record the store's objects; ${remedy}`;
  return { check, status: isUsed && args.bucket !== undefined ? 'problem' : 'note', text };
}

/** What a trail lacks as evidence of who silenced the monitoring. */
function trailFaults(trail: Trail, recording: Recording): string[] {
  const services = unrecordedServices(recording);
  return [
    ...(trail.IsMultiRegionTrail ? [] : ['records one region only']),
    ...(trail.IncludeGlobalServiceEvents ? [] : ['leaves out global services such as IAM']),
    ...(trail.LogFileValidationEnabled ? [] : ['writes no digest files']),
    ...(services.length === 0 ? [] : [`leaves out management calls of ${andMore(services, 4)}`]),
  ];
}
