import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { ByteWriter } from "./byte_writer.ts";
import { LabelRanges } from "./label_ranges.ts";

/** Approximate memory of a kept family besides its bytes, and of a point besides its labels. */
const FAMILY_BYTES = 600;
const POINT_BYTES = 8;

/** The memory of an encoder. */
export interface Keeper {
  /** How much more may be kept, in bytes. */
  readonly room: number;
  /** Counts memory that was taken, in bytes. */
  use(bytes: number): void;
}

/** Writes one family. Its head and the labels of its points are the same in every body: they are encoded once and copied. */
export abstract class FamilyBytes<W extends ByteWriter = ByteWriter> {
  /** The family as it was given. */
  readonly family: MetricFamily;
  /** Its points. */
  readonly points: readonly PointHead[];
  /** Its name in the body. */
  readonly name: string;
  /** The last scrape that contained it. */
  lastScrape = 0;
  /** Memory in use, in bytes. */
  size = 0;
  readonly #bytes: W;
  readonly #start: number;
  #headEnd = 0;
  #keeper: Keeper | undefined;
  readonly #kept: LabelRanges<W> | undefined;
  /** Whether no more labels are kept. */
  #isFull = false;

  /**
   * @param family The family as it was given
   * @param points Its points
   * @param name Its name in the body
   * @param bytes Where to keep its head, and its labels if there is a keeper
   * @param keeper Limits the memory; without it, labels are written again in every body
   */
  constructor(family: MetricFamily, points: readonly PointHead[], name: string, bytes: W, keeper?: Keeper) {
    this.family = family;
    this.points = points;
    this.name = name;
    this.#bytes = bytes;
    this.#start = bytes.length;
    this.#keeper = keeper;
    this.#kept = keeper && new LabelRanges(bytes, points.length);
  }

  /**
   * Ends the bytes that come before the labels.
   *
   * @param headEnd First byte after the head, which is written once in every body
   */
  protected begin(headEnd: number): void {
    this.#headEnd = headEnd;
    this.#use(this.#bytes.length - this.#start + FAMILY_BYTES);
  }

  /** Stops keeping labels, because the encoder has dropped this family. Bodies in progress use what is already kept. */
  release(): void {
    this.#keeper = undefined;
  }

  /** Writes the head. */
  writeHead(out: W): void {
    out.reserve(this.#headEnd - this.#start);
    out.copy(this.#bytes, this.#start, this.#headEnd);
  }

  /**
   * Writes some points.
   *
   * @param out Where to write
   * @param from Index of the first point to write
   * @param length Stop when `out` has at least this many bytes
   * @param scratch Where to write labels that are not kept
   * @returns Index of the next point to write
   */
  write(out: W, from: number, length: number, scratch: LabelRanges<W>): number {
    const ranges = this.#rangesFrom(from, scratch);
    const { bytes } = ranges;
    const end = Math.min(ranges.next, this.points.length);
    let i = from;
    while (i < end && out.length < length) {
      this.writePoint(out, this.points[i] as PointHead, bytes, ranges.startOf(i), ranges.endOf(i));
      i++;
    }
    return i;
  }

  /** Adds the labels of some points, from one on. */
  protected abstract addLabels(ranges: LabelRanges<W>, from: number): void;

  /** Writes a point, whose labels are a part of some bytes. */
  protected abstract writePoint(out: W, point: PointHead, labels: W, start: number, end: number): void;

  /** Returns the labels of some points, from one on: kept ones, or new ones that are kept if there is room. */
  #rangesFrom(from: number, scratch: LabelRanges<W>): LabelRanges<W> {
    const kept = this.#kept;
    if (kept !== undefined && from < kept.next) return kept;
    if (kept !== undefined && from === kept.next && this.#hasRoom) {
      this.#keepLabels(kept, from);
      return kept;
    }
    scratch.restart(from);
    this.addLabels(scratch, from);
    return scratch;
  }

  get #hasRoom(): boolean {
    return !this.#isFull && this.#keeper !== undefined && this.#keeper.room > 0;
  }

  #keepLabels(kept: LabelRanges<W>, from: number): void {
    const before = kept.bytes.length;
    this.addLabels(kept, from);
    const added = kept.bytes.length - before;
    this.#use(added + (kept.next - from) * POINT_BYTES);
    if (from === 0) this.#prepareFor(this.points.length - kept.next, added / kept.next);
  }

  /** Makes room for labels of the same length as the first ones. If the family is too large, no more labels are kept. */
  #prepareFor(count: number, length: number): void {
    if (count * (length + POINT_BYTES) > (this.#keeper?.room ?? 0)) this.#isFull = true;
    else this.#bytes.reserve(Math.ceil(count * length));
  }

  #use(bytes: number): void {
    this.size += bytes;
    this.#keeper?.use(bytes);
  }
}
