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

const star = '*'.charCodeAt(0);
const any = '?'.charCodeAt(0);

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
