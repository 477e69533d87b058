import type { PointHead } from "../../model/metric_family.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { decimalLength, putDecimal } from "./_decimal.ts";
import type { LineWriter } from "./_line_writer.ts";
import type { Lines } from "./_lines.ts";
import { printValue } from "./numbers.ts";
import { Op, RecordedLines, shapeWith } from "./_recorded_lines.ts";
import { lengthOf, putText } from "../utf8.ts";

const ENCODER = new TextEncoder();

/**
 * Lines of some points as bytes, as they were last written. To write them again costs what has changed since: numbers of
 * the same length are written over the old ones, and the rest is copied as a whole.
 */
export class KeptChunk implements LineWriter {
  /** The first point. */
  readonly start: number;
  /** The first point that is not among them. */
  readonly end: number;
  readonly #points: readonly PointHead[];
  /** By slot, its place in the bytes and the number in it, NaN where it holds text. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #values: Float64Array;
  /** By point, what it is written of. */
  readonly #shapes: Int32Array;
  #bytes: Uint8Array<ArrayBuffer>;
  #slot = 0;
  #shape = 0;
  /** Slots whose length changes, in order, and what they are to hold. */
  readonly #resized: number[] = [];
  readonly #texts: string[] = [];
  #growth = 0;

  /**
   * Writes points for the first time.
   *
   * @param lines How to write them
   * @param points All points of the family
   * @param start The first to write
   * @param end The first not to write
   * @param length Number of characters from which on no more points are written
   */
  constructor(lines: Lines, points: readonly PointHead[], start: number, end: number, length: number) {
    const recorded = new RecordedLines();
    const shapes: number[] = [];
    for (let i = start; i < end && recorded.length < length; i++) {
      const point = points[i] as PointHead;
      recorded.parts = lines.partsOf(point);
      recorded.shape = 0;
      lines.write(recorded, point);
      shapes.push(recorded.shape);
    }
    this.start = start;
    this.end = start + shapes.length;
    this.#points = points.slice(start, this.end);
    this.#shapes = Int32Array.from(shapes);
    this.#starts = Uint32Array.from(recorded.starts);
    this.#ends = Uint32Array.from(recorded.ends);
    this.#values = Float64Array.from(recorded.values);
    const text = recorded.take();
    this.#bytes = ENCODER.encode(text);
    if (this.#bytes.length > text.length) this.#countBytes(text);
  }

  /** Number of bytes. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Memory in use, in bytes. */
  get size(): number {
    return this.#bytes.length + this.#starts.length * 16 + this.#shapes.length * 12;
  }

  /**
   * Writes the points again.
   *
   * @returns Whether that was possible: not if they are others, are written of something else now, or could not be read
   * the last time
   */
  update(lines: Lines, points: readonly PointHead[]): boolean {
    if (this.#resized.length > 0) return false;
    this.#slot = 0;
    for (let i = 0; i < this.#points.length; i++) {
      const point = this.#points[i] as PointHead;
      if (point !== points[this.start + i]) return false;
      this.#shape = 0;
      lines.write(this, point);
      if (this.#shape !== this.#shapes[i]) return false;
    }
    if (this.#resized.length > 0) this.#resize();
    return true;
  }

  /** Takes the lines, as a copy. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice();
  }

  /** Writes the lines to the end of a body. */
  copyTo(body: ByteWriter): void {
    body.bytes(this.#bytes);
  }

  part(index: number): void {
    this.#shape = shapeWith(this.#shape, Op.part + index);
  }

  fixed(): void {
    this.#shape = shapeWith(this.#shape, Op.fixed);
  }

  endLine(): void {}

  number(value: number): void {
    this.#shape = shapeWith(this.#shape, Op.number);
    const slot = this.#slot++;
    if (this.#values[slot] === value) return;
    this.#values[slot] = value;
    const end = this.#ends[slot] as number;
    if (decimalLength(value) === end - (this.#starts[slot] as number)) putDecimal(this.#bytes, end, value);
    else this.#replace(slot, printValue(value));
  }

  text(text: string): void {
    this.#shape = shapeWith(this.#shape, Op.text);
    const slot = this.#slot++;
    const start = this.#starts[slot] as number;
    if (text.length !== this.#ends[slot] as number - start) return this.#replace(slot, text);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return this.#replace(slot, text);
      this.#bytes[start + i] = code;
    }
  }

  #replace(slot: number, text: string): void {
    this.#growth += lengthOf(text) - (this.#ends[slot] as number - (this.#starts[slot] as number));
    this.#resized.push(slot);
    this.#texts.push(text);
  }

  /** Makes the bytes anew, of what stands between the resized slots, and their texts. */
  #resize(): void {
    const old = this.#bytes;
    const [starts, ends] = [this.#starts, this.#ends];
    const body = new Uint8Array(old.length + this.#growth);
    let [from, to] = [0, 0];
    for (const [i, slot] of this.#resized.entries()) {
      to = copy(old, from, starts[slot] as number, body, to);
      from = ends[slot] as number;
      starts[slot] = to;
      to = ends[slot] = putText(body, to, this.#texts[i] as string);
      this.#shift(slot + 1, this.#resized[i + 1] ?? starts.length, to - from);
    }
    copy(old, from, old.length, body, to);
    this.#bytes = body;
    this.#growth = 0;
    this.#resized.length = 0;
    this.#texts.length = 0;
  }

  #shift(slot: number, end: number, by: number): void {
    if (by === 0) return;
    for (let i = slot; i < end; i++) {
      this.#starts[i] = this.#starts[i] as number + by;
      this.#ends[i] = this.#ends[i] as number + by;
    }
  }

  /** Turns places in the text into places in its bytes. */
  #countBytes(text: string): void {
    let [place, bytes] = [0, 0];
    const countTo = (end: number): number => {
      bytes += ENCODER.encode(text.slice(place, end)).length;
      place = end;
      return bytes;
    };
    for (let slot = 0; slot < this.#starts.length; slot++) {
      this.#starts[slot] = countTo(this.#starts[slot] as number);
      this.#ends[slot] = countTo(this.#ends[slot] as number);
    }
  }
}

/** From this length on, a copy of the engine beats a loop over bytes. */
const LONG = 100;

function copy(source: Uint8Array, start: number, end: number, target: Uint8Array, to: number): number {
  if (end - start > LONG) target.set(source.subarray(start, end), to);
  else for (let i = start; i < end; i++) target[to + i - start] = source[i] as number;
  return to + end - start;
}
