import type { ParseLimits } from "../limits.ts";
import { ParseError } from "../parse_error.ts";

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const CONTINUES = 128;
/** Maximum number of bytes of a 64-bit number: 7 bits in each, 1 in the last. */
const MAX_VARINT_BYTES = 10;
/** Maximum length of ASCII text that is built byte by byte, which is faster than a decoder for short text. */
const SHORT = 32;
/** Maximum number of names that are kept: more than most families have, but few enough to search. */
const MAX_NAMES = 16;

/** Type of the value after a tag, in the lowest three bits of the tag. */
const WIRE_TYPES = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

/** Reads the fields of an untrusted message, and throws if it is invalid. */
export class ProtobufReader {
  /** Limits of the parser. */
  readonly limits: ParseLimits;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #offset: number;
  readonly #names: string[] = [];
  #at = 0;
  #end: number;
  #low = 0;
  #high = 0;

  /**
   * @param bytes The message
   * @param offset Number of input bytes before the message, for errors
   * @param limits Limits of the parser
   */
  constructor(bytes: Uint8Array, offset: number, limits: ParseLimits) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = offset;
    this.limits = limits;
    this.#end = bytes.length;
  }

  /** Whether the open message has been read to its end. */
  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** Index of the next byte in the outermost message. */
  get position(): number {
    return this.#at;
  }

  /** Returns to an earlier position. */
  seek(position: number): void {
    this.#at = position;
  }

  /** Creates an error at a position. */
  error(problem: string, position: number = this.#at): ParseError {
    return new ParseError(`Cannot parse protobuf: ${problem}`, { offset: this.#offset + position });
  }

  /** Reads a tag: the field number and the wire type of the next value. */
  tag(): number {
    const start = this.#at;
    this.#varint();
    if (this.#high !== 0 || this.#low >>> 3 === 0) {
      throw this.error("field number must be > 0 and have at most 29 bits", start);
    }
    return this.#low >>> 0;
  }

  /** Reads an unsigned integer, rounded if above 2^53. */
  uint(): number {
    this.#varint();
    return this.#high * 2 ** 32 + this.#low;
  }

  /** Reads a signed integer. */
  int(): number {
    this.#varint();
    return (this.#high | 0) * 2 ** 32 + this.#low;
  }

  /** Reads a signed integer in zigzag encoding. */
  sint(): number {
    this.#varint();
    const magnitude = this.#high * 2 ** 31 + (this.#low >>> 1);
    return this.#low & 1 ? -magnitude - 1 : magnitude;
  }

  /** Reads a floating-point number. */
  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** Reads an unsigned integer of 8 bytes, rounded if above 2^53. */
  fixed(): number {
    const start = this.#take(8);
    return this.#view.getUint32(start + 4, true) * 2 ** 32 + this.#view.getUint32(start, true);
  }

  /** Reads nanoseconds in 8 bytes, as milliseconds: a number has too few digits for nanoseconds. */
  fixedMillis(): number {
    const nanos = this.#view.getBigUint64(this.#take(8), true);
    return Number(nanos / 1_000_000n) + Number(nanos % 1_000_000n) / 1e6;
  }

  /** Reads a signed integer of 8 bytes, rounded if beyond 2^53. */
  sfixed(): number {
    const start = this.#take(8);
    return this.#view.getInt32(start + 4, true) * 2 ** 32 + this.#view.getUint32(start, true);
  }

  /** Reads bytes. The result is a view of the input. */
  bytes(): Uint8Array {
    const length = this.#length();
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Reads text. */
  string(): string {
    const length = this.#length();
    return this.#decode(this.#take(length), length);
  }

  /** Reads text that often repeats, such as a label name, without decoding it again. */
  name(): string {
    const length = this.#length();
    const start = this.#take(length);
    const known = this.#names.find((name) => name.length === length && this.#isAt(start, name));
    if (known !== undefined) return known;
    const name = this.#decode(start, length);
    if (this.#names.length < MAX_NAMES && name.length === length) this.#names.push(name);
    return name;
  }

  /**
   * Opens a nested message, or packed numbers.
   *
   * @returns End of the surrounding message, for {@linkcode close}
   */
  open(): number {
    const outer = this.#end;
    const length = this.#length();
    this.#end = this.#take(length) + length;
    this.#at -= length;
    return outer;
  }

  /** Closes a nested message that was read to its end. */
  close(outer: number): void {
    this.#end = outer;
  }

  /** Skips a value of any type. */
  skip(tag: number): void {
    const start = this.#at;
    const groups: number[] = [];
    for (let next = tag;; next = this.tag()) {
      switch (next & 7) {
        case WIRE_TYPES.varint:
          this.#varint();
          break;
        case WIRE_TYPES.fixed64:
          this.#take(8);
          break;
        case WIRE_TYPES.bytes:
          this.#take(this.#length());
          break;
        case WIRE_TYPES.groupStart:
          groups.push(next >>> 3);
          break;
        case WIRE_TYPES.groupEnd:
          if (groups.pop() !== next >>> 3) throw this.error(`group ends without a start`);
          break;
        case WIRE_TYPES.fixed32:
          this.#take(4);
          break;
        default:
          throw this.error(`wire type must be from 0 to 5, current value is ${next & 7}`);
      }
      if (groups.length === 0) return;
      if (this.isAtEnd) throw this.error("group has no end", start);
    }
  }

  #length(): number {
    const start = this.#at;
    const length = this.uint();
    const left = this.#end - this.#at;
    if (length <= left) return length;
    throw this.error(`length must be at most ${left}, the number of bytes left, current value is ${length}`, start);
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#end - start) throw this.error("message ends within a value", this.#end);
    this.#at = start + length;
    return start;
  }

  #decode(start: number, length: number): string {
    const ascii = length <= SHORT ? this.#ascii(start, length) : undefined;
    if (ascii !== undefined) return ascii;
    try {
      return DECODER.decode(this.#bytes.subarray(start, start + length));
    } catch {
      throw this.error("text is not UTF-8", start);
    }
  }

  /** Checks if the bytes at an index are this ASCII text. */
  #isAt(start: number, text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.#bytes[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #ascii(start: number, length: number): string | undefined {
    let text = "";
    for (let i = start; i < start + length; i++) {
      const byte = this.#bytes[i] as number;
      if (byte > 127) return undefined;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Reads a 64-bit number as two unsigned halves. */
  #varint(): void {
    const start = this.#at;
    const first = start < this.#end ? this.#bytes[start] as number : CONTINUES;
    if (first < CONTINUES) {
      this.#at++;
      this.#low = first;
      this.#high = 0;
      return;
    }
    let low = 0;
    let high = 0;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      if (this.#at >= this.#end) throw this.error("message ends within a number", this.#end);
      const byte = this.#bytes[this.#at++] as number;
      const bits = byte & 127;
      if (i < 4) low |= bits << i * 7;
      else if (i > 4) high |= bits << i * 7 - 32;
      else {
        low |= bits << 28;
        high = bits >>> 4;
      }
      if (byte >= CONTINUES) continue;
      if (i === MAX_VARINT_BYTES - 1 && byte > 1) break;
      this.#low = low >>> 0;
      this.#high = high >>> 0;
      return;
    }
    throw this.error("number has more than 64 bits", start);
  }
}
