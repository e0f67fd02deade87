/** Characters of CSV, JSON and numbers. */
export const TAB: u8 = 0x09;
export const LINE_FEED: u8 = 0x0a;
export const CARRIAGE_RETURN: u8 = 0x0d;
export const BLANK: u8 = 0x20;
export const QUOTE: u8 = 0x22;
export const PLUS: u8 = 0x2b;
export const COMMA: u8 = 0x2c;
export const MINUS: u8 = 0x2d;
export const POINT: u8 = 0x2e;
/** Wider than the others, to be subtracted from a digit. */
export const ZERO: u32 = 0x30;
export const EQUALS: u8 = 0x3d;
export const BACKSLASH: u8 = 0x5c;
export const LETTER_E: u8 = 0x65;
export const LETTER_N: u8 = 0x6e;

/** `null`, `true` and the beginning of `false`, as words. */
export const NULL_WORD: u32 = 0x6c6c756e;
export const TRUE_WORD: u32 = 0x65757274;
export const FALS_WORD: u32 = 0x736c6166;

/** U+FEFF in UTF-8, as the lower three bytes of a word. */
export const BYTE_ORDER_MARK: u32 = 0xbfbbef;
