import type { Exemplar } from "../../model/exemplar.ts";
import type { BucketRun, HistogramPoint, NativeHistogram, PointHead } from "../../model/metric_family.ts";
import { BUCKET, BUCKET_SPAN, type Field, HISTOGRAM } from "../../model/protobuf_schema.ts";
import { type Mutable, readExemplar, readTime } from "./_parts.ts";
import type { ProtobufReader } from "./reader.ts";
import type { Fail, ValueMessage } from "./_values.ts";

const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;

/** A count as an integer and as a float; the float is used if it is not 0. */
interface Count {
  whole: number;
  fraction: number;
}

interface Bucket extends Count {
  bound: number;
  exemplar?: Exemplar;
}

interface Span {
  offset: number;
  length: number;
}

/** Native buckets of one sign. Integers are encoded as differences from the previous one. */
interface Side {
  readonly spans: Span[];
  readonly deltas: number[];
  readonly fractions: number[];
}

/** Value of a histogram or gauge histogram. */
export class HistogramMessage implements ValueMessage {
  readonly #count: Count = { whole: 0, fraction: 0 };
  readonly #zeroCount: Count = { whole: 0, fraction: 0 };
  readonly #buckets: Bucket[] = [];
  readonly #negative: Side = { spans: [], deltas: [], fractions: [] };
  readonly #positive: Side = { spans: [], deltas: [], fractions: [] };
  readonly #exemplars: Exemplar[] = [];
  #sum = 0;
  #schema = 0;
  #zeroThreshold = 0;
  #createdMs: number | undefined;

  read(reader: ProtobufReader): void {
    const outer = reader.open();
    while (!reader.isAtEnd) this.#readField(reader, reader.tag());
    reader.close(outer);
  }

  addTo(point: Mutable<PointHead>, fail: Fail): void {
    const histogram = point as Mutable<HistogramPoint>;
    histogram.sum = this.#sum;
    this.#addClassic(histogram, fail);
    const native = this.#native(fail);
    if (native !== undefined) histogram.native = native;
    if (this.#createdMs !== undefined) histogram.createdMs = this.#createdMs;
  }

  #readField(reader: ProtobufReader, tag: number): void {
    switch (tag) {
      case HISTOGRAM.sample_count.tag:
        this.#count.whole = reader.uint();
        break;
      case HISTOGRAM.sample_count_float.tag:
        this.#count.fraction = reader.double();
        break;
      case HISTOGRAM.sample_sum.tag:
        this.#sum = reader.double();
        break;
      case HISTOGRAM.bucket.tag:
        this.#buckets.push(readBucket(reader));
        break;
      case HISTOGRAM.created_timestamp.tag:
        this.#createdMs = readTime(reader);
        break;
      case HISTOGRAM.schema.tag:
        this.#schema = reader.sint();
        break;
      case HISTOGRAM.zero_threshold.tag:
        this.#zeroThreshold = reader.double();
        break;
      case HISTOGRAM.zero_count.tag:
        this.#zeroCount.whole = reader.uint();
        break;
      case HISTOGRAM.zero_count_float.tag:
        this.#zeroCount.fraction = reader.double();
        break;
      case HISTOGRAM.negative_span.tag:
        this.#negative.spans.push(readSpan(reader));
        break;
      case HISTOGRAM.positive_span.tag:
        this.#positive.spans.push(readSpan(reader));
        break;
      case HISTOGRAM.exemplars.tag:
        this.#exemplars.push(readExemplar(reader));
        break;
      default:
        if (!this.#readNumbers(reader, tag)) reader.skip(tag);
    }
  }

  #readNumbers(reader: ProtobufReader, tag: number): boolean {
    const sint = () => reader.sint();
    const double = () => reader.double();
    return readRepeated(reader, tag, HISTOGRAM.negative_delta, this.#negative.deltas, sint) ||
      readRepeated(reader, tag, HISTOGRAM.positive_delta, this.#positive.deltas, sint) ||
      readRepeated(reader, tag, HISTOGRAM.negative_count, this.#negative.fractions, double) ||
      readRepeated(reader, tag, HISTOGRAM.positive_count, this.#positive.fractions, double);
  }

  /** Converts cumulative counts to counts per bucket. A missing last bucket has the rest of the observations. */
  #addClassic(point: Mutable<HistogramPoint>, fail: Fail): void {
    const total = numberOf(this.#count);
    const bounds: number[] = [];
    const counts: number[] = [];
    let before = 0;
    let below = -Infinity;
    for (const bucket of this.#buckets) {
      const { bound } = bucket;
      const count = numberOf(bucket);
      if (!(bound > below)) throw fail(`bounds must ascend, current value is ${bound} after ${below}`);
      if (!(count >= before)) throw fail(`bucket counts must not descend, current value is ${count} after ${before}`);
      if (bound < Infinity) {
        bounds.push(bound);
        counts.push(count - before);
        before = count;
      } else if (count !== total) {
        throw fail(`bucket for +Inf must have the count ${total}, current value is ${count}`);
      }
      below = bound;
    }
    if (!(total >= before && total < Infinity)) {
      throw fail(`count must be finite and at least ${before}, as the last bucket has, current value is ${total}`);
    }
    counts.push(total - before);
    point.bounds = bounds;
    point.counts = counts;
    if (this.#buckets.some(({ exemplar }) => exemplar !== undefined)) {
      point.exemplars = counts.map((_, i) => this.#buckets[i]?.exemplar);
    }
  }

  /** Returns the native histogram, or `undefined` if there is none by the rules of Prometheus. */
  #native(fail: Fail): NativeHistogram | undefined {
    const [schema, zeroThreshold, zeroCount] = [this.#schema, this.#zeroThreshold, numberOf(this.#zeroCount)];
    const hasSpans = this.#negative.spans.length + this.#positive.spans.length > 0;
    const negative = runsOf(this.#negative, fail);
    const positive = runsOf(this.#positive, fail);
    if (!(zeroThreshold >= 0)) throw fail(`zero threshold must be >= 0, current value is ${zeroThreshold}`);
    if (!isCount(zeroCount)) throw fail(`zero count must be finite and >= 0, current value is ${zeroCount}`);
    if (!hasSpans && zeroThreshold === 0 && zeroCount === 0) return undefined;
    if (schema < MIN_SCHEMA || schema > MAX_SCHEMA) {
      throw fail(`schema must be from ${MIN_SCHEMA} to ${MAX_SCHEMA}, current value is ${schema}`);
    }
    const exemplars = this.#exemplars;
    return { schema, zeroThreshold, zeroCount, positive, negative, ...exemplars.length > 0 && { exemplars } };
  }
}

function numberOf({ whole, fraction }: Count): number {
  return fraction === 0 ? whole : fraction;
}

function isCount(count: number): boolean {
  return count >= 0 && count < Infinity;
}

function readBucket(reader: ProtobufReader): Bucket {
  const bucket: Bucket = { whole: 0, fraction: 0, bound: 0 };
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case BUCKET.cumulative_count.tag:
        bucket.whole = reader.uint();
        break;
      case BUCKET.cumulative_count_float.tag:
        bucket.fraction = reader.double();
        break;
      case BUCKET.upper_bound.tag:
        bucket.bound = reader.double();
        break;
      case BUCKET.exemplar.tag:
        bucket.exemplar = readExemplar(reader);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  return bucket;
}

function readSpan(reader: ProtobufReader): Span {
  const span = { offset: 0, length: 0 };
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case BUCKET_SPAN.offset.tag:
        span.offset = reader.sint();
        break;
      case BUCKET_SPAN.length.tag:
        span.length = reader.uint();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  return span;
}

/** Reads a number, or packed numbers, if the tag is that of the field; returns `false` otherwise. */
function readRepeated(
  reader: ProtobufReader,
  tag: number,
  field: Field,
  numbers: number[],
  read: () => number,
): boolean {
  if (tag === field.tag) {
    numbers.push(read());
    return true;
  }
  if (tag !== packed(field)) return false;
  const outer = reader.open();
  while (!reader.isAtEnd) numbers.push(read());
  reader.close(outer);
  return true;
}

/** Returns the tag of the field if its numbers are packed. */
function packed({ tag }: Field): number {
  return tag & ~7 | 2;
}

/** Assigns counts to spans. A span of length 0 only moves the next one. */
function runsOf({ spans, deltas, fractions }: Side, fail: Fail): BucketRun[] {
  let sum = 0;
  const all = fractions.length > 0 ? fractions : deltas.map((delta) => sum += delta);
  const length = spans.reduce((total, span) => total + span.length, 0);
  if (length !== all.length) {
    throw fail(`native buckets must be ${length} as their spans say, current number is ${all.length}`);
  }
  const wrong = all.find((count) => !isCount(count));
  if (wrong !== undefined) throw fail(`native bucket must be finite and >= 0, current value is ${wrong}`);
  const runs: BucketRun[] = [];
  let from = 0;
  let moved = 0;
  for (const { offset, length } of spans) {
    if (runs.length > 0 && offset < 0) throw fail(`native buckets must ascend, current offset is ${offset}`);
    moved += offset;
    if (length === 0) continue;
    runs.push({ offset: moved, counts: all.slice(from, from + length) });
    from += length;
    moved = 0;
  }
  return runs;
}
