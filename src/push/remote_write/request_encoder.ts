import { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
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
import { EXEMPLAR, METADATA, METADATA_TYPES, REQUEST, SAMPLE, TIME_SERIES } from "./_schema.ts";
import type { ClassicHistograms } from "./classic_histograms.ts";
import { isOneSeries, type Relabel, type Series, type SeriesCounts, SeriesTable } from "./_series.ts";
import { Symbols, SymbolTable } from "./_symbols.ts";
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
  /** Whether to leave out exemplars. */
  readonly skipExemplars?: boolean | undefined;
}

/** Largest request, in bytes: receivers refuse more than 32 MB. */
const MAX_BYTES = 30_000_000;
/** Memory of texts, in bytes, after which the encoder starts again. */
const MAX_SYMBOL_BYTES = 2 ** 26;

/** Encodes what one source reports, again and again. */
export class RequestEncoder {
  readonly #options: RequestEncoderOptions;
  #symbols!: Symbols;
  #table!: SymbolTable;
  #series!: SeriesTable;
  #reports!: SeriesTable;
  readonly #out = new ProtobufWriter(2 ** 16);
  #samples = 0;
  #requests: WriteRequest[] = [];
  #nowMs = 0;
  /** The requests of the last round, if the next ones may differ only in their values. */
  #template: Template | undefined;
  #recorder: TemplateRecorder | undefined;
  #metadata: readonly [type: number, help: number, unit: number] = [0, 0, 0];

  constructor(options: RequestEncoderOptions) {
    this.#options = options;
    this.#restart();
  }

  /**
   * Encodes all families of the source. Series that it had before and does not have any more end with a stale marker.
   *
   * @param families The families
   * @param nowMs Time of the samples that have none, in milliseconds since the epoch
   * @param report Makes families about the source, which are sent together with its own
   * @returns The requests
   */
  encode(
    families: Iterable<MetricFamily>,
    nowMs: number,
    report?: (counts: SeriesCounts) => readonly MetricFamily[],
  ): readonly WriteRequest[] {
    this.#nowMs = nowMs;
    const all = [...families];
    const copied = report === undefined ? this.#template?.fill(all, nowMs) : undefined;
    if (copied !== undefined) return copied;
    const recorder = this.#recorder = new TemplateRecorder(nowMs);
    this.#series.begin();
    this.#reports.begin();
    for (const family of all) this.#writeFamily(family, this.#series);
    if (report !== undefined) {
      recorder.fail();
      for (const family of report(this.#series.counts)) this.#writeFamily(family, this.#reports);
    }
    const ended = [...this.#series.end(), ...this.#reports.end()];
    if (ended.length > 0) recorder.fail();
    this.#writeStale(ended);
    const requests = this.#takeAll();
    this.#template = recorder.finish(all, requests);
    this.#recorder = undefined;
    if (this.#symbols.size > MAX_SYMBOL_BYTES) this.#restart();
    return requests;
  }

  /** Ends all series with stale markers. */
  encodeEnd(nowMs: number): readonly WriteRequest[] {
    this.#nowMs = nowMs;
    this.#template = undefined;
    this.#writeStale([...this.#series.clear(), ...this.#reports.clear()]);
    return this.#takeAll();
  }

  #restart(): void {
    this.#template = undefined;
    this.#symbols = new Symbols();
    this.#table = new SymbolTable(this.#symbols);
    this.#series = new SeriesTable(this.#symbols, this.#options);
    this.#reports = new SeriesTable(this.#symbols, { ...this.#options, relabel: this.#options.relabelReport });
  }

  #writeFamily(family: MetricFamily, series: SeriesTable): void {
    const { type, help, unit = "" } = family;
    const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
    const groups = series.of(family, points, isLive(family) && points === family.points);
    this.#metadata = [METADATA_TYPES.indexOf(type), this.#symbols.numberOf(help), this.#symbols.numberOf(unit)];
    for (let i = 0; i < points.length; i++) {
      this.#writePoint(type, points[i] as PointHead, groups[i] as readonly Series[]);
    }
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
    writeHistogram(this.#out, point, isGauge, timeMs);
    const exemplars = point.native?.exemplars ?? Array.from(point.exemplars ?? []);
    for (const exemplar of exemplars) if (exemplar !== undefined) this.#writeExemplar(exemplar, timeMs);
    this.#close(start);
  }

  #write(series: Series, point: PointHead, value: number, startMs?: number, exemplar?: Exemplar): void {
    const timeMs = point.timestampMs ?? this.#nowMs;
    if (!begins(series, point, timeMs)) return this.#recorder?.fail();
    const start = this.#open(series);
    const out = this.#out;
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
    const out = this.#out;
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
    const out = this.#out;
    const table = this.#table;
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
    const out = this.#out;
    const [type, help, unit] = this.#metadata;
    if (type !== 0 || help !== 0) {
      const metadata = out.open(TIME_SERIES.metadata);
      out.uint(METADATA.type, type);
      if (help !== 0) out.uint(METADATA.help_ref, this.#table.numberOf(help));
      if (unit !== 0) out.uint(METADATA.unit_ref, this.#table.numberOf(unit));
      out.close(metadata);
    }
    out.close(start);
    this.#samples++;
    if (this.#samples >= this.#options.maxSamplesPerSend || out.length + this.#table.length > MAX_BYTES) this.#take();
  }

  #writeExemplar({ labels, value, timestampMs }: Exemplar, timeMs: number): void {
    if (this.#options.skipExemplars) return;
    const out = this.#out;
    const start = out.open(TIME_SERIES.exemplars);
    const refs = out.open(EXEMPLAR.labels_refs);
    for (const [name, text] of Object.entries(labels).sort(([one], [other]) => one < other ? -1 : 1)) {
      out.varint(this.#table.numberOf(this.#symbols.numberOf(name)));
      out.varint(this.#table.numberOf(this.#symbols.numberOf(text)));
    }
    out.close(refs);
    out.double(EXEMPLAR.value, value);
    out.int(EXEMPLAR.timestamp, Math.floor(timestampMs ?? timeMs));
    out.close(start);
  }

  #take(): void {
    this.#recorder?.endRequest(this.#table.length);
    const request = new ProtobufWriter(this.#table.length + this.#out.length);
    this.#table.take(request);
    request.append(this.#out.bytes.subarray(0, this.#out.length));
    this.#requests.push({ bytes: request.take(), samples: this.#samples });
    this.#out.length = 0;
    this.#samples = 0;
  }

  #takeAll(): readonly WriteRequest[] {
    if (this.#samples > 0) this.#take();
    const requests = this.#requests;
    this.#requests = [];
    return requests;
  }
}

/** Checks whether a sample is later than the one before: samples of a series never go back in time. */
function begins(series: Series, { timestampMs }: PointHead, timeMs: number): boolean {
  if (timeMs <= series.timeMs) return false;
  series.timeMs = timeMs;
  series.hasOwnTime = timestampMs !== undefined;
  return true;
}
