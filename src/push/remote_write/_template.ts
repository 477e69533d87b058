import { isLive } from "../../model/live_family.ts";
import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../../model/metric_family.ts";
import type { WriteRequest } from "./write_request.ts";

/** Largest requests that are kept, in bytes. */
const MAX_BYTES = 2 ** 27;
const MIN_TIME_MS = 2 ** 35;
const MAX_TIME_MS = 2 ** 42;

/** Notes where the values of a round are, so that the next round can copy the requests and set only values and times. */
export class TemplateRecorder {
  readonly #nowMs: number;
  readonly #offsets: number[] = [];
  readonly #starts: number[] = [];
  /** For each request, the number of samples up to its end. */
  readonly #ends: number[] = [];
  #begin = 0;
  #isUsable: boolean;

  /** @param nowMs Time of all samples */
  constructor(nowMs: number) {
    this.#nowMs = nowMs;
    this.#isUsable = isOfUsualLength(nowMs);
  }

  /** Gives up: something of this round is not a plain value. */
  fail(): void {
    this.#isUsable = false;
  }

  /**
   * Adds a sample.
   *
   * @param offset Position of its value after the symbols
   * @param startMs Its start
   */
  add(offset: number, startMs: number | undefined): void {
    if (!this.#isUsable) return;
    this.#offsets.push(offset);
    this.#starts.push(startMs ?? NaN);
  }

  /**
   * Ends a request.
   *
   * @param symbols Bytes of its symbols, which come first
   */
  endRequest(symbols: number): void {
    if (!this.#isUsable) return;
    for (let i = this.#begin; i < this.#offsets.length; i++) this.#offsets[i] = (this.#offsets[i] as number) + symbols;
    this.#begin = this.#offsets.length;
    this.#ends.push(this.#begin);
  }

  /** Returns the template, if the round can be one. */
  finish(families: readonly MetricFamily[], requests: readonly WriteRequest[]): Template | undefined {
    const size = requests.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const canKeep = this.#isUsable && size <= MAX_BYTES && families.every(isStable);
    if (!canKeep) return undefined;
    return new Template(
      families,
      requests,
      Int32Array.from(this.#offsets),
      Float64Array.from(this.#starts),
      this.#ends,
      this.#nowMs,
    );
  }
}

/** Requests of a round whose families are live. */
export class Template {
  readonly #families: readonly MetricFamily[];
  readonly #points: readonly (readonly PointHead[])[];
  readonly #lengths: readonly number[];
  readonly #requests: readonly WriteRequest[];
  readonly #offsets: Int32Array;
  readonly #starts: Float64Array;
  readonly #ends: readonly number[];
  #lastMs: number;
  #values: Float64Array;
  #next = 0;

  constructor(
    families: readonly MetricFamily[],
    requests: readonly WriteRequest[],
    offsets: Int32Array,
    starts: Float64Array,
    ends: readonly number[],
    nowMs: number,
  ) {
    this.#families = families;
    this.#points = families.map(({ points }) => points as readonly PointHead[]);
    this.#lengths = this.#points.map(({ length }) => length);
    this.#requests = requests;
    this.#offsets = offsets;
    this.#starts = starts;
    this.#ends = ends;
    this.#lastMs = nowMs;
    this.#values = new Float64Array(offsets.length);
  }

  /**
   * Makes the requests of another round.
   *
   * @param families Its families
   * @param nowMs Its time
   * @returns The requests; `undefined` if more than values has changed
   */
  fill(families: readonly MetricFamily[], nowMs: number): readonly WriteRequest[] | undefined {
    if (nowMs <= this.#lastMs || !isOfUsualLength(nowMs) || !this.#isFor(families)) return undefined;
    this.#next = 0;
    for (let i = 0; i < families.length; i++) {
      const { type } = families[i] as MetricFamily;
      for (const point of this.#points[i] as readonly PointHead[]) if (!this.#read(type, point)) return undefined;
    }
    if (this.#next !== this.#offsets.length) return undefined;
    this.#lastMs = nowMs;
    return this.#requests.map((request, i) =>
      this.#fillOne(request, this.#ends[i - 1] ?? 0, this.#ends[i] ?? 0, nowMs)
    );
  }

  #isFor(families: readonly MetricFamily[]): boolean {
    return families.length === this.#families.length && families.every((family, i) => {
      const points = this.#points[i];
      return family === this.#families[i] && family.points === points && points?.length === this.#lengths[i];
    });
  }

  /** Reads the values of a point. Returns `false` if it has more than values. */
  #read(type: MetricFamily["type"], point: PointHead): boolean {
    if (point.timestampMs !== undefined) return false;
    switch (type) {
      case "counter": {
        const { value, createdMs, exemplar } = point as CounterPoint;
        return exemplar === undefined && this.#add(value, createdMs);
      }
      case "gauge":
      case "unknown":
        return this.#add((point as Point).value, undefined);
      case "info":
        return this.#add(1, undefined);
      case "stateset":
        return Object.values((point as StateSetPoint).states).every((isOn) => this.#add(isOn ? 1 : 0, undefined));
      case "summary": {
        const { quantiles, sum, count, createdMs } = point as SummaryPoint;
        return quantiles.every(({ value }) => this.#add(value, undefined)) && this.#add(sum, createdMs) &&
          this.#add(count, createdMs);
      }
      default:
        return this.#readHistogram(point as HistogramPoint, type === "gaugehistogram");
    }
  }

  #readHistogram(point: HistogramPoint, isGauge: boolean): boolean {
    const { bounds, counts, offset = 0, sum, exemplars, native, createdMs } = point;
    if (native !== undefined) return false;
    const startMs = isGauge ? undefined : createdMs;
    let total = 0;
    for (let i = 0; i <= bounds.length; i++) {
      total += counts[offset + i] as number;
      if (exemplars?.[i] !== undefined || !this.#add(total, startMs)) return false;
    }
    return this.#add(sum, startMs) && this.#add(total, startMs);
  }

  /** Adds a value. Returns `false` if its start has changed. */
  #add(value: number, startMs: number | undefined): boolean {
    const i = this.#next++;
    if (!Object.is(this.#starts[i], startMs ?? NaN)) return false;
    this.#values[i] = value;
    return true;
  }

  #fillOne({ bytes, samples }: WriteRequest, from: number, to: number, nowMs: number): WriteRequest {
    const filled = bytes.slice();
    const view = new DataView(filled.buffer);
    const low = nowMs % 2 ** 21;
    const high = Math.floor(nowMs / 2 ** 21);
    const bytes0 = low & 127 | 128, bytes1 = low >> 7 & 127 | 128, bytes2 = low >> 14 & 127 | 128;
    const bytes3 = high & 127 | 128, bytes4 = high >> 7 & 127 | 128, bytes5 = high >> 14 & 127;
    for (let i = from; i < to; i++) {
      const at = this.#offsets[i] as number;
      view.setFloat64(at, this.#values[i] as number, true);
      filled[at + 9] = bytes0;
      filled[at + 10] = bytes1;
      filled[at + 11] = bytes2;
      filled[at + 12] = bytes3;
      filled[at + 13] = bytes4;
      filled[at + 14] = bytes5;
    }
    return { bytes: filled, samples };
  }
}

function isStable(family: MetricFamily): boolean {
  return isLive(family) && Array.isArray(family.points);
}

/** Whether a time has as many bytes as those of the template. */
function isOfUsualLength(timeMs: number): boolean {
  return Number.isInteger(timeMs) && timeMs >= MIN_TIME_MS && timeMs < MAX_TIME_MS;
}
