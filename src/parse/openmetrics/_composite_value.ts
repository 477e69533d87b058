import type { BucketRun, NativeHistogram, QuantileValue } from "../../model/metric_family.ts";
import { CLOSING_BRACE, CLOSING_BRACKET, COLON, COMMA, OPENING_BRACE, OPENING_BRACKET } from "../characters.ts";
import type { LineScanner } from "../line_scanner.ts";

/** Histogram or summary that is a single value on one line. */
export type CompositeValue = CompositeHistogram | CompositeSummary;

/** Histogram with classic buckets, native buckets, or both. */
export interface CompositeHistogram {
  readonly type: "histogram" | "gaugehistogram";
  readonly sum: number;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly native?: NativeHistogram;
}

/** Summary with quantiles. */
export interface CompositeSummary {
  readonly type: "summary";
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly QuantileValue[];
}

/**
 * Reads a composite value. Its opening brace must come next.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec_2_0/#abnf
 * @param scanner Scanner to read from
 * @returns The value
 */
export function readComposite(scanner: LineScanner): CompositeValue {
  return new CompositeReader(scanner).read();
}

class CompositeReader {
  readonly #scanner: LineScanner;
  readonly #start: number;

  constructor(scanner: LineScanner) {
    this.#scanner = scanner;
    this.#start = scanner.at;
  }

  read(): CompositeValue {
    const scanner = this.#scanner;
    scanner.expect(OPENING_BRACE);
    const isGauge = this.#isField("gcount");
    if (!isGauge) this.#expectField("count");
    const count = this.#readNumber("count");
    scanner.expect(COMMA);
    this.#expectField(isGauge ? "gsum" : "sum");
    const sum = this.#readNumber("sum");
    scanner.expect(COMMA);
    const value = !isGauge && this.#isField("quantile")
      ? this.#readSummary(count, sum)
      : this.#readHistogram(isGauge, count, sum);
    scanner.expect(CLOSING_BRACE);
    return value;
  }

  #readSummary(count: number, sum: number): CompositeSummary {
    if (!(Number.isInteger(count) && count >= 0)) throw this.#error(`count must be an integer >= 0`, count);
    if (sum < 0) throw this.#error("sum must be >= 0", sum);
    const quantiles = this.#readList((): QuantileValue => {
      const quantile = this.#readNumber("quantile");
      this.#scanner.expect(COLON);
      if (!(quantile >= 0 && quantile <= 1)) throw this.#error("quantile must be from 0 to 1", quantile);
      const value = this.#readNumber("quantile value");
      if (value < 0) throw this.#error("quantile value must be >= 0", value);
      return { quantile, value };
    });
    for (let i = 1; i < quantiles.length; i++) {
      const quantile = (quantiles[i] as QuantileValue).quantile;
      if (!(quantile > (quantiles[i - 1] as QuantileValue).quantile)) {
        throw this.#error("quantiles must ascend", quantile);
      }
    }
    return { type: "summary", count, sum, quantiles };
  }

  #readHistogram(isGauge: boolean, count: number, sum: number): CompositeHistogram {
    const type = isGauge ? "gaugehistogram" : "histogram";
    if (!isGauge && count < 0) throw this.#error("count must be >= 0", count);
    if (this.#isField("bucket")) return { type, sum, ...this.#readBuckets(isGauge, count) };
    this.#expectField("schema");
    const native = this.#readNative(isGauge, count, sum);
    const hasBuckets = this.#isNextField("bucket");
    return { type, sum, ...hasBuckets ? this.#readBuckets(isGauge, count) : { bounds: [], counts: [count] }, native };
  }

  #readBuckets(isGauge: boolean, count: number): { bounds: readonly number[]; counts: readonly number[] } {
    const counts: number[] = [];
    let before = 0;
    const bounds = this.#readList(() => {
      const bound = this.#readBound();
      this.#scanner.expect(COLON);
      const total = this.#readNumber("bucket value");
      if (!isGauge && total < before) throw this.#error("bucket values must not fall", total);
      counts.push(total - before);
      before = total;
      return bound;
    });
    for (let i = 1; i < bounds.length; i++) {
      if (!((bounds[i] as number) > (bounds[i - 1] as number))) throw this.#error("bounds must ascend", bounds[i]);
    }
    if (bounds.pop() !== Infinity) throw this.#error("bucket for +Inf is missing");
    if (!Object.is(before + 0, count + 0)) throw this.#error(`bucket for +Inf must be the count ${count}`, before);
    return { bounds, counts };
  }

  /** Reads a finite number, or an infinite one, which must be written as `+Inf` or `-Inf`. */
  #readBound(): number {
    const { text, at } = this.#scanner;
    const bound = this.#readNumber("bound");
    if (Number.isFinite(bound) || /^[+-]Inf:/.test(text.slice(at, at + 5))) return bound;
    throw this.#scanner.error(`bound must be a number or +Inf, current value is ${this.#scanner.quoteToken(at)}`, at);
  }

  #readNative(isGauge: boolean, count: number, sum: number): NativeHistogram {
    const schema = this.#readInteger("schema");
    if (schema < -4 || schema > 8) throw this.#error("schema must be from -4 to 8", schema);
    this.#scanner.expect(COMMA);
    this.#expectField("zero_threshold");
    const zeroThreshold = this.#readNumber("zero_threshold");
    if (!(zeroThreshold >= 0 && zeroThreshold < Infinity)) {
      throw this.#error("zero_threshold must be finite and >= 0", zeroThreshold);
    }
    this.#scanner.expect(COMMA);
    this.#expectField("zero_count");
    const zeroCount = this.#readNumber("zero_count");
    const negative = this.#isNextField("negative_spans") ? this.#readRuns("negative_buckets") : [];
    const positive = this.#isNextField("positive_spans") ? this.#readRuns("positive_buckets") : [];
    const counts = [
      zeroCount,
      ...negative.flatMap(({ counts }) => counts),
      ...positive.flatMap(({ counts }) => counts),
    ];
    const wrong = isGauge ? undefined : counts.find((value) => value < 0);
    if (wrong !== undefined) throw this.#error("native buckets must be >= 0", wrong);
    // Fractions are rounded, so their sum may be inexact. Observations of NaN are in no bucket.
    if (Number.isInteger(count) && counts.every(Number.isInteger)) {
      const total = counts.reduce((sum, value) => sum + value, 0);
      if (Number.isNaN(sum) ? total > count : total !== count) {
        throw this.#error(`native buckets must add up to the count ${count}`, total);
      }
    }
    return { schema, zeroThreshold, zeroCount, positive, negative };
  }

  #readRuns(bucketsName: string): BucketRun[] {
    let total = 0;
    const spans = this.#readList((i) => {
      const offset = this.#readInteger("offset");
      if (i > 0 && offset < 0) throw this.#error("offset must be >= 0 after the first", offset);
      this.#scanner.expect(COLON);
      const length = this.#readInteger("length");
      if (length < 0) throw this.#error("length must be >= 0", length);
      total += length;
      return { offset, length };
    });
    this.#scanner.expect(COMMA);
    this.#expectField(bucketsName);
    const counts = this.#readList(() => this.#readNumber("bucket value"));
    if (counts.length !== total) throw this.#error(`${bucketsName} must be as many as the spans say`, counts.length);
    let start = 0;
    return spans.map(({ offset, length }) => ({ offset, counts: counts.slice(start, start += length) }));
  }

  #readList<T>(readItem: (i: number) => T): T[] {
    const scanner = this.#scanner;
    const items: T[] = [];
    scanner.expect(OPENING_BRACKET);
    if (scanner.isAt(CLOSING_BRACKET)) {
      scanner.at++;
      return items;
    }
    for (;;) {
      items.push(readItem(items.length));
      if (!scanner.isAt(COMMA)) break;
      scanner.at++;
    }
    scanner.expect(CLOSING_BRACKET);
    return items;
  }

  #readNumber(what: string): number {
    return this.#scanner.readNumber(what, 0, true);
  }

  #readInteger(what: string): number {
    const { at } = this.#scanner;
    const value = this.#readNumber(what);
    if (!/^[+-]?\d+$/.test(this.#scanner.text.slice(at, this.#scanner.at))) {
      throw this.#scanner.error(`${what} must be an integer, current value is ${value}`, at);
    }
    return value;
  }

  /** Skips the name of a field and returns `true`, if it comes next. */
  #isField(name: string): boolean {
    const scanner = this.#scanner;
    if (!scanner.text.startsWith(`${name}:`, scanner.at)) return false;
    scanner.at += name.length + 1;
    return true;
  }

  #isNextField(name: string): boolean {
    const scanner = this.#scanner;
    if (!scanner.isAt(COMMA)) return false;
    scanner.at++;
    if (this.#isField(name)) return true;
    scanner.at--;
    return false;
  }

  #expectField(name: string): void {
    if (!this.#isField(name)) throw this.#scanner.error(`field "${name}" is missing`);
  }

  #error(problem: string, value?: number): Error {
    return this.#scanner.error(value === undefined ? problem : `${problem}, current value is ${value}`, this.#start);
  }
}
