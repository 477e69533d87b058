/** Powers of ten that numbers of a few decimal places are scaled by to be whole. */
const SCALES: readonly number[] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/**
 * Finds the number of decimal places of a number below 2 ** 31 that has only a few: scaled and whole, it has at most 15
 * digits, so that no shorter decimal reads back as the same number. -1 for all others.
 */
function placesOf(value: number): number {
  if (!(value < 2 ** 31)) return -1;
  if (value === 0 || (value >= 1 && (value | 0) === value)) return 0;
  if (!(value >= 0.001)) return -1;
  for (let places = 1; places < SCALES.length; places++) {
    const scale = SCALES[places] as number;
    if (Math.round(value * scale) / scale === value) return places;
  }
  return -1;
}

/**
 * Counts the characters of a number as JavaScript prints it.
 *
 * @returns 0 for a number that is negative, large, or of many places: those are left to JavaScript
 */
export function decimalLength(value: number): number {
  const places = placesOf(value);
  if (places < 0) return 0;
  const whole = value | 0;
  let length = places === 0 ? 1 : places + 2;
  for (let bound = 10; whole >= bound; bound *= 10) length++;
  return length;
}

/** Prints a number that has a {@linkcode decimalLength} so that it ends before a place. */
export function putDecimal(bytes: Uint8Array, end: number, value: number): void {
  const places = placesOf(value);
  const whole = value | 0;
  let place = end;
  if (places > 0) {
    const scale = SCALES[places] as number;
    place = putDigits(bytes, end, Math.round(Math.round(value * scale) - whole * scale), end - places);
    bytes[--place] = 46;
  }
  putDigits(bytes, place, whole, place - 1);
}

/** Prints a whole number, with zeros in front that reach up to a place. */
function putDigits(bytes: Uint8Array, end: number, value: number, start: number): number {
  let rest = value | 0;
  let place = end;
  while (rest > 0 || place > start) {
    const next = (rest / 10) | 0;
    bytes[--place] = 48 + rest - next * 10;
    rest = next;
  }
  return place;
}
