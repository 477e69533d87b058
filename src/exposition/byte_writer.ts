import type { Bytes } from "../model/bytes.ts";

const ENCODER = new TextEncoder();

/** A loop over characters is faster than a call of the encoder for texts of at most this length. */
const SHORT = 24;

/** A loop over blocks is faster than a call of the engine's copy for at most this many bytes. */
const SHORT_COPY = 256;

/** Most bytes to grow by if fewer are needed. */
const MAX_GROWTH = 4 * 2 ** 20;

/** Number of bytes that are copied at a time. */
const BLOCK = 8;

/** Length of the pieces of a body: large enough for a write to a socket, small enough to be made in about a millisecond. */
export const PIECE: number = 64 * 1024;

/** A growing array of bytes. */
export class ByteWriter {
  /** The bytes written so far, and room for more: always for at least one block after them. */
  bytes: Bytes;
  /** The same bytes, for numbers of several bytes. */
  view: DataView<ArrayBuffer>;
  /** Number of bytes written so far. */
  length = 0;

  /**
   * Makes an empty array.
   *
   * @param capacity Number of bytes that it has room for
   */
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity + BLOCK);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for more bytes. */
  reserve(count: number): void {
    const needed = this.length + count + BLOCK;
    const { length } = this.bytes;
    if (needed > length) this.#resize(Math.max(needed, Math.min(length * 2, length + MAX_GROWTH)));
  }

  /** Gives back the room that is not used, if it is more than an eighth. */
  trim(): void {
    const needed = this.length + BLOCK;
    if (this.bytes.length > needed * 1.125) this.#resize(needed);
  }

  /** Takes everything written so far, as a copy, and starts again. */
  take(): Bytes {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  /** Writes one byte, for which there must be room. */
  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Writes two bytes, for which there must be room, the lower one first. */
  pair(value: number): void {
    this.view.setUint16(this.length, value, true);
    this.length += 2;
  }

  /** Writes text as UTF-8. */
  text(text: string): void {
    const { length } = text;
    this.reserve(length * 3);
    const { bytes, length: start } = this;
    if (length <= SHORT) {
      let i = 0;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) break;
        bytes[start + i] = code;
      }
      if (i === length) {
        this.length += length;
        return;
      }
    }
    this.length += ENCODER.encodeInto(text, bytes.subarray(start)).written;
  }

  /**
   * Copies text of another writer, or of this one. There must be room for it.
   *
   * Eight bytes are copied at a time, as a floating-point number, which is the fastest way in all engines. It is exact for all
   * numbers except NaN, whose bytes an engine may change. UTF-8 contains no NaN: its last two bytes would be 0xF0 or more,
   * and 0x7F or 0xFF. The last block may also contain bytes after the end, which must be UTF-8, too.
   *
   * @param source Contains nothing but UTF-8
   * @param start First byte to copy
   * @param end First byte not to copy
   */
  copy(source: ByteWriter, start: number, end: number): void {
    const at = this.length;
    const size = end - start;
    if (size > SHORT_COPY) {
      this.bytes.set(source.bytes.subarray(start, end), at);
    } else {
      const from = source.view;
      const to = this.view;
      for (let i = 0; i < size; i += BLOCK) to.setFloat64(at + i, from.getFloat64(start + i, true), true);
    }
    this.length = at + size;
  }

  /** Copies any bytes. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #resize(size: number): void {
    const resized = new Uint8Array(size);
    resized.set(this.bytes.subarray(0, this.length));
    this.bytes = resized;
    this.view = new DataView(resized.buffer);
  }
}
