import { type Exemplar, exemplarLength, MAX_EXEMPLAR_LENGTH } from "../model/exemplar.ts";
import { HASH, OPENING_BRACE, SPACE } from "./characters.ts";
import { LabelReader, STRICT_LABELS } from "./label_reader.ts";
import type { LineScanner } from "./line_scanner.ts";

/** Reads the exemplars at the end of a line. */
export class ExemplarReader {
  readonly #scanner: LineScanner;
  readonly #labels: LabelReader;
  /** Whether exemplars need a timestamp, and may be several and of any length. */
  readonly #isTimed: boolean;

  constructor(scanner: LineScanner, isTimed: boolean) {
    this.#scanner = scanner;
    this.#labels = new LabelReader(scanner, STRICT_LABELS);
    this.#isTimed = isTimed;
  }

  /** Reads all exemplars up to the end of the line. The hash of the first one must come next. */
  read(): Exemplar[] {
    const scanner = this.#scanner;
    const exemplars = [this.#readOne()];
    while (scanner.at < scanner.end && this.#isTimed) {
      scanner.expect(SPACE);
      exemplars.push(this.#readOne());
    }
    if (scanner.at < scanner.end) throw scanner.error("nothing must follow the exemplar");
    return exemplars;
  }

  #readOne(): Exemplar {
    const scanner = this.#scanner;
    scanner.expect(HASH);
    scanner.expect(SPACE);
    const start = scanner.at;
    scanner.expect(OPENING_BRACE);
    this.#labels.read(false);
    const labels = this.#labels.toLabels(-1);
    const length = this.#isTimed ? 0 : exemplarLength(labels);
    if (length > MAX_EXEMPLAR_LENGTH) {
      const problem = `exemplar must have at most ${MAX_EXEMPLAR_LENGTH} code points, current number is ${length}`;
      throw scanner.error(problem, start);
    }
    scanner.expect(SPACE);
    const value = scanner.readNumber("exemplar");
    if (scanner.at >= scanner.end && !this.#isTimed) return { labels, value };
    scanner.expect(SPACE);
    return { labels, value, timestampMs: readTime(scanner, "exemplar timestamp") };
  }
}

/**
 * Reads a time in seconds.
 *
 * @param scanner Scanner to read from
 * @param what Description of the time, for errors
 * @returns The time in milliseconds, read from the decimal digits without an intermediate rounding to seconds
 */
export function readTime(scanner: LineScanner, what: string): number {
  const { at } = scanner;
  const timeMs = scanner.readNumber(what, 3);
  if (Number.isFinite(timeMs)) return timeMs;
  throw scanner.error(`${what} must be finite, current value is ${scanner.quoteToken(at)}`, at);
}
