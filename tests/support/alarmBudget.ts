/**
 * Calibrates many synthetic endpoints of each family and counts their alarms in the weeks after: `npm run budget -- 100 [seed]`.
 * Fails if a family exceeds the budget by more than chance.
 */
import {
  type EndpointFamily,
  endpointFamilies,
  episodesAfterCalibration,
  probabilityOfEpisodes,
  testedWeeks,
  weeklyBudget,
} from './syntheticEndpoints';

const [count = 100, first = 1] = process.argv.slice(2).map(Number);
for (const family of Object.keys(endpointFamilies) as EndpointFamily[]) {
  let episodes = 0;
  for (let seed = first; seed < first + count; seed++) {
    episodes += episodesAfterCalibration(endpointFamilies[family](seed), seed);
  }
  const weeks = count * testedWeeks;
  const isKept = probabilityOfEpisodes(episodes, weeklyBudget * weeks) >= 0.001;
  console.log(`${family}: ${(episodes / weeks).toFixed(2)} episodes a week of at most ${weeklyBudget}`);
  if (!isKept) process.exitCode = 1;
}
