import type { ByteWriter } from "../byte_writer.ts";
import { printValue } from "../../model/numbers.ts";

/** Every power of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Splits a double into two of 26 bits each, whose products are exact (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;
const POWERS_HIGH = POWERS.map((power) => power * SPLITTER - (power * SPLITTER - power));
const POWERS_LOW = POWERS.map((power, i) => power - (POWERS_HIGH[i] as number));

/** By exponent, from -20 on: half a unit of the last place of a double. */
const HALF_UNITS = Float64Array.from({ length: 74 }, (_, i) => 2 ** (i - 20 - 53));

/** The two digits of each number below 100, the first one in the low byte. */
const DIGIT_PAIRS = Uint16Array.from({ length: 100 }, (_, i) => 48 + Math.floor(i / 10) | 48 + i % 10 << 8);

const DOUBLE = new Float64Array(1);
/** The two halves of the double: all hosts of the runtimes are little-endian. */
const WORDS = new Uint32Array(DOUBLE.buffer);

const POINT = 46;
const ZERO = 48;
const ZERO_AND_POINT = ZERO | POINT << 8;

/** Below 1, and so near to 1 that rounding errors of the last digits do not count. */
const ALMOST = 1 - 1e-6;

/**
 * Writes a number as JavaScript prints it: the shortest decimal that reads back as the same number. Infinities and NaN are
 * written as `+Inf`, `-Inf` and `NaN`. There must be room for 32 bytes.
 */
export function putNumber(out: ByteWriter, value: number): void {
  const whole = value | 0;
  if (whole === value && whole >= 0) putWhole(out, whole);
  else if (!putFraction(out, value)) out.text(printValue(value));
}

/** Writes a whole number from 0 to 2 ** 31 - 1. */
function putWhole(out: ByteWriter, value: number): void {
  const { bytes, view } = out;
  const end = out.length + digitsOf(value);
  let rest = value;
  let at = end;
  while (rest >= 100) {
    const hundreds = (rest / 100) | 0;
    at -= 2;
    view.setUint16(at, DIGIT_PAIRS[rest - hundreds * 100] as number, true);
    rest = hundreds;
  }
  if (rest >= 10) view.setUint16(at - 2, DIGIT_PAIRS[rest] as number, true);
  else bytes[at - 1] = ZERO + rest;
  out.length = end;
}

function digitsOf(value: number): number {
  if (value < 100_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : value < 10_000 ? 4 : 5;
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  return value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10;
}

/**
 * Writes a number from 1e-6 to 1e16. Scaled by a power of ten it has 17 digits before the point. That product is exact, held
 * as two doubles. The shortest decimal is the first of 15, 16 and 17 digits that lies within half a unit of the last place
 * of the double. With 15 digits there is never more than one, so that shorter decimals are found as well.
 *
 * @returns `false` if nothing is written: the number is out of range, a power of two, or too close to the middle between two
 * decimals
 */
function putFraction(out: ByteWriter, value: number): boolean {
  if (!(value >= 1e-6 && value < 1e16)) return false;
  DOUBLE[0] = value;
  const high = WORDS[1] as number;
  // Below a power of two, doubles are closer together than above it.
  if ((high & 0xfffff | WORDS[0] as number) === 0) return false;
  const exponent = (high >>> 20) - 1023;
  let power = exponent * 1233 >> 12; // of ten: 1233 / 4096 is a little less than the logarithm of 2
  if (power < 0 ? value * (POWERS[-power - 1] as number) >= 1 : value >= (POWERS[power + 1] as number)) power++;
  const scale = POWERS[16 - power] as number;
  const product = value * scale;
  if (!(product >= 1e16 && product < 1e17)) return false;

  // Rounding error of the product (Dekker).
  const valueHigh = value * SPLITTER - (value * SPLITTER - value);
  const valueLow = value - valueHigh;
  const scaleHigh = POWERS_HIGH[16 - power] as number;
  const scaleLow = POWERS_LOW[16 - power] as number;
  const rest = valueHigh * scaleHigh - product + valueHigh * scaleLow + valueLow * scaleHigh + valueLow * scaleLow;

  let first9 = Math.floor(product * 1e-8);
  let last8 = product - first9 * 1e8 + rest;
  if (last8 < 0) {
    first9--;
    last8 += 1e8;
  }
  const tolerance = (HALF_UNITS[exponent + 20] as number) * scale;
  let rounded = Math.floor(last8 * 0.01 + 0.5) * 100;
  let distance = Math.abs(rounded - last8);
  if (distance > tolerance * ALMOST) {
    if (distance * ALMOST < tolerance) return false;
    rounded = Math.floor(last8 * 0.1 + 0.5) * 10;
    distance = Math.abs(rounded - last8);
    if (distance > tolerance * ALMOST) {
      if (distance * ALMOST < tolerance) return false;
      rounded = Math.floor(last8 + 0.5);
      distance = Math.abs(rounded - last8) * 10;
    }
    if (distance > 5 * ALMOST) return false;
  }
  if (rounded >= 1e8) {
    rounded -= 1e8;
    first9++;
  }
  putDigits(out, first9 | 0, rounded | 0, power + 1);
  return true;
}

/**
 * Writes 17 digits without the zeros at their end.
 *
 * @param first9 The first nine digits, not beginning with 0
 * @param last8 The other eight
 * @param point Number of digits before the point; if negative, of zeros after it
 */
function putDigits(out: ByteWriter, first9: number, last8: number, point: number): void {
  const { bytes, view } = out;
  let start = out.length;
  if (point <= 0) {
    view.setUint16(start, ZERO_AND_POINT, true);
    start += 2;
    for (let i = point; i < 0; i++) bytes[start++] = ZERO;
  } else {
    start++; // the digits before the point are moved back when all are written
  }
  const first = (first9 / 1e8) | 0;
  bytes[start] = ZERO + first;
  putEight(view, start + 1, first9 - first * 1e8);
  let end = start + 9;
  if (last8 !== 0 || point > 9) {
    putEight(view, end, last8);
    end += 8;
  }
  if (point > 0) {
    for (let i = start; i < start + point; i++) bytes[i - 1] = bytes[i] as number;
    start += point;
    bytes[start - 1] = POINT;
  }
  while (end > start && bytes[end - 1] === ZERO) end--;
  out.length = end === start ? start - 1 : end;
}

function putEight(view: DataView, at: number, value: number): void {
  const high = (value / 10_000) | 0;
  const low = value - high * 10_000;
  const highPair = (high / 100) | 0;
  const lowPair = (low / 100) | 0;
  view.setUint16(at, DIGIT_PAIRS[highPair] as number, true);
  view.setUint16(at + 2, DIGIT_PAIRS[high - highPair * 100] as number, true);
  view.setUint16(at + 4, DIGIT_PAIRS[lowPair] as number, true);
  view.setUint16(at + 6, DIGIT_PAIRS[low - lowPair * 100] as number, true);
}
