import { BACKSLASH, BLANK, FALS_WORD, LETTER_E, MINUS, NULL_WORD, PLUS, POINT, QUOTE, TRUE_WORD, ZERO } from './bytes';

/** A JSON value that is neither an object nor an array. */
class Scalar {
  /** Its text, without quotes; empty for `null`. */
  start: usize = 0;
  end: usize = 0;

  /** Reads a scalar inside a JSON string, where its quotes are escaped. Returns its end as `read` does. */
  readEscaped(at: usize, end: usize): usize {
    if (load<u8>(at) !== BACKSLASH || load<u8>(at + 1) !== QUOTE) return this.readPlain(at);
    const close = this.readString(at + 2, end, BACKSLASH);
    return close < end && load<u8>(close + 1) === QUOTE ? close + 2 : 0;
  }

  /** Reads a scalar of an ASCII text. Returns its end; 0 when there is none, or it contains an escape. */
  read(at: usize, end: usize): usize {
    if (load<u8>(at) !== QUOTE) return this.readPlain(at);
    const close = this.readString(at + 1, end, QUOTE);
    for (let i = this.start; i < close; i++) if (load<u8>(i) >= 0x80 || load<u8>(i) === BACKSLASH) return 0;
    return close < end ? close + 1 : 0;
  }

  /** The closing byte of a string; `end` when it is not closed, or holds a character that JSON does not allow. */
  private readString(from: usize, end: usize, closing: u8): usize {
    let at = from;
    while (at < end && load<u8>(at) !== closing) {
      if (load<u8>(at) === QUOTE || load<u8>(at) < BLANK) return end;
      at += 1;
    }
    this.start = from;
    this.end = at;
    return at;
  }

  private readPlain(at: usize): usize {
    this.start = at;
    this.end = at;
    if (isWord(at, NULL_WORD)) return at + 4;
    if (isWord(at, TRUE_WORD)) this.end = at + 4;
    else if (isWord(at, FALS_WORD) && load<u8>(at + 4) === LETTER_E) this.end = at + 5;
    else this.end = endOfNumber(at);
    return this.end;
  }
}

export const scalar = new Scalar();

function isWord(at: usize, word: u32): bool {
  return load<u32>(at) === word;
}

/** The end of a JSON number; 0 when there is none. */
function endOfNumber(start: usize): usize {
  let at = load<u8>(start) === MINUS ? start + 1 : start;
  const first = at;
  at = endOfDigits(at);
  if (at === first || (load<u8>(first) === ZERO && at > first + 1)) return 0;
  if (load<u8>(at) === POINT) {
    const decimals = at + 1;
    at = endOfDigits(decimals);
    if (at === decimals) return 0;
  }
  if ((load<u8>(at) | 0x20) === LETTER_E) {
    at += 1;
    if (load<u8>(at) === PLUS || load<u8>(at) === MINUS) at += 1;
    const exponent = at;
    at = endOfDigits(exponent);
    if (at === exponent) return 0;
  }
  return at;
}

function endOfDigits(start: usize): usize {
  let at = start;
  while (<u32>load<u8>(at) - ZERO <= 9) at += 1;
  return at;
}
