import { EQUALS, QUOTE } from './bytes';

/** The closing quote of a base64 string; 0 when it is not base64. */
export function endOfBase64(start: usize, end: usize): usize {
  let at = start;
  while (at < end && sextet(at) < NO_SEXTET) at += 1;
  for (let padding = 0; padding < 2 && at < end && load<u8>(at) === EQUALS; padding++) at += 1;
  return at < end && load<u8>(at) === QUOTE && ((at - start) & 3) === 0 ? at : 0;
}

/** Decodes base64 in place. Returns the end of the decoded bytes. */
export function decodeBase64(start: usize, end: usize): usize {
  let to = start;
  for (let at = start; at < end; at += 4) {
    const bits = (sextet(at) << 18) | (sextet(at + 1) << 12) | ((sextet(at + 2) & 63) << 6) | (sextet(at + 3) & 63);
    const count: usize = load<u8>(at + 2) === EQUALS ? 1 : load<u8>(at + 3) === EQUALS ? 2 : 3;
    store<u8>(to, <u8>(bits >> 16));
    store<u8>(to + 1, <u8>(bits >> 8));
    if (count === 3) store<u8>(to + 2, <u8>bits);
    to += count;
  }
  return to;
}

/** The six bits that a character of base64 stands for. */
function sextet(at: usize): u32 {
  return unchecked(sextets[load<u8>(at)]);
}

const NO_SEXTET: u32 = 64;
const sextets = sextetsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

function sextetsOf(alphabet: string): StaticArray<u8> {
  const table = new StaticArray<u8>(256);
  for (let i = 0; i < 256; i++) table[i] = <u8>NO_SEXTET;
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = <u8>i;
  return table;
}
