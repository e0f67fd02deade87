import type { Calibration, Persistence } from '../../contract/calibration';

/** Rules that a calibration chooses from, the quickest first. */
export const persistenceRules = [
  { unusual: 1, of: 1 },
  { unusual: 2, of: 2 },
  { unusual: 2, of: 3 },
  { unusual: 3, of: 4 },
  { unusual: 3, of: 6 },
] as const satisfies readonly Persistence[];

export type Limits = Calibration['limits'];

/** How a judged window's score compares with the limits. */
export type Level = 'usual' | 'unusual' | 'extreme';

export function levelOf(score: number, { unusual, extreme }: Limits): Level {
  if (score >= extreme) return 'extreme';
  return score >= unusual ? 'unusual' : 'usual';
}

/** Whether each of some judged windows in order of time raises an alarm: an extreme one, or one of enough unusual ones. */
export function alarmsOf(levels: readonly Level[], { unusual: required, of }: Persistence): boolean[] {
  let recent = 0;
  return levels.map((level, i) => {
    const leaving = levels[i - of];
    recent += Number(level !== 'usual') - Number(leaving !== undefined && leaving !== 'usual');
    return level === 'extreme' || (level === 'unusual' && recent >= required);
  });
}

/** Number of episodes: alarms in a row, up to a judged window without one, as an incident is closed by a clean window. */
export function countEpisodes(alarms: readonly boolean[]): number {
  return alarms.filter((alarm, i) => alarm && !alarms[i - 1]).length;
}

/**
 * The 95 % interval of a rate at which `events` were seen in some time (Garwood 1936,
 * https://doi.org/10.1093/biomet/28.3-4.437), by bisection on the Poisson distribution.
 */
export function rateInterval(events: number, time: number): { low: number; high: number } {
  const atMost = (k: number, mean: number) => {
    let [term, sum] = [Math.exp(-mean), Math.exp(-mean)];
    for (let i = 1; i <= k; i++) {
      term *= mean / i;
      sum += term;
    }
    return sum;
  };
  const solve = (isAbove: (mean: number) => boolean) => {
    let [low, high] = [0, 10 * (events + 5)];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (isAbove(middle)) high = middle;
      else low = middle;
    }
    return (low + high) / 2 / time;
  };
  return {
    low: events === 0 ? 0 : solve((mean) => 1 - atMost(events - 1, mean) > 0.025),
    high: solve((mean) => atMost(events, mean) < 0.025),
  };
}
