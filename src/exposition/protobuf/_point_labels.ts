import type { PointHead } from "../../model/metric_family.ts";
import type { Kept } from "../_line_cache.ts";
import type { PairWriter } from "./_pairs.ts";
import { METRIC } from "../../model/protobuf_schema.ts";
import { ProtobufWriter } from "./_writer.ts";

/** Writes the labels of points, among what else is written of them. */
export interface PointLabels {
  /** Takes all that is written of a point. */
  readonly writer: ProtobufWriter;
  /**
   * Prepares for some points, before anything of them is written.
   *
   * @param points All points of the family
   * @param from The first that will be written
   * @returns The first that it is not prepared for
   */
  prepare(points: readonly PointHead[], from: number): number;
  /** Writes the labels of a point. */
  write(point: PointHead, index: number): void;
}

/** Labels as the points tell them. */
export class FreshLabels implements PointLabels {
  readonly writer: ProtobufWriter;
  readonly #pairs: PairWriter;

  constructor(pairs: PairWriter, capacity: number) {
    this.#pairs = pairs;
    this.writer = new ProtobufWriter(capacity);
  }

  prepare(points: readonly PointHead[]): number {
    return points.length;
  }

  write({ labels }: PointHead): void {
    this.#pairs.write(this.writer, METRIC.label, labels);
  }
}

/** How many new points are kept at a time. */
const NEW_POINTS = 1000;

/** Labels that are written once, and repeated from scrape to scrape. */
export class KeptLabels implements PointLabels, Kept {
  readonly points: readonly PointHead[];
  readonly writer: ProtobufWriter;
  readonly #pairs: PairWriter;
  #ends = new Uint32Array(64);
  #count = 0;

  constructor(points: readonly PointHead[], pairs: PairWriter, capacity: number) {
    this.points = points;
    this.#pairs = pairs;
    this.writer = new ProtobufWriter(capacity);
  }

  get size(): number {
    return this.writer.capacity + this.#ends.byteLength;
  }

  prepare(points: readonly PointHead[], from: number): number {
    const end = Math.min(points.length, Math.max(this.#count, from + NEW_POINTS));
    this.writer.discard(); // what a point that could not be read has left
    while (this.#count < end) this.#add(points[this.#count] as PointHead);
    return end;
  }

  write(_point: PointHead, index: number): void {
    this.writer.repeat(index === 0 ? 0 : this.#ends[index - 1] as number, this.#ends[index] as number);
  }

  #add({ labels }: PointHead): void {
    this.#pairs.write(this.writer, METRIC.label, labels);
    this.writer.keep();
    if (this.#count === this.#ends.length) {
      const larger = new Uint32Array(this.#count * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#count++] = this.writer.kept;
  }
}
