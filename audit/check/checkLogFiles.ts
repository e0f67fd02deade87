import type { GetTrailStatusCommandOutput } from '@aws-sdk/client-cloudtrail';
import { hourMs } from '../../contract/hours';
import type { ObjectStore } from '../../store/objectStore';
import type { PublicKeys } from '../chain/digest';
import { verifyTrail } from '../chain/verifyTrail';
import { listTrail } from '../trail/listTrail';
import type { CheckFault } from './checkResult';

interface LogFilesArgs {
  readonly status: Promise<GetTrailStatusCommandOutput>;
  /** The bucket of the trail. */
  readonly trail: ObjectStore;
  readonly now: Date;
  /** Lists CloudTrail's public keys of some regions since a time. */
  readonly listKeys: (regions: readonly string[], from: Date) => Promise<PublicKeys>;
}

/** Hours before now whose files are verified; the digest of an hour is complete two hours later. */
const verifiedHours = 4;

/** Verifies hashes and signatures of the last hours' digests, and the log files that they name. */
export async function checkLogFiles({ status, trail, now, listKeys }: LogFilesArgs) {
  const { StartLoggingTime } = await status;
  const from = new Date(now.getTime() - verifiedHours * hourMs);
  // A trail that began to log in these hours has no digests of the time before.
  const span = { from: StartLoggingTime && StartLoggingTime > from ? undefined : from, to: now };
  const digests = await listTrail(trail, 'digest', span);
  const [first] = digests.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  if (!first) {
    if (span.from === undefined) return { checked: 0, faults: [], notes: ['the trail has no digest file yet'] };
    const text = `trail bucket: no digest file of the last ${verifiedHours} hours`;
    return { checked: 0, faults: [{ severity: 'critical', text } satisfies CheckFault] };
  }
  const keys = await listKeys([...new Set(digests.map(({ region }) => region))], first);
  const { chains, faults } = await verifyTrail(trail, keys, span, now);
  return {
    checked: chains.reduce((sum, chain) => sum + chain.digests + chain.logs, 0),
    faults: faults.map(({ hour, until, kind, file, text }): CheckFault => {
      const time = until === undefined ? hour : `${hour} to ${until}`;
      return { severity: 'critical', text: `${kind} (${time}): ${text}: ${file.slice(file.lastIndexOf('/') + 1)}` };
    }),
  };
}
