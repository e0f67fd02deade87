const star = '*'.charCodeAt(0);
const any = '?'.charCodeAt(0);

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
    const wanted = pattern.charCodeAt(p);
    if (wanted === star) {
      p = skipStars(pattern, p);
      if (p === pattern.length) return true;
      afterStar = p;
      retry = t;
    } else if (wanted === text.charCodeAt(t) || wanted === any) {
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
  while (pattern.charCodeAt(p) === star) p++;
  return p;
}

/** The same for one pattern and many texts: made ready once, for a pattern without `?` by what stands between its stars. */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (pattern.includes('?')) return (text) => globMatches(pattern, text);
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === pattern;
  const between = others.filter((part) => part !== '');
  const shortest = pattern.replaceAll('*', '').length;
  return (text) => {
    if (text.length < shortest || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const part of between) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= text.length - last.length;
  };
}
