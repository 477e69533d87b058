import type { ByteWriter } from "./byte_writer.ts";

/** Maximum number of points whose labels are added at a time. */
export const BATCH: number = 128;

/** Maximum number of characters or bytes of labels that are added at a time, unless one point has more. */
export const BATCH_LENGTH: number = 16 * 1024;

/** Initial capacity, in points. */
const INITIAL_CAPACITY = 1024;

/** Positions of the labels of each point of a family, in bytes that several families may share. */
export class LabelRanges<W extends ByteWriter = ByteWriter> {
  /** The labels, and everything else that is the same in every body. */
  readonly bytes: W;
  /** Index of the first point without labels. */
  next = 0;
  #first = 0;
  /** Expected number of points. */
  readonly #expected: number;
  /** Start and end of each point's labels. */
  #ranges: Int32Array;

  /**
   * Contains no labels.
   *
   * @param bytes Where labels are written
   * @param expected Expected number of points
   */
  constructor(bytes: W, expected: number) {
    this.bytes = bytes;
    this.#expected = expected;
    this.#ranges = new Int32Array(2 * Math.min(expected, INITIAL_CAPACITY));
  }

  /** Removes all labels and bytes, and continues at point `first`. */
  restart(first: number): void {
    this.bytes.length = 0;
    this.#first = first;
    this.next = first;
  }

  /** Adds the labels of the next point, which end at the end of all bytes. */
  add(start: number, end: number): void {
    const place = 2 * (this.next++ - this.#first);
    if (place === this.#ranges.length) this.#grow();
    this.#ranges[place] = start;
    this.#ranges[place + 1] = end;
  }

  /**
   * Adds the labels of the next points.
   *
   * @param texts The labels of each point
   * @param length Number of characters of all of them
   */
  addTexts(texts: readonly string[], length: number): void {
    const { bytes } = this;
    let end = bytes.length;
    bytes.text(texts.length === 1 ? texts[0] as string : texts.join(""));
    if (bytes.length - end === length) {
      for (const text of texts) this.add(end, end += text.length);
      return;
    }
    bytes.length = end; // there are characters of several bytes
    for (const text of texts) {
      bytes.text(text);
      this.add(end, end = bytes.length);
    }
  }

  /** Returns the first byte of the labels of a point. */
  startOf(index: number): number {
    return this.#ranges[2 * (index - this.#first)] as number;
  }

  /** Returns the first byte after the labels of a point. */
  endOf(index: number): number {
    return this.#ranges[2 * (index - this.#first) + 1] as number;
  }

  #grow(): void {
    const { length } = this.#ranges;
    const expected = 2 * this.#expected;
    const larger = new Int32Array(length < expected ? Math.min(2 * length, expected) : length + 2 + (length >> 5) * 2);
    larger.set(this.#ranges);
    this.#ranges = larger;
  }
}
