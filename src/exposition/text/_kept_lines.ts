import type { PointHead } from "../../model/metric_family.ts";
import { KeptChunk } from "./_kept_chunk.ts";
import type { Kept } from "../_line_cache.ts";
import type { Lines } from "./_lines.ts";

/** The lines of a family as they were last written, in chunks. */
export class KeptLines implements Kept {
  readonly points: readonly PointHead[];
  /**
   * Kept as well, for V8 throws away the code that it made for an object when the garbage collector finds no object of its
   * shape alive: scrapes took twice as long.
   */
  readonly #lines: Lines;
  readonly #chunkLength: number;
  readonly #chunks: KeptChunk[] = [];

  /**
   * Keeps nothing as yet.
   *
   * @param points The points of the family
   * @param lines How to write them
   * @param chunkLength Number of characters from which on a chunk takes no more points
   */
  constructor(points: readonly PointHead[], lines: Lines, chunkLength: number) {
    this.points = points;
    this.#lines = lines;
    this.#chunkLength = chunkLength;
  }

  /** Memory in use, in bytes. */
  get size(): number {
    return this.#chunks.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Writes one chunk after the other; `undefined` behind the last one. Several writers may take turns: where one has come
   * to, another may have begun anew, with other points in the chunks before.
   *
   * @param index Which one
   * @param before What the one before it was when it was written
   */
  chunk(index: number, before?: KeptChunk): KeptChunk | undefined {
    const { length } = this.points;
    const start = before?.end ?? 0;
    if (start >= length) return undefined;
    const kept = this.#chunks[index];
    const isLast = index === this.#chunks.length - 1;
    const isFull = kept !== undefined && kept.start === start && (isLast ? kept.end === length : kept.end <= length);
    if (isFull && kept.update(this.#lines, this.points)) return kept;
    return this.#chunks[index] = this.#write(start, isFull ? kept.end : length);
  }

  #write(start: number, end: number): KeptChunk {
    const chunk = new KeptChunk(this.#lines, this.points, start, end, this.#chunkLength);
    if (chunk.length < this.#chunkLength * 1.5 || chunk.end === start + 1) return chunk;
    // Characters that are several bytes each: fewer of them.
    return new KeptChunk(this.#lines, this.points, start, end, this.#chunkLength ** 2 / chunk.length);
  }
}
