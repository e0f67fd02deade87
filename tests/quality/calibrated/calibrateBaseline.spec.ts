import assert from 'node:assert/strict';
import type { Calibration } from '../../../contract/calibration';
import { alarmsOf, countEpisodes, levelOf, rateInterval } from '../../../quality/calibrated/alarmEpisodes';
import { calibrateBaseline } from '../../../quality/calibrated/calibrateBaseline';
import { countedWindow } from '../../../quality/calibrated/countedWindow';
import { highestScoresOf, judgeWindow } from '../../../quality/calibrated/judgeWindow';
import type { PastWindow } from '../../../quality/calibrated/pastWindow';
import { readCalibration } from '../../../quality/calibrated/readCalibration';
import {
  countWeeks,
  missingWeeks,
  type WeekCounts,
  weekName,
  weekNumber,
} from '../../../quality/calibrated/rollingWeeks';
import { type Generator, seededRandom, statisticsOfColumns, syntheticWindows } from '../../support/syntheticWindows';

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Families of features, each with a way in which plain tests raise false alarms. */
const families: Readonly<Record<string, Generator>> = {
  season: (random, hour) => (10 * Math.sin((hour / 24) * 2 * Math.PI) + normal(random)).toFixed(3),
  heavyTail: (random) => String(Math.round((1 - random()) ** -1.2)),
  fewValues: (random) => String(Math.floor(random() * 3)),
  rareCategory: (random) => (random() < 0.01 ? `rare ${Math.floor(random() * 5)}` : random() < 0.6 ? 'a' : 'b'),
  gaps: (random) => (random() < 0.1 ? null : normal(random).toFixed(3)),
};

function calibrate(generators: Readonly<Record<string, Generator>>, seed: number, weeks = 8): Calibration {
  const random = seededRandom(seed);
  const windows = syntheticWindows({ generators, random, weeks, rows: 40 });
  return calibrationOf(generators, windows, random);
}

function calibrationOf(
  generators: Readonly<Record<string, Generator>>,
  windows: readonly PastWindow[],
  random: () => number,
): Calibration {
  const hours = Array.from({ length: 1500 }, (_, i) => i);
  const columns = Object.entries(generators).map(([name, generate]) => [name, hours.map((h) => generate(random, h))]);
  return calibrateBaseline({
    endpoint: 'churn',
    schema: 'v1',
    baseline: '2026-01-01-abcdef',
    statistics: statisticsOfColumns(Object.fromEntries(columns)),
    windows,
    budget: 0.5,
    minimumRows: 30,
    timeZone: 'UTC',
    madeAt: new Date('2026-03-01T00:00:00Z'),
    madeBy: 'arn:aws:iam::111111111111:user/anna',
  });
}

function judge(calibration: Calibration, { from, statistics }: PastWindow, weeks?: WeekCounts) {
  const featureOf = (name: string) => statistics.features.find((feature) => feature.name === name);
  return judgeWindow(calibration, { from, rows: statistics.dataset.item_count, featureOf, weeks });
}

describe('calibrateBaseline', function () {
  this.timeout(240_000);
  const calibration = calibrate(families, 11);

  it('keeps the budget on the past weeks, each judged without itself', () => {
    assert.ok(calibration.expected.episodesPerWeek <= 0.5, String(calibration.expected.episodesPerWeek));
    assert.ok(calibration.expected.low <= calibration.expected.episodesPerWeek);
    assert.ok(calibration.expected.high >= calibration.expected.episodesPerWeek);
  });

  it('finds a feature with an hour of day by its own hours, and a stuck value', () => {
    const season = calibration.features.find(({ name }) => name === 'season');
    assert.ok(['hourOfDay', 'hourOfWeek'].includes(season?.reference.kind ?? ''), season?.reference.reason);
    const generators = { ...families, fewValues: () => '1' };
    const [window] = syntheticWindows({ generators, random: seededRandom(31), weeks: 1, rows: 40, week: 9 });
    assert.ok(window);
    const verdict = judge(calibration, window);
    assert.notEqual(verdict.level, 'usual');
    assert.equal(verdict.features[0]?.name, 'fewValues');
    assert.match(
      verdict.features[0]?.part ?? '',
      /most frequent value|ranges of values|values above|values from 0\.5 to 1\.5|zeros/,
    );
  });

  it('keeps the budget under a steady trend by rolling weeks, of which judged weeks become a part', () => {
    const trend: Readonly<Record<string, Generator>> = {
      price: (random, hour) => (normal(random) + hour / 4000).toFixed(3),
      share: (random, hour) => (random() < 0.2 + hour / 10_000 ? 'new' : 'old'),
    };
    const random = seededRandom(81);
    const windows = syntheticWindows({ generators: trend, random, weeks: 8, rows: 40 });
    const later = syntheticWindows({ generators: trend, random, weeks: 12, rows: 40, week: 8 });
    const following = calibrationOf(trend, windows, random);
    for (const { name, reference } of following.features) {
      assert.equal(reference.kind, 'rolling', `${name}: ${reference.reason}`);
    }
    const episodes = (weeks: WeekCounts | undefined) =>
      countEpisodes(
        alarmsOf(
          later.map((window) => judge(following, window, weeks).level),
          following.persistence,
        ),
      );
    const known = countWeeks(following, [...windows, ...later].map(countedWindow));
    assert.ok(episodes(known) <= 6, `${episodes(known)} episodes in 12 weeks`);
    assert.ok(episodes(undefined) > 6, `${episodes(undefined)} episodes against the weeks before the calibration`);
    const end = later[0]?.from ?? new Date(0);
    assert.deepEqual(missingWeeks(following, end), []);
    assert.equal(missingWeeks(following, new Date(end.getTime() + 4 * 7 * 24 * 3_600_000)).length, 4);
    assert.ok(known.has(weekName(weekNumber(end))));
  });

  it('does not judge a feature at an hour that has no past windows', () => {
    const generators = { ...families, season: () => '1000' };
    const [window] = syntheticWindows({ generators, random: seededRandom(32), weeks: 1, rows: 40, week: 9 });
    assert.ok(window);
    assert.equal(judge(calibration, window).features[0]?.name, 'season');
    const later = { ...window, from: new Date(window.from.getTime() + 2 * 3_600_000) };
    assert.ok(judge(calibration, later).features.every(({ name }) => name !== 'season'));
  });

  it('takes samples of the reference population for usual, even where past windows hardly differ', () => {
    const random = seededRandom(91);
    // A timetable: each window has the same shares of routes, which independent rows do not have.
    let row = 0;
    const timetable: Readonly<Record<string, Generator>> = { route: () => ['a', 'b', 'b', 'c'][row++ % 4] ?? '' };
    const regular = calibrationOf(
      timetable,
      syntheticWindows({ generators: timetable, random, weeks: 8, rows: 40 }),
      random,
    );
    const sampled: Readonly<Record<string, Generator>> = {
      route: (next) => ['a', 'b', 'b', 'c'][Math.floor(next() * 4)] ?? '',
    };
    const drawn = [50, 370, 1000].flatMap((rows) =>
      syntheticWindows({ generators: sampled, random, weeks: 4, rows, week: 8 }),
    );
    const extreme = drawn.filter((window) => judge(regular, window).level === 'extreme').length;
    assert.ok(extreme <= 0.01 * drawn.length, `${extreme} of ${drawn.length} windows`);
  });

  it('does not judge windows of few rows', () => {
    const [window] = syntheticWindows({ generators: families, random: seededRandom(41), weeks: 1, rows: 10 });
    assert.ok(window);
    assert.deepEqual(judge(calibration, window), { isJudged: false, score: 0, level: 'usual', features: [] });
  });

  it('is a file whose hash covers its content', () => {
    const text = JSON.stringify(calibration);
    assert.deepEqual(readCalibration(text, calibration.baseline).calibration, calibration);
    const changed = JSON.stringify({ ...calibration, budget: 10 });
    assert.match(readCalibration(changed, calibration.baseline).problem ?? '', /hash differs/);
    assert.match(readCalibration(text, '2026-01-02-abcdef').problem ?? '', /belongs to baseline 2026-01-01-abcdef/);
    assert.match(readCalibration('{', calibration.baseline).problem ?? '', /not JSON/);
    const earlier = JSON.stringify({ ...calibration, version: 1 });
    assert.match(readCalibration(earlier, undefined).problem ?? '', /^an earlier release with other checks made it$/);
    assert.match(readCalibration('{"version":3}', undefined).problem ?? '', /invalid at version/);
  });

  it('says in words that a history is short, sets a limit above all that was seen, and a date', () => {
    const short = calibrate({ x: families['gaps'] as Generator }, 51, 1);
    assert.equal(short.expected.episodesPerWeek, 0);
    assert.match(short.notes.join(' '), /1\.0 weeks of history cannot show that a budget of 0\.5 a week holds/);
    assert.equal(short.again, '2026-02-01');
  });

  it('scores windows as the most unusual of their features', () => {
    const generators = { ...families, gaps: () => null };
    const windows = syntheticWindows({ generators, random: seededRandom(41), weeks: 1, rows: 40, week: 9 });
    const scores = highestScoresOf(calibration, windows.map(countedWindow));
    assert.deepEqual(
      scores,
      windows.map((window) => judge(calibration, window).score),
    );
    assert.ok(scores.every((score) => score > 0));
  });

  it('refuses a history of fewer than 20 judged windows', () => {
    const random = seededRandom(61);
    const windows = syntheticWindows({ generators: families, random, weeks: 1, rows: 40 }).slice(0, 19);
    assert.throws(
      () => calibrationOf(families, windows, random),
      /^Error: too little history: 19 past windows have at least 30 rows \(0 have fewer\); at least 20 are needed$/,
    );
  });

  it('refuses a history in which no window can be compared with another day', () => {
    const random = seededRandom(61);
    const windows = syntheticWindows({ generators: families, random, weeks: 1, rows: 40, every: 1 }).slice(0, 48);
    assert.throws(
      () => calibrationOf(families, windows, random),
      /^Error: too little history: 48 past windows have at least 30 rows \(0 have fewer\), but only 0 are two days or more from others, with which they can be compared; at least 10 are needed$/,
    );
  });

  it('judges a window of 100 features in tens of milliseconds, even on a busy machine', () => {
    const [window] = syntheticWindows({ generators: families, random: seededRandom(71), weeks: 1, rows: 400, week: 9 });
    assert.ok(window);
    const features = Array.from({ length: 20 }, () => calibration.features).flat();
    judge({ ...calibration, features }, window);
    const begin = process.hrtime.bigint();
    judge({ ...calibration, features }, window);
    const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
    assert.ok(milliseconds < 500, `${milliseconds} ms`);
  });
});

describe('alarms and episodes', () => {
  it('count extreme windows, unusual ones among the last judged ones, and alarms in a row once', () => {
    const scores = [5, 0, 5, 5, 0, 0, 5, 0, 9];
    const levels = scores.map((score) => levelOf(score, { unusual: 5, extreme: 9 }));
    const alarms = alarmsOf(levels, { unusual: 2, of: 3 });
    assert.deepEqual(alarms, [false, false, true, true, false, false, false, false, true]);
    assert.equal(countEpisodes(alarms), 2);
    assert.equal(countEpisodes(alarmsOf(levels, { unusual: 1, of: 1 })), 4);
  });

  it('have the exact interval of a Poisson rate', () => {
    // Garwood's table: 3 events give 0.6187 to 8.7673.
    const { low, high } = rateInterval(3, 1);
    assert.equal(low.toFixed(4), '0.6187');
    assert.equal(high.toFixed(4), '8.7673');
    assert.equal(rateInterval(0, 1).high.toFixed(4), '3.6889');
  });
});
