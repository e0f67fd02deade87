/**
 * Whether a pattern of `*` (any text) and `?` (one character) matches a whole text, letter for letter. Goes back to the
 * last `*` only, so that no pattern takes longer than the product of both lengths.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let afterStar = -1;
  let retry = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      p = skipStars(pattern, p);
      if (p === pattern.length) return true;
      afterStar = p;
      retry = t;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[t])) {
      p++;
      t++;
    } else if (afterStar >= 0) {
      retry++;
      p = afterStar;
      t = retry;
    } else {
      return false;
    }
  }
  return skipStars(pattern, p) === pattern.length;
}

function skipStars(pattern: string, from: number): number {
  let p = from;
  while (pattern[p] === '*') p++;
  return p;
}
