import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { LabelRanges } from "./label_ranges.ts";

/** Memory that an encoder may use if its options do not say otherwise, in bytes. */
const MAX_BYTES = 20 * 2 ** 20;

/** For how many scrapes a family may be missing before it is forgotten. */
const MAX_ABSENCE = 8;

/** Approximate memory of a kept family besides its bytes, and of a point besides its labels. */
const FAMILY_BYTES = 600;
const POINT_BYTES = 8;

/** With less memory of families that are gone, an encoder does not start again. */
const MIN_WASTE = 64 * 1024;

/** The memory of an encoder, as its families see it. */
export interface Keeper {
  /** How much more may be kept, in bytes. */
  readonly room: number;
  /** Counts memory that was taken, in bytes. */
  use(bytes: number): void;
}

/**
 * The bytes of a family that are the same in every body: its head and the labels of its points. A family that is not kept
 * from scrape to scrape is written in the same way, with labels that are written again each time.
 */
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
  /** The labels of the points. */
  protected readonly labels: LabelRanges<W>;
  readonly #keeper: Keeper | undefined;
  readonly #start: number;
  #headEnd = 0;
  #end = 0;
  /** Whether no more labels are kept. */
  #isFull = false;

  /**
   * @param family The family as it was given
   * @param points Its points
   * @param name Its name in the body
   * @param labels Where to write its labels
   * @param keeper Knows whether there is room to keep labels; without it, nothing is kept
   */
  constructor(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    labels: LabelRanges<W>,
    keeper?: Keeper,
  ) {
    this.family = family;
    this.points = points;
    this.name = name;
    this.labels = labels;
    this.#keeper = keeper;
    this.#start = labels.bytes.length;
  }

  /**
   * Ends the bytes that come before the labels.
   *
   * @param headEnd First byte after the head, which is written once in every body
   */
  protected begin(headEnd: number): void {
    this.#headEnd = headEnd;
    this.#end = this.labels.bytes.length;
    this.#use(this.#end - this.#start + FAMILY_BYTES);
  }

  /** Writes the head. */
  writeHead(out: W): void {
    out.reserve(this.#headEnd - this.#start);
    out.copy(this.labels.bytes, this.#start, this.#headEnd);
  }

  /**
   * Writes some points.
   *
   * @param out Where to write
   * @param from Index of the first point to write
   * @param length Number of bytes in `out` from which on no more points are written
   * @returns Index of the next point to write; `from` if there is no room for labels
   */
  write(out: W, from: number, length: number): number {
    const { labels, points } = this;
    if (this.#keeper === undefined) {
      labels.bytes.length = this.#end;
      labels.restart(from); // points may have changed since the last call
    }
    if (labels.next <= from) {
      if (this.#isFull || (this.#keeper?.room ?? 1) <= 0) return from;
      const before = labels.bytes.length;
      this.addLabels(from);
      const added = labels.bytes.length - before;
      this.#use(added + (labels.next - from) * POINT_BYTES);
      if (from === 0 && this.#keeper !== undefined) this.#prepareFor(points.length - labels.next, added / labels.next);
    }
    return this.writePoints(out, from, Math.min(labels.next, points.length), length);
  }

  /** Adds the labels of some points, from one on. */
  protected abstract addLabels(from: number): void;

  /** Writes the points up to `end` whose labels are there, until there are enough bytes. Returns the next point. */
  protected abstract writePoints(out: W, from: number, end: number, length: number): number;

  /** Makes room for labels that are as long as the first ones. If the family is too large, no more of it is kept. */
  #prepareFor(count: number, length: number): void {
    if (count * (length + POINT_BYTES) > (this.#keeper?.room ?? 0)) this.#isFull = true;
    else this.labels.bytes.reserve(Math.ceil(count * length));
  }

  #use(bytes: number): void {
    this.size += bytes;
    this.#keeper?.use(bytes);
  }
}

/**
 * All families that an encoder keeps, in one array of bytes within a limit of memory. The bytes of families that are gone stay
 * in the array. When they are half of it, the encoder starts again with an empty one.
 */
export class KeptFamilies<W extends ByteWriter, K extends FamilyBytes<W>> implements Keeper {
  readonly #makeBytes: () => W;
  readonly #maxBytes: number;
  readonly #kept = new Map<MetricFamily, K>();
  /** By place in the body, the family that was there last. It is mostly there again, which saves a look-up in the map. */
  readonly #places: K[] = [];
  #bytes: W;
  #size = 0;
  #waste = 0;
  #scrape = 0;

  /**
   * Keeps nothing.
   *
   * @param makeBytes Makes an empty array of bytes
   * @param maxBytes Limit of memory, in bytes
   */
  constructor(makeBytes: () => W, maxBytes: number = MAX_BYTES) {
    this.#makeBytes = makeBytes;
    this.#maxBytes = maxBytes;
    this.#bytes = makeBytes();
  }

  /** Where families are kept. */
  get bytes(): W {
    return this.#bytes;
  }

  /** Memory in use, in bytes. */
  get size(): number {
    return this.#size;
  }

  get room(): number {
    return this.#maxBytes - this.#size;
  }

  use(bytes: number): void {
    this.#size += bytes;
  }

  /**
   * Finds what is kept of a family.
   *
   * @param family The family, the same object at each scrape
   * @param points Its points
   * @param name Its name in the body
   * @param place Its place in the body
   * @returns `undefined` if nothing is kept, or if it is out of date
   */
  find(family: MetricFamily, points: readonly PointHead[], name: string, place: number): K | undefined {
    let kept: K | undefined = this.#places[place];
    if (kept?.family !== family) {
      kept = this.#kept.get(family);
      if (kept !== undefined) this.#places[place] = kept;
    }
    if (kept === undefined || kept.points !== points || kept.name !== name) return undefined;
    kept.lastScrape = this.#scrape;
    return kept;
  }

  /** Keeps a family in place of what was kept of it before. */
  keep(kept: K, place: number): void {
    this.#waste += this.#kept.get(kept.family)?.size ?? 0;
    kept.lastScrape = this.#scrape;
    this.#kept.set(kept.family, kept);
    this.#places[place] = kept;
  }

  /** Ends a scrape, and forgets families that have been missing for some time. */
  endScrape(): void {
    if (++this.#scrape % MAX_ABSENCE === 0) this.#forgetMissing();
    if (this.#waste > MIN_WASTE && this.#waste * 2 > this.#size) this.#clear();
    else this.#bytes.trim();
  }

  #forgetMissing(): void {
    for (const [family, kept] of this.#kept) {
      if (this.#scrape - kept.lastScrape <= MAX_ABSENCE) continue;
      this.#kept.delete(family);
      this.#places.length = 0;
      this.#waste += kept.size;
    }
  }

  /** Starts again with another array. Bodies that are not complete yet go on with the old one. */
  #clear(): void {
    this.#kept.clear();
    this.#places.length = 0;
    this.#bytes = this.#makeBytes();
    this.#size = 0;
    this.#waste = 0;
  }
}
