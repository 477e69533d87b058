import { type Field, TIMESTAMP } from "../../model/protobuf_schema.ts";
import { ByteWriter, MAX_SAFE_STRING } from "../byte_writer.ts";

/** The largest number that both a double and 64 bits without a sign can hold; with a sign, it is half of it. */
const MAX_UINT = 2 ** 64 - 2 ** 11;

/** Bytes of protobuf messages. A number that does not fit its field is cut off to one that does. */
export class ProtobufWriter extends ByteWriter {
  /** Whether strings were written whose length may be taken for a part of NaN. */
  #hasLongStrings = false;
  #timeMs = NaN;
  /** The message of that time. */
  #timeMessage: ProtobufWriter | undefined;

  /**
   * Begins a message. Its length is written when it ends.
   *
   * @param field The field that contains it
   * @param width Number of bytes that the length will probably take
   * @returns First byte of the message
   */
  open(field: Field<"message">, width: number = 1): number {
    this.reserve(2 + width);
    this.#tag(field.tag);
    return this.length += width;
  }

  /**
   * Ends a message.
   *
   * @param start First byte of the message
   * @param width As when it began
   * @returns Number of bytes that its length took
   */
  close(start: number, width: number = 1): number {
    const size = this.length - start;
    if (size < 128 && width === 1) {
      this.bytes[start - 1] = size;
      return 1;
    }
    const actual = widthOf(size);
    if (actual !== width) {
      this.reserve(actual);
      this.bytes.copyWithin(start - width + actual, start, this.length);
    }
    this.length = start - width;
    this.varint(size);
    this.length += size;
    return actual;
  }

  /** Writes a floating-point number. */
  double(field: Field<"double">, value: number): void {
    this.reserve(10);
    this.#tag(field.tag);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Writes a whole number that is not negative. */
  uint(field: Field<"uint" | "enum">, value: number): void {
    this.reserve(12);
    this.#tag(field.tag);
    this.varint(value < 0 ? 0 : value);
  }

  /** Writes a whole number that is mostly not negative. */
  int(field: Field<"int">, value: number): void {
    this.reserve(12);
    this.#tag(field.tag);
    if (value < 0) this.#negative(value);
    else this.varint(value > MAX_UINT / 2 ? MAX_UINT / 2 : value);
  }

  /** Writes a whole number of either sign. */
  sint(field: Field<"sint">, value: number): void {
    this.reserve(12);
    this.#tag(field.tag);
    // The sign is the last bit. To double the number would cost large ones another bit.
    const magnitude = Math.min(value < 0 ? -value - 1 : value, MAX_UINT / 2);
    const low = magnitude % 64 << 1 | (value < 0 ? 1 : 0);
    this.bytes[this.length++] = magnitude >= 64 ? low | 128 : low;
    if (magnitude >= 64) this.varint(Math.floor(magnitude / 64));
  }

  /** Writes text as UTF-8, where U+FFFD stands for a lone surrogate. */
  string(field: Field<"string">, text: string): void {
    this.reserve(text.length * 3 + 6);
    this.#tag(field.tag);
    const start = ++this.length;
    this.text(text);
    this.#hasLongStrings ||= this.length - start > MAX_SAFE_STRING;
    this.close(start);
  }

  /** Writes a whole number that is not negative, the lowest 7 bits first. */
  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    if (!(value < 2 ** 31)) {
      for (rest = Math.min(value, MAX_UINT); rest >= 2 ** 31; rest = Math.floor(rest / 128)) {
        this.bytes[this.length++] = rest % 128 | 128;
      }
    }
    for (rest |= 0; rest >= 128; rest >>= 7) this.bytes[this.length++] = rest | 128;
    this.bytes[this.length++] = rest;
  }

  override copy(source: ProtobufWriter, start: number, end: number): void {
    if (source.#hasLongStrings) this.append(source.bytes.subarray(start, end));
    else super.copy(source, start, end);
  }

  /** Writes a time in milliseconds since the epoch. Many series began at the same time, which is then copied. */
  time(field: Field<"message">, timeMs: number): void {
    const message = this.#timeMessage ??= new ProtobufWriter(32);
    if (timeMs !== this.#timeMs) {
      message.#setTime(timeMs);
      this.#timeMs = timeMs;
    }
    this.reserve(3 + message.length);
    this.#tag(field.tag);
    const { bytes, length: start } = this;
    bytes[start] = message.length;
    for (let i = 0; i < message.length; i++) bytes[start + 1 + i] = message.bytes[i] as number;
    this.length = start + 1 + message.length;
  }

  #tag(tag: number): void {
    if (tag < 128) {
      this.bytes[this.length++] = tag;
    } else {
      this.bytes[this.length++] = tag | 128;
      this.bytes[this.length++] = tag >> 7;
    }
  }

  #setTime(timeMs: number): void {
    const wholeMs = Math.floor(timeMs);
    const seconds = Math.floor(wholeMs / 1000);
    const nanos = (wholeMs - seconds * 1000) * 1e6 + Math.floor((timeMs - wholeMs) * 1e6);
    this.length = 0;
    if (seconds !== 0) this.int(TIMESTAMP.seconds, seconds);
    if (nanos !== 0) this.int(TIMESTAMP.nanos, nanos);
  }

  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(Math.max(Math.trunc(value), -(2 ** 63))));
    for (; rest >= 128n; rest >>= 7n) this.bytes[this.length++] = Number(rest & 127n) | 128;
    this.bytes[this.length++] = Number(rest);
  }
}

/** Counts the bytes of a number as {@linkcode ProtobufWriter.varint} writes it. */
export function widthOf(value: number): number {
  let width = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) width++;
  return width;
}
