import assert from 'node:assert/strict';
import {
  type EndpointFamily,
  endpointFamilies,
  episodesAfterCalibration,
  normal,
  probabilityOfEpisodes,
  testedWeeks,
  weeklyBudget,
} from '../../support/syntheticEndpoints';

/** A test fails if endpoints with exactly the allowed rate would raise as many episodes less often than this. */
const leastProbability = 0.001;

/** One endpoint is too little to tell its rate from the budget; it may be twice the budget. All of them together keep it. */
const rateOfOne = 2 * weeklyBudget;

function assertRate(episodes: number, weeks: number, rate: number): void {
  const isPossible = probabilityOfEpisodes(episodes, rate * weeks) >= leastProbability;
  assert.ok(isPossible, `${episodes} episodes in ${weeks} weeks`);
}

describe('the budget of alarms', function () {
  this.timeout(240_000);
  const counted: number[] = [];

  for (const family of Object.keys(endpointFamilies) as EndpointFamily[]) {
    it(`holds in weeks to come for an endpoint with ${family}`, () => {
      const episodes = episodesAfterCalibration(endpointFamilies[family](1), 1);
      counted.push(episodes);
      assertRate(episodes, testedWeeks, rateOfOne);
    });
  }

  it('holds for eight features as for one', () => {
    const features = Array.from({ length: 8 }, (_, i) => [
      `x${i}`,
      (random: () => number) => normal(random).toFixed(2),
    ]);
    const episodes = episodesAfterCalibration(Object.fromEntries(features), 2);
    counted.push(episodes);
    assertRate(episodes, testedWeeks, rateOfOne);
  });

  it('holds for all of them together', () => {
    const episodes = counted.reduce((sum, count) => sum + count, 0);
    assertRate(episodes, counted.length * testedWeeks, weeklyBudget);
  });
});
