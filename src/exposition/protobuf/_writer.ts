import type { Field } from "../../model/protobuf_schema.ts";
import { putText } from "../utf8.ts";

/** The largest number that both a double and 64 bits without a sign can hold; with a sign, it is half of it. */
const MAX_UINT = 2 ** 64 - 2 ** 11;

/**
 * Bytes of protobuf messages in the making. A number that does not fit its field is cut off to one that does. What is
 * written again and again can be kept in front, from where repeating it is a copy within one array, the fastest there is.
 */
export class ProtobufWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #length = 0;
  #kept = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Number of bytes that wait to be taken. */
  get length(): number {
    return this.#length - this.#kept;
  }

  /** Number of bytes that are kept to be repeated. */
  get kept(): number {
    return this.#kept;
  }

  /** Memory in use, in bytes. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** Forgets all bytes that wait. */
  discard(): void {
    this.#length = this.#kept;
  }

  /** Takes all bytes that wait, as a copy. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(this.#kept, this.#length);
    this.#length = this.#kept;
    return taken;
  }

  /** Moves all bytes that wait to the end of another. */
  moveTo(other: ProtobufWriter): void {
    other.#reserve(this.length);
    other.#bytes.set(this.#bytes.subarray(this.#kept, this.#length), other.#length);
    other.#length += this.length;
    this.#length = this.#kept;
  }

  /** Keeps all bytes that wait: they are to be repeated, and not taken. */
  keep(): void {
    this.#kept = this.#length;
  }

  /** Writes again what is kept between two places. */
  repeat(start: number, end: number): void {
    this.#reserve(end - start);
    this.#bytes.copyWithin(this.#length, start, end);
    this.#length += end - start;
  }

  /** Begins a message. Its length is written when it ends: until then, it has the one byte that is mostly enough. */
  open(field: Field<"message">): number {
    this.#reserve(3);
    this.#tag(field.tag);
    return ++this.#length;
  }

  /** Ends the message that began there. */
  close(start: number): void {
    const size = this.#length - start;
    if (size < 128) this.#bytes[start - 1] = size;
    else this.#moveUp(start, size);
  }

  /** Writes a floating-point number. */
  double(field: Field<"double">, value: number): void {
    this.#reserve(10);
    this.#tag(field.tag);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Writes a whole number that is not negative. */
  uint(field: Field<"uint" | "enum">, value: number): void {
    this.#reserve(12);
    this.#tag(field.tag);
    this.varint(value < 0 ? 0 : value);
  }

  /** Writes a whole number that is mostly not negative. */
  int(field: Field<"int">, value: number): void {
    this.#reserve(12);
    this.#tag(field.tag);
    if (value < 0) this.#negative(value);
    else this.varint(value > MAX_UINT / 2 ? MAX_UINT / 2 : value);
  }

  /** Writes a whole number of either sign. */
  sint(field: Field<"sint">, value: number): void {
    this.#reserve(12);
    this.#tag(field.tag);
    // The sign is the last bit. To double the number would cost large ones another bit.
    const magnitude = Math.min(value < 0 ? -value - 1 : value, MAX_UINT / 2);
    const low = magnitude % 64 << 1 | (value < 0 ? 1 : 0);
    this.#bytes[this.#length++] = magnitude >= 64 ? low | 128 : low;
    if (magnitude >= 64) this.varint(Math.floor(magnitude / 64));
  }

  /** Writes text as UTF-8, where U+FFFD stands for a lone surrogate. */
  string(field: Field<"string">, text: string): void {
    this.#reserve(text.length * 3 + 6);
    this.#tag(field.tag);
    const start = ++this.#length;
    this.#length = putText(this.#bytes, this.#length, text);
    this.close(start);
  }

  /** Writes a whole number that is not negative, the lowest 7 bits first. */
  varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    if (!(value < 2 ** 31)) {
      for (rest = Math.min(value, MAX_UINT); rest >= 2 ** 31; rest = Math.floor(rest / 128)) {
        this.#bytes[this.#length++] = rest % 128 | 128;
      }
    }
    for (rest |= 0; rest >= 128; rest >>= 7) this.#bytes[this.#length++] = rest | 128;
    this.#bytes[this.#length++] = rest;
  }

  #tag(tag: number): void {
    if (tag >= 128) {
      this.#bytes[this.#length++] = tag | 128;
      tag >>= 7;
    }
    this.#bytes[this.#length++] = tag;
  }

  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(Math.max(Math.trunc(value), -(2 ** 63))));
    for (; rest >= 128n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 127n) | 128;
    this.#bytes[this.#length++] = Number(rest);
  }

  /** Makes room for the length of a message that takes more than a byte. */
  #moveUp(start: number, size: number): void {
    const more = Math.floor(Math.log2(size) / 7);
    this.#reserve(more);
    this.#bytes.copyWithin(start + more, start, this.#length);
    const end = this.#length + more;
    this.#length = start - 1;
    this.varint(size);
    this.#length = end;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
