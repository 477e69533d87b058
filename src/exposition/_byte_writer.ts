import type { Writer } from "./_writer.ts";

const ENCODER = new TextEncoder();

/** Up to this length, a loop over characters beats the call of an encoder. */
const SHORT = 24;

/** Powers of ten that decimals of a few places are scaled by. */
const SCALES: readonly number[] = [10, 100, 1_000, 10_000, 100_000, 1_000_000];

/**
 * Bytes of a body in the making. Text goes straight to bytes: no string is built that has to be encoded afterwards. What
 * is written again and again can be kept in front of the body, from where repeating it is a copy within one array, the
 * fastest there is.
 */
export class ByteWriter implements Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #kept = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Number of bytes that wait to be taken. */
  get length(): number {
    return this.#length - this.#kept;
  }

  /** Memory in use, in bytes. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** Number of bytes that are kept to be repeated. */
  get kept(): number {
    return this.#kept;
  }

  /** Takes the body so far, as a copy. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(this.#kept, this.#length);
    this.#length = this.#kept;
    return taken;
  }

  /** Drops the body so far. */
  discard(): void {
    this.#length = this.#kept;
  }

  /** Moves the body so far to the end of another. */
  moveTo(other: ByteWriter): void {
    other.#reserve(this.length);
    other.#bytes.set(this.#bytes.subarray(this.#kept, this.#length), other.#length);
    other.#length += this.length;
    this.#length = this.#kept;
  }

  /** Keeps the body so far, which is to be repeated and no body any more. */
  keep(): void {
    this.#kept = this.#length;
  }

  /** Writes again what is kept between two places. */
  repeat(start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.copyWithin(this.#length, start, end);
    this.#length += end - start;
  }

  /** Writes one byte. */
  byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Writes text as UTF-8. */
  text(text: string): void {
    const { length } = text;
    this.#reserve(length * 3);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127 || length > SHORT) {
        this.#length = start + ENCODER.encodeInto(text, bytes.subarray(start)).written;
        return;
      }
      bytes[start + i] = code;
    }
    this.#length = start + length;
  }

  /** Writes a number as JavaScript prints it, and the values that JavaScript prints otherwise in Prometheus' words. */
  number(value: number): void {
    if (value - value !== 0) {
      this.text(value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN");
      return;
    }
    this.#reserve(32);
    if (value < 0) {
      this.#bytes[this.#length++] = 45;
      value = -value;
    }
    if (value < 2 ** 31 && (value | 0) === value) this.#digits(value | 0, 1);
    else this.#decimal(value);
  }

  /** Writes a number with a few decimal places by its scaled integer: as it has at most 15 digits, none shorter is the same. */
  #decimal(value: number): void {
    if (value < 2 ** 31 && value >= 0.001) {
      for (let places = 1; places <= SCALES.length; places++) {
        const scale = SCALES[places - 1] as number;
        const scaled = Math.round(value * scale);
        if (scaled / scale === value) {
          const whole = Math.floor(value);
          this.#digits(whole, 1);
          this.#bytes[this.#length++] = 46;
          this.#digits(Math.round(scaled - whole * scale), places);
          return;
        }
      }
    }
    this.text(String(value));
  }

  #digits(value: number, atLeast: number): void {
    let count = atLeast;
    for (let bound = 10 ** atLeast; value >= bound; bound *= 10) count++;
    const bytes = this.#bytes;
    const end = this.#length + count;
    let rest = value | 0;
    for (let i = end - 1; i >= this.#length; i--) {
      const next = (rest / 10) | 0;
      bytes[i] = 48 + rest - next * 10;
      rest = next;
    }
    this.#length = end;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
