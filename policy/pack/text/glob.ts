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

/** No name of AWS has it, so that only a wildcard of the wider pattern can match it. */
const strange = '\u0001';

/** Steps that a comparison may take; of ARNs it takes some thousands. What would take more counts as not covered. */
const mostSteps = 250_000;

/**
 * Whether everything that a pattern of `*` and `?` matches is matched by another pattern too. Asks with each `*` of the
 * narrower one empty, and with each longer than all `?` of the wider pattern, which only a `*` of that can match.
 */
export function globCovers(wider: string, narrower: string): boolean {
  return wider === narrower || (endsAllow(wider, narrower) && coversOf(narrower)(wider));
}

/** The same for one narrower pattern and many wider ones. */
export function coversOf(narrower: string): (wider: string) => boolean {
  const single = narrower.replaceAll('?', strange);
  const isGlob = single.includes('*');
  const empty = single.replaceAll('*', '');
  const parts = single.split('*');
  /** By how many `?` the wider one has. */
  const filled = new Map<number, string>();
  return (wider) => {
    if (wider === narrower) return true;
    if (!endsAllow(wider, narrower)) return false;
    if (!isGlob) return globMatches(wider, single);
    if (!wider.includes('*')) return false;
    const length = wider.split('?').length;
    if ((single.length + parts.length * length) * wider.length > mostSteps) return false;
    if (!globMatches(wider, empty)) return false;
    const long = filled.get(length) ?? parts.join(strange.repeat(length));
    filled.set(length, long);
    return globMatches(wider, long);
  };
}

/** Whether no letter of the wider pattern before its first star, or behind its last, faces another: tells most pairs apart. */
function endsAllow(wider: string, narrower: string): boolean {
  return facing(wider, narrower, 0, 1) && facing(wider, narrower, -1, -1);
}

function facing(wider: string, narrower: string, from: number, step: 1 | -1): boolean {
  for (let i = from; ; i += step) {
    const letter = wider.at(i);
    if (letter === undefined || letter === '*') return true;
    const other = narrower.at(i);
    if (letter === '?') {
      if (other === '*') return true;
    } else if (letter !== other) {
      return false;
    }
  }
}

/**
 * Whether some text is matched by both of two patterns of `*` and `?`. Where both have a star only what stands before
 * their first and behind their last one must fit: between them a text can hold what one asks for, and then what the other
 * does.
 */
export function globsMeet(one: string, other: string): boolean {
  const oneHasStar = one.includes('*');
  if (oneHasStar && other.includes('*')) return beginningsFit(one, other) && endsFit(one, other);
  return oneHasStar ? matchesSome(one, other) : matchesSome(other, one);
}

function fit(letter: number, other: number): boolean {
  return letter === other || letter === any || other === any;
}

function beginningsFit(one: string, other: string): boolean {
  for (let i = 0; ; i++) {
    const [letter, facing] = [one.charCodeAt(i), other.charCodeAt(i)];
    if (letter === star || facing === star) return true;
    if (!fit(letter, facing)) return false;
  }
}

function endsFit(one: string, other: string): boolean {
  for (let i = 1; ; i++) {
    const [letter, facing] = [one.charCodeAt(one.length - i), other.charCodeAt(other.length - i)];
    if (letter === star || facing === star) return true;
    if (!fit(letter, facing)) return false;
  }
}

/** Whether a pattern matches a text in which `?` stands for some letter; goes back to the last star only. */
function matchesSome(pattern: string, text: string): boolean {
  let [p, t, afterStar, retry] = [0, 0, -1, 0];
  while (t < text.length) {
    const wanted = pattern.charCodeAt(p);
    if (wanted === star) {
      p++;
      [afterStar, retry] = [p, t];
    } else if (p < pattern.length && fit(wanted, text.charCodeAt(t))) {
      p++;
      t++;
    } else if (afterStar >= 0) {
      retry++;
      [p, t] = [afterStar, retry];
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === star) p++;
  return p === pattern.length;
}
