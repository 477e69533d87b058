import type { PointHead } from "../model/metric_family.ts";
import { ByteWriter } from "./_byte_writer.ts";
import type { Kept } from "./_line_cache.ts";
import type { PartWriter } from "./_lines.ts";

/** The parts of a family's lines that do not change from scrape to scrape, each as bytes. */
export class KeptParts implements PartWriter, Kept {
  readonly points: readonly PointHead[];
  /** Has the parts in front of what is written to it. */
  readonly writer: ByteWriter;
  #ends = new Uint32Array(64);
  #count = 0;
  #pointCount = 0;
  #perPoint = 0;
  #first = 0;

  constructor(points: readonly PointHead[], capacity: number) {
    this.points = points;
    this.writer = new ByteWriter(capacity);
  }

  /** Memory in use, in bytes. */
  get size(): number {
    return this.writer.capacity + this.#ends.byteLength;
  }

  /** Number of points whose parts are kept. */
  get pointCount(): number {
    return this.#pointCount;
  }

  /** Keeps the parts of one more point. */
  add(parts: readonly string[]): void {
    for (const part of parts) {
      this.writer.text(part);
      this.writer.keep();
      if (this.#count === this.#ends.length) {
        const larger = new Uint32Array(this.#count * 2);
        larger.set(this.#ends);
        this.#ends = larger;
      }
      this.#ends[this.#count++] = this.writer.kept;
    }
    this.#perPoint = parts.length;
    this.#pointCount++;
  }

  /** Goes to the parts of a point. */
  turnTo(point: number): void {
    this.#first = this.#perPoint * point;
  }

  /** Writes a part of that point again. */
  part(index: number): void {
    const part = this.#first + index;
    this.writer.repeat(part === 0 ? 0 : this.#ends[part - 1] as number, this.#ends[part] as number);
  }
}
