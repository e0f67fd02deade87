import { Command } from 'commander';
import { evasionsByKind } from './evasionList';
import { judgeEvasion } from './judgeEvasions';

new Command('evasions')
  .description('judge evasions of the policy pack and their benign twins in equivalent spellings')
  .option('--seed <text>', 'seed of the spellings', 'evasions-1')
  .option('--spellings <n>', 'spellings of each evasion', Number, 10)
  .action(run)
  .parse();

function run({ seed, spellings }: { readonly seed: string; readonly spellings: number }): void {
  for (const [kind, evasions] of Object.entries(evasionsByKind)) {
    const results = evasions.map((evasion) => judgeEvasion(evasion, spellings, seed));
    const missed = results.flatMap((result) => result.missed);
    const falseAlarms = results.flatMap((result) => result.falseAlarms);
    const judged = results.length * spellings;
    console.log(
      `${kind}: ${judged - missed.length} of ${judged} found, ${falseAlarms.length} of ${judged} twins reported`,
    );
    for (const text of missed) console.log(`  missed: ${text}`);
    for (const text of falseAlarms) console.log(`  twin reported by ${text}`);
    if (missed.length + falseAlarms.length > 0) process.exitCode = 1;
  }
}
