const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const LOWER_E = 101;

/** Number of decimal digits that a double always holds exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/** Far beyond the exponent of any double. */
const MAX_EXPONENT = 1e6;

/**
 * Reads decimal numbers from text without slicing them first. All formats share this syntax: digits with an optional
 * point and exponent, and `Inf`, `Infinity` and `NaN` in upper or lower case. Hexadecimal numbers, underscores and
 * numbers too large for a double are invalid.
 */
export class NumberReader {
  /** Index of the end of the last number; if there was no number, the index where it was expected. */
  end = 0;

  /**
   * Reads a number.
   *
   * @param text Text that contains the number
   * @param start Index of its first character
   * @param shift Number of digits to move the decimal point to the right, before rounding
   * @returns The number; NaN if there is no valid number
   */
  read(text: string, start: number, shift = 0): number {
    let at = start;
    let code = text.charCodeAt(at);
    const isNegative = code === MINUS;
    if (isNegative || code === PLUS) code = text.charCodeAt(++at);
    let mantissa = 0;
    let decimals = 0;
    const first = at;
    for (; isDigit(code); code = text.charCodeAt(++at)) mantissa = mantissa * 10 + code - ZERO;
    let digits = at - first;
    if (code === DOT) {
      const point = ++at;
      for (code = text.charCodeAt(at); isDigit(code); code = text.charCodeAt(++at)) {
        mantissa = mantissa * 10 + code - ZERO;
      }
      decimals = at - point;
      digits += decimals;
    }
    if (digits === 0) return this.#readWord(text, start, isNegative);
    if ((code | 32) === LOWER_E) return this.#readExponent(text, start, at, shift);
    if (digits > EXACT_DIGITS) return this.#round(text, start, at, at, shift);
    this.end = at;
    const power = shift - decimals;
    // One operation on two exact numbers rounds only once, so the result is correct.
    const value = power < 0 ? mantissa / power10(-power) : mantissa * power10(power);
    return isNegative ? -value : value;
  }

  #readWord(text: string, start: number, isNegative: boolean): number {
    this.end = start;
    const code = text.charCodeAt(start);
    const at = code === MINUS || code === PLUS ? start + 1 : start;
    const word = text.slice(at, at + "infinity".length).toLowerCase();
    if (word.startsWith("inf")) {
      this.end = at + (word === "infinity" ? word.length : "inf".length);
      return isNegative ? -Infinity : Infinity;
    }
    if (at === start && word.startsWith("nan")) this.end = at + "nan".length;
    return NaN;
  }

  #readExponent(text: string, start: number, e: number, shift: number): number {
    let at = e + 1;
    const sign = text.charCodeAt(at);
    if (sign === MINUS || sign === PLUS) at++;
    const first = at;
    while (isDigit(text.charCodeAt(at))) at++;
    this.end = start;
    if (at === first) return NaN;
    const exponent = Number(text.slice(e + 1, at));
    return this.#round(text, start, e, at, Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, exponent)) + shift);
  }

  #round(text: string, start: number, mantissaEnd: number, end: number, exponent: number): number {
    const value = Number(`${text.slice(start, mantissaEnd)}e${exponent}`);
    this.end = Number.isFinite(value) ? end : start;
    return this.end === start ? NaN : value;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function power10(power: number): number {
  return POWERS_OF_TEN[power] as number;
}
