import type { Exemplar } from "../../model/exemplar.ts";
import { isLive } from "../../model/live_family.ts";
import type { Labels } from "../../model/labels.ts";
import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../../model/metric_family.ts";
import { writeHistogram } from "./_histograms.ts";
import { RequestBuilder } from "./request_builder.ts";
import { EXEMPLAR, METADATA, METADATA_TYPES, REQUEST, SAMPLE, TIME_SERIES } from "./_schema.ts";
import type { ClassicHistograms } from "./classic_histograms.ts";
import { isOneSeries, type Relabel, type Series, type SeriesCounts, SeriesTable } from "./_series.ts";
import { type Template, TemplateRecorder } from "./_template.ts";
import type { WriteRequest } from "./write_request.ts";

export type { SeriesCounts };

/** Options of {@linkcode RequestEncoder}. */
export interface RequestEncoderOptions {
  /** Labels to add to all series. */
  readonly labels: Labels;
  readonly classicHistograms: ClassicHistograms;
  readonly maxSamplesPerSend: number;
  /** Whether labels of the source win over those that are added. */
  readonly honorLabels?: boolean | undefined;
  /** Changes the labels of a series, and returns whether to send it. It is called once for each series. */
  readonly relabel?: Relabel | undefined;
  /** The same for the series of reports. */
  readonly relabelReport?: Relabel | undefined;
  /** Largest number of series; of a source with more, only reports are sent. 0 for any. */
  readonly sampleLimit?: number | undefined;
  /** Whether to leave out exemplars. */
  readonly skipExemplars?: boolean | undefined;
}

/** Encodes what one source reports, again and again. */
export class RequestEncoder {
  readonly #options: RequestEncoderOptions;
  readonly #builder: RequestBuilder;
  /** Whether other encoders add to the same requests. */
  readonly #isShared: boolean;
  #generation = -1;
  #series!: SeriesTable;
  #reports!: SeriesTable;
  #nowMs = 0;
  /** The requests of the last round, if the next ones may differ only in their values. */
  #template: Template | undefined;
  #recorder: TemplateRecorder | undefined;
  #metadata: readonly [type: number, help: number, unit: number] = [0, 0, 0];

  /**
   * Creates an encoder of one source.
   *
   * @param options Labels, and what to send
   * @param builder Where several sources put their series together; by default, requests are those of this source
   */
  constructor(options: RequestEncoderOptions, builder?: RequestBuilder) {
    this.#options = options;
    this.#builder = builder ?? new RequestBuilder(options.maxSamplesPerSend);
    this.#isShared = builder !== undefined;
    this.#restart();
  }

  /**
   * Encodes all families of the source. Series that it had before and does not have any more end with a stale marker.
   *
   * @param families The families
   * @param nowMs Time of the samples that have none, in milliseconds since the epoch
   * @param report Makes families about the source, which are sent together with its own
   * @returns The requests; with a builder, those that are full
   */
  encode(
    families: Iterable<MetricFamily>,
    nowMs: number,
    report?: (counts: SeriesCounts, isTooMuch: boolean) => readonly MetricFamily[],
  ): readonly WriteRequest[] {
    this.#begin(nowMs);
    const all = [...families];
    const copied = report === undefined ? this.#template?.fill(all, nowMs) : undefined;
    if (copied !== undefined) return copied;
    const recorder = this.#recorder = new TemplateRecorder(nowMs);
    if (!this.#isShared) this.#builder.onTake = () => recorder.endRequest(this.#builder.table.length);
    this.#series.begin();
    this.#reports.begin();
    const { sampleLimit = 0 } = this.#options;
    const writers = all.map((family) => this.#prepare(family, this.#series));
    const counts = report === undefined && sampleLimit === 0 ? undefined : this.#series.counts;
    const isTooMuch = counts !== undefined && sampleLimit > 0 && counts.kept > sampleLimit;
    if (!isTooMuch) { for (const write of writers) write(); }
    if (report !== undefined && counts !== undefined) {
      recorder.fail();
      for (const family of report(counts, isTooMuch)) this.#prepare(family, this.#reports)();
    }
    const ended = [...isTooMuch ? this.#series.clear() : this.#series.end(), ...this.#reports.end()];
    if (ended.length > 0) recorder.fail();
    this.#writeStale(ended);
    const requests = this.#takeAll();
    this.#template = this.#isShared ? undefined : recorder.finish(all, requests);
    this.#recorder = undefined;
    return requests;
  }

  /** Ends all series with stale markers. */
  encodeEnd(nowMs: number): readonly WriteRequest[] {
    this.#begin(nowMs);
    this.#template = undefined;
    this.#writeStale([...this.#series.clear(), ...this.#reports.clear()]);
    return this.#takeAll();
  }

  #begin(nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#generation !== this.#builder.generation) this.#restart();
  }

  #restart(): void {
    const { symbols, generation } = this.#builder;
    this.#generation = generation;
    this.#template = undefined;
    this.#series = new SeriesTable(symbols, this.#options);
    this.#reports = new SeriesTable(symbols, { ...this.#options, relabel: this.#options.relabelReport });
  }

  /** Finds the series of a family, and returns a function that writes them. */
  #prepare(family: MetricFamily, series: SeriesTable): () => void {
    const { type, help, unit = "" } = family;
    const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
    const groups = series.of(family, points, isLive(family) && points === family.points);
    const { symbols } = this.#builder;
    return () => {
      this.#metadata = [METADATA_TYPES.indexOf(type), symbols.numberOf(help), symbols.numberOf(unit)];
      for (let i = 0; i < points.length; i++) {
        this.#writePoint(type, points[i] as PointHead, groups[i] as readonly Series[]);
      }
    };
  }

  #writePoint(type: MetricFamily["type"], point: PointHead, group: readonly Series[]): void {
    switch (type) {
      case "counter": {
        const { value, createdMs, exemplar } = point as CounterPoint;
        return this.#write(group[0] as Series, point, value, createdMs, exemplar);
      }
      case "gauge":
      case "unknown":
        return this.#write(group[0] as Series, point, (point as Point).value);
      case "info":
        return this.#write(group[0] as Series, point, 1);
      case "stateset":
        return Object.values((point as StateSetPoint).states).forEach((isOn, i) =>
          this.#write(group[i] as Series, point, isOn ? 1 : 0)
        );
      case "summary":
        return this.#writeSummary(point as SummaryPoint, group);
      default:
        return this.#writeHistogram(point as HistogramPoint, group, type === "gaugehistogram");
    }
  }

  #writeSummary(point: SummaryPoint, group: readonly Series[]): void {
    const { quantiles, sum, count, createdMs } = point;
    let i = 0;
    for (const { value } of quantiles) this.#write(group[i++] as Series, point, value);
    this.#write(group[i++] as Series, point, sum, createdMs);
    this.#write(group[i] as Series, point, count, createdMs);
  }

  #writeHistogram(point: HistogramPoint, group: readonly Series[], isGauge: boolean): void {
    const { bounds, counts, offset = 0, sum, exemplars, createdMs, native } = point;
    if (isOneSeries(point, this.#options.classicHistograms)) {
      return this.#writeNative(group[0] as Series, point, isGauge);
    }
    const startMs = isGauge ? undefined : createdMs;
    let total = 0;
    let i = 0;
    for (; i <= bounds.length; i++) {
      total += counts[offset + i] as number;
      this.#write(group[i] as Series, point, total, startMs, exemplars?.[i]);
    }
    this.#write(group[i++] as Series, point, sum, startMs);
    this.#write(group[i++] as Series, point, total, startMs);
    if (native !== undefined) this.#writeNative(group[i] as Series, point, isGauge);
  }

  #writeNative(series: Series, point: HistogramPoint, isGauge: boolean): void {
    this.#recorder?.fail();
    const timeMs = point.timestampMs ?? this.#nowMs;
    if (!begins(series, point, timeMs)) return;
    const start = this.#open(series);
    writeHistogram(this.#builder.out, point, isGauge, timeMs);
    const exemplars = point.native?.exemplars ?? Array.from(point.exemplars ?? []);
    for (const exemplar of exemplars) if (exemplar !== undefined) this.#writeExemplar(exemplar, timeMs);
    this.#close(start);
  }

  #write(series: Series, point: PointHead, value: number, startMs?: number, exemplar?: Exemplar): void {
    const timeMs = point.timestampMs ?? this.#nowMs;
    if (!begins(series, point, timeMs)) return this.#recorder?.fail();
    const start = this.#open(series);
    const { out } = this.#builder;
    const sample = out.open(TIME_SERIES.samples);
    out.double(SAMPLE.value, value);
    if (point.timestampMs === undefined && exemplar === undefined) this.#recorder?.add(out.length - 8, startMs);
    else this.#recorder?.fail();
    out.int(SAMPLE.timestamp, timeMs);
    if (startMs !== undefined) out.int(SAMPLE.start_timestamp, Math.floor(startMs));
    out.close(sample);
    if (exemplar !== undefined) this.#writeExemplar(exemplar, timeMs);
    this.#close(start);
  }

  #writeStale(ended: readonly Series[]): void {
    this.#metadata = [0, 0, 0];
    const { out } = this.#builder;
    for (const series of ended) {
      const start = this.#open(series);
      const sample = out.open(TIME_SERIES.samples);
      out.double(SAMPLE.value, 0);
      out.view.setUint32(out.length - 8, 2, true); // a NaN of JavaScript might lose its bits
      out.view.setUint32(out.length - 4, 0x7ff00000, true);
      out.int(SAMPLE.timestamp, Math.max(this.#nowMs, series.timeMs + 1));
      out.close(sample);
      this.#close(start);
    }
  }

  /** Begins a series with its labels. */
  #open({ refs }: Series): number {
    const { out } = this.#builder;
    const { table } = this.#builder;
    const start = out.open(REQUEST.timeseries);
    const labels = out.open(TIME_SERIES.labels_refs);
    out.reserve(refs.length * 5);
    for (let i = 0; i < refs.length; i++) {
      const number = table.numberOf(refs[i] as number);
      if (number < 128) out.bytes[out.length++] = number;
      else out.varint(number);
    }
    out.close(labels);
    return start;
  }

  /** Ends a series with its metadata, and the request if it is full. */
  #close(start: number): void {
    const { out } = this.#builder;
    const [type, help, unit] = this.#metadata;
    if (type !== 0 || help !== 0) {
      const metadata = out.open(TIME_SERIES.metadata);
      out.uint(METADATA.type, type);
      if (help !== 0) out.uint(METADATA.help_ref, this.#builder.table.numberOf(help));
      if (unit !== 0) out.uint(METADATA.unit_ref, this.#builder.table.numberOf(unit));
      out.close(metadata);
    }
    out.close(start);
    this.#builder.endSeries();
  }

  #writeExemplar({ labels, value, timestampMs }: Exemplar, timeMs: number): void {
    if (this.#options.skipExemplars) return;
    const { out } = this.#builder;
    const start = out.open(TIME_SERIES.exemplars);
    const refs = out.open(EXEMPLAR.labels_refs);
    for (const [name, text] of Object.entries(labels).sort(([one], [other]) => one < other ? -1 : 1)) {
      out.varint(this.#builder.table.numberOf(this.#builder.symbols.numberOf(name)));
      out.varint(this.#builder.table.numberOf(this.#builder.symbols.numberOf(text)));
    }
    out.close(refs);
    out.double(EXEMPLAR.value, value);
    out.int(EXEMPLAR.timestamp, Math.floor(timestampMs ?? timeMs));
    out.close(start);
  }

  #takeAll(): readonly WriteRequest[] {
    return this.#isShared ? this.#builder.takeFull() : this.#builder.takeAll();
  }
}

/** Checks whether a sample is later than the one before: samples of a series never go back in time. */
function begins(series: Series, { timestampMs }: PointHead, timeMs: number): boolean {
  if (timeMs <= series.timeMs) return false;
  series.timeMs = timeMs;
  series.hasOwnTime = timestampMs !== undefined;
  return true;
}
