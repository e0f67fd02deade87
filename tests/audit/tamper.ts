/** Plays random tamperings with a trail: `npm run tamper -- 10000 [seed]`. Fails if the verification misses one. */
import { playTamperings } from '../support/playTamperings';

const [count = 10_000, seed = 1] = process.argv.slice(2).map(Number);
void playTamperings({ count, seed }).then((missed) => {
  console.log([`${count - missed.length} of ${count} tamperings found`, ...missed].join('\n'));
  process.exitCode = missed.length === 0 ? 0 : 1;
});
