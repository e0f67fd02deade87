import { alarmsOf, countEpisodes } from '../../quality/calibrated/alarmEpisodes';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import { judgeWindow } from '../../quality/calibrated/judgeWindow';
import { countWeeks } from '../../quality/calibrated/rollingWeeks';
import { type Generator, seededRandom, statisticsOfColumns, syntheticWindows } from './syntheticWindows';

export const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A number from 0 up to 1 that all rows of a window share. */
function sharedNoise(hour: number, salt: number): number {
  return seededRandom(hour * 7919 + salt)();
}

/** Families of endpoints, each with a way in which plain tests raise false alarms. `salt` gives each endpoint its own windows. */
export const endpointFamilies = {
  'seasons of the day and the week': () => ({
    load: (random, hour) => (10 * Math.sin((hour / 24) * 2 * Math.PI) + normal(random)).toFixed(3),
    channel: (random, hour) => (random() < (hour % 168 < 48 ? 0.7 : 0.4) ? 'web' : 'branch'),
  }),
  'trends within the noise': () => ({
    age: (random, hour) => (normal(random) + hour / 20_000).toFixed(3),
    share: (random, hour) => (random() < 0.3 + hour / 100_000 ? 'new' : 'old'),
  }),
  'heavy tails': () => ({
    amount: (random) => String(Math.round((1 - random()) ** -1.2)),
    price: (random) => Math.exp(2 * normal(random)).toFixed(2),
  }),
  'few values, rare categories and gaps': () => ({
    grade: (random) => String(Math.floor(random() * 3)),
    product: (random) => (random() < 0.01 ? `rare ${Math.floor(random() * 5)}` : random() < 0.6 ? 'a' : 'b'),
    income: (random) => (random() < 0.1 ? null : normal(random).toFixed(3)),
  }),
  'correlated features': (salt) => {
    const level = (hour: number) => 2 * sharedNoise(hour, salt) - 1;
    return Object.fromEntries(
      [1, 2, 3, 4].map((factor): [string, Generator] => [
        `x${factor}`,
        (random, hour) => (normal(random) + factor * 0.5 * level(hour)).toFixed(3),
      ]),
    );
  },
  'bursts of one client': (salt) => ({
    client: (random, hour) =>
      random() < sharedNoise(hour, salt) ** 3 ? 'largest' : `client ${Math.floor(random() * 4)}`,
    size: (random, hour) => (random() < sharedNoise(hour, salt) ** 3 ? '7' : normal(random).toFixed(2)),
  }),
} as const satisfies Record<string, (salt: number) => Readonly<Record<string, Generator>>>;

export type EndpointFamily = keyof typeof endpointFamilies;

const historyWeeks = 8;
export const testedWeeks = 8;
export const weeklyBudget = 0.5;
const rows = 40;

/** Alarm episodes of an endpoint in the 8 weeks after the 8 that its calibration rests on, in windows of four hours. */
export function episodesAfterCalibration(generators: Readonly<Record<string, Generator>>, seed: number): number {
  const random = seededRandom(seed);
  const windows = syntheticWindows({ generators, random, weeks: historyWeeks, rows });
  const later = syntheticWindows({ generators, random, weeks: testedWeeks, rows, week: historyWeeks });
  // The baseline has rows of all hours of the history.
  const hours = Array.from({ length: historyWeeks * 168 }, (_, hour) => hour);
  const columns = Object.entries(generators).map(([name, generate]) => [name, hours.map((h) => generate(random, h))]);
  const calibration = calibrateBaseline({
    endpoint: 'churn',
    schema: 'v1',
    baseline: '2026-01-01-abcdef',
    statistics: statisticsOfColumns(Object.fromEntries(columns)),
    windows,
    budget: weeklyBudget,
    minimumRows: 30,
    timeZone: 'UTC',
    madeAt: new Date('2026-03-01T00:00:00Z'),
    madeBy: 'arn:aws:iam::111111111111:user/anna',
  });
  const weeks = countWeeks(calibration, later.map(countedWindow));
  const levels = later.map(({ from, statistics }) => {
    const featureOf = (name: string) => statistics.features.find((feature) => feature.name === name);
    return judgeWindow(calibration, { from, rows, featureOf, weeks }).level;
  });
  return countEpisodes(alarmsOf(levels, calibration.persistence));
}

/** The probability of at least some episodes where `mean` are expected: of a Poisson distribution. */
export function probabilityOfEpisodes(episodes: number, mean: number): number {
  let [term, below] = [Math.exp(-mean), 0];
  for (let k = 0; k < episodes; k++) {
    below += term;
    term *= mean / (k + 1);
  }
  return 1 - below;
}
