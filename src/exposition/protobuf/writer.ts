import { type Tagged, TIMESTAMP } from "../../model/protobuf_schema.ts";
import { ByteWriter } from "../byte_writer.ts";

/** The largest number that both a double and 64 bits without a sign can hold; with a sign, it is half of it. */
const MAX_UINT = 2 ** 64 - 2 ** 11;

/** A loop over words is faster than a call of the engine's copy for at most this many bytes. */
const SHORT_COPY = 256;

/** Bytes of protobuf messages. A number that does not fit its field is clamped. */
export class ProtobufWriter extends ByteWriter {
  #timeMs = NaN;
  /** Message of the last time that was written. */
  #timeMessage: ProtobufWriter | undefined;

  /**
   * Begins a message. Its length is written when it ends.
   *
   * @param field The field that contains it
   * @param width Number of bytes that the length will probably take
   * @returns First byte of the message
   */
  open(field: Tagged<"message">, width: number = 1): number {
    this.reserve(2 + width);
    this.tag(field.tag);
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
  double(field: Tagged<"double">, value: number): void {
    this.reserve(10);
    this.tag(field.tag);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Writes a whole number that is not negative. */
  uint(field: Tagged<"uint" | "enum">, value: number): void {
    this.reserve(12);
    this.tag(field.tag);
    this.varint(value < 0 ? 0 : value);
  }

  /** Writes a whole number that is mostly not negative. */
  int(field: Tagged<"int">, value: number): void {
    this.reserve(12);
    this.tag(field.tag);
    if (value < 0) this.#negative(value);
    else this.varint(value > MAX_UINT / 2 ? MAX_UINT / 2 : value);
  }

  /** Writes a whole number of either sign. */
  sint(field: Tagged<"sint">, value: number): void {
    this.reserve(12);
    this.tag(field.tag);
    // The sign is the last bit. To double the number would cost large ones another bit.
    const magnitude = Math.min(value < 0 ? -value - 1 : value, MAX_UINT / 2);
    const low = magnitude % 64 << 1 | (value < 0 ? 1 : 0);
    this.bytes[this.length++] = magnitude >= 64 ? low | 128 : low;
    if (magnitude >= 64) this.varint(Math.floor(magnitude / 64));
  }

  /** Writes text as UTF-8, with U+FFFD instead of lone surrogates. */
  string(field: Tagged<"string">, text: string): void {
    this.reserve(text.length * 3 + 6);
    this.tag(field.tag);
    const start = ++this.length;
    this.text(text);
    this.close(start);
  }

  /** Writes a whole number that is not negative, the lowest 7 bits first. */
  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    if (!(value < 2 ** 31)) {
      // 28 bits at a time are small integers, with which engines calculate faster.
      for (rest = Math.min(value, MAX_UINT); rest >= 2 ** 31;) {
        const higher = Math.floor(rest / 2 ** 28);
        let lower = rest - higher * 2 ** 28 | 0;
        for (let i = 0; i < 4; i++, lower >>= 7) this.bytes[this.length++] = lower | 128;
        rest = higher;
      }
    }
    for (rest |= 0; rest >= 128; rest >>= 7) this.bytes[this.length++] = rest | 128;
    this.bytes[this.length++] = rest;
  }

  /** Copies bytes as whole numbers, since lengths in messages may look like NaN. There must be room for them. */
  override copy(source: ByteWriter, start: number, end: number): void {
    const at = this.length;
    const size = end - start;
    if (size > SHORT_COPY) {
      this.bytes.set(source.bytes.subarray(start, end), at);
    } else {
      const from = source.view;
      const to = this.view;
      for (let i = 0; i < size; i += 4) to.setInt32(at + i, from.getInt32(start + i, true), true);
    }
    this.length = at + size;
  }

  /** Writes a time in milliseconds since the epoch. */
  time(field: Tagged<"message">, timeMs: number): void {
    const message = this.#timeMessageOf(timeMs);
    this.reserve(3 + message.length);
    this.tag(field.tag);
    this.#message(message);
  }

  /**
   * Writes a message of one number and perhaps a time: the usual content of a metric, in one step.
   *
   * @param field The field that contains it, one of the first 15
   * @param valueField The field of the number, one of the first 15
   * @param value The number
   * @param timeField The field of the time, one of the first 15
   * @param timeMs The time, in milliseconds since the epoch
   */
  value(
    field: Tagged<"message">,
    valueField: Tagged<"double">,
    value: number,
    timeField?: Tagged<"message">,
    timeMs?: number,
  ): void {
    const time = timeField === undefined || timeMs === undefined ? undefined : this.#timeMessageOf(timeMs);
    const size = 9 + (time === undefined ? 0 : 2 + time.length);
    this.reserve(2 + size);
    const { bytes, length: start } = this;
    bytes[start] = field.tag;
    bytes[start + 1] = size;
    bytes[start + 2] = valueField.tag;
    this.view.setFloat64(start + 3, value, true);
    this.length = start + 11;
    if (time === undefined) return;
    bytes[this.length++] = (timeField as Tagged<"message">).tag;
    this.#message(time);
  }

  /** Returns the message of a time. The last one is remembered, because many series have the same start time. */
  #timeMessageOf(timeMs: number): ProtobufWriter {
    const message = this.#timeMessage ??= new ProtobufWriter(32);
    if (timeMs !== this.#timeMs) {
      message.#setTime(timeMs);
      this.#timeMs = timeMs;
    }
    return message;
  }

  /** Writes a short message after its length, for both of which there must be room. */
  #message(message: ProtobufWriter): void {
    const { bytes, length: start } = this;
    const { bytes: source, length } = message;
    bytes[start] = length;
    for (let i = 0; i < length; i++) bytes[start + 1 + i] = source[i] as number;
    this.length = start + 1 + length;
  }

  /** Writes a field number and a wire type, for which there must be room. */
  tag(tag: number): void {
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
function widthOf(value: number): number {
  let width = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) width++;
  return width;
}
