/**
 * Whether some text is matched by both of two patterns of `*` and `?`. Takes as long as the product of their lengths.
 */
export function globsMeet(one: string, other: string): boolean {
  // reachable[j]: what is read of `one` so far, and the first j characters of `other`, can stand for one text.
  let reachable = afterStars(other, [true, ...Array.from(other, () => false)]);
  for (const letter of one) {
    const next = Array.from(reachable, () => false);
    for (let j = 0; j <= other.length; j++) {
      if (letter === '*') next[j] = (reachable[j] ?? false) || (next[j - 1] ?? false);
      else if (reachable[j] && other[j] === '*') next[j] = true;
      else if (reachable[j - 1] && fit(letter, other[j - 1])) next[j] = true;
    }
    reachable = afterStars(other, next);
  }
  return reachable[other.length] ?? false;
}

/** A star may stand for nothing. */
function afterStars(pattern: string, reachable: boolean[]): boolean[] {
  for (let j = 0; j < pattern.length; j++) if (reachable[j] && pattern[j] === '*') reachable[j + 1] = true;
  return reachable;
}

function fit(letter: string, other: string | undefined): boolean {
  return letter === other || letter === '?' || other === '?' || other === '*';
}
