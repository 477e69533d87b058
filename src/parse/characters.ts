/** Character codes with a meaning in the text formats. */
export const TAB = 9;
export const LINE_FEED = 10;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const COMMA = 44;
export const COLON = 58;
export const EQUALS = 61;
export const OPENING_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSING_BRACKET = 93;
export const OPENING_BRACE = 123;
export const CLOSING_BRACE = 125;

const UNDERSCORE = 95;
const LOWER_A = 97;
const ZERO = 48;

/** Checks if a character may begin a label name without quotes. */
export function isNameStart(code: number): boolean {
  const lower = code | 32;
  return (lower >= LOWER_A && lower < LOWER_A + 26) || code === UNDERSCORE;
}

/** Checks if a character may follow the first one of a label name without quotes. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= ZERO && code < ZERO + 10);
}
