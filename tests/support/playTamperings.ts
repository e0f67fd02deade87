import type { ChainFault } from '../../audit/chain/chainFault';
import { verifyTrail } from '../../audit/chain/verifyTrail';
import { parseTrailFile } from '../../audit/trail/trailFile';
import { hourMs } from '../../contract/hours';
import { seededRandom } from '../simulation/seededRandom';
import { memoryStore } from './memoryStore';
import { signedTrail } from './signedTrail';
import { tamperTrail } from './tamperTrail';

/** Tampers with a trail in random ways, one at a time, and returns those that the verification does not find. */
export async function playTamperings({
  seed,
  count,
}: {
  readonly seed: number;
  readonly count: number;
}): Promise<string[]> {
  const trail = signedTrail({ hours: 6 });
  const random = seededRandom(seed).next;
  const missed: string[] = [];
  for (let i = 0; i < count; i++) {
    const files = new Map(trail.files);
    const { what, keys } = tamperTrail(files, random);
    const { faults } = await verifyTrail(
      memoryStore(files),
      trail.keys,
      trail,
      new Date(trail.to.getTime() + 3 * hourMs),
    );
    if (!faults.some((fault) => keys.some((key) => concerns(fault, key))))
      missed.push(`${i}: ${what} ${keys.join(' and ')}`);
  }
  return missed;
}

/** Whether a fault names the file, or is a gap that the file's digest left. */
function concerns({ kind, file, hour, until = hour }: ChainFault, key: string): boolean {
  const [named, tampered] = [parseTrailFile(file), parseTrailFile(key)];
  const covered = new Date((tampered?.at.getTime() ?? 0) - hourMs).toISOString();
  return named?.name === tampered?.name || (kind === 'gap' && covered >= hour && covered < until);
}
