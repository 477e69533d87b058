import type { MetricFamily, MetricType, PointHead } from "../../model/metric_family.ts";
import { HistogramDraft } from "../histogram_draft.ts";
import type { LabelReader } from "../label_reader.ts";
import { LastSeries } from "../last_series.ts";
import type { LineScanner } from "../line_scanner.ts";
import { SummaryDraft } from "../summary_draft.ts";

/** Role of a sample in its family. `value` includes buckets and quantiles. */
export type LenientRole = "value" | "sum" | "count";

/** Family whose samples may be anywhere in the text, in any order and more than once. */
export class LenientFamily {
  readonly name: string;
  help: string | undefined;
  type: MetricType | undefined;
  readonly #scanner: LineScanner;
  readonly #points: PointHead[] = [];
  /** Histogram and summary points by their labels. */
  readonly #drafts = new Map<string, HistogramDraft | SummaryDraft>();
  /** Series of the last sample; the next sample usually belongs to the same one. */
  readonly #series = new LastSeries();
  #last: HistogramDraft | SummaryDraft | undefined;

  constructor(name: string, scanner: LineScanner) {
    this.name = name;
    this.#scanner = scanner;
  }

  /** Checks if samples with a suffix after the family name belong to this family. */
  has(suffix: string): boolean {
    if (suffix === "_bucket" || this.type !== "summary") return isHistogram(this.type);
    return true;
  }

  get isEmpty(): boolean {
    return this.#points.length + this.#drafts.size === 0;
  }

  /** Adds a sample. */
  add(role: LenientRole, labels: LabelReader, value: number, timestampMs: number | undefined): void {
    if (isHistogram(this.type)) this.#addToHistogram(role, labels, value, timestampMs);
    else if (this.type === "summary") this.#addToSummary(role, labels, value, timestampMs);
    else if (timestampMs === undefined) this.#points.push({ labels: labels.toLabels(-1), value } as PointHead);
    else this.#points.push({ labels: labels.toLabels(-1), timestampMs, value } as PointHead);
  }

  /** Creates the family from its samples. */
  finish(): MetricFamily {
    const points = this.#points;
    for (const draft of this.#drafts.values()) points.push(draft.finish(points.at(-1)));
    return { type: this.type ?? "unknown", name: this.name, help: this.help ?? "", points } as MetricFamily;
  }

  #addToHistogram(role: LenientRole, labels: LabelReader, value: number, timestampMs: number | undefined): void {
    const own = labels.placeOf("le");
    const draft = this.#draftOf(labels, own, HistogramDraft);
    if (timestampMs !== undefined) draft.timestampMs = timestampMs;
    const bound = own < 0 ? NaN : this.#readNumber(labels, own);
    if (role === "sum") draft.sum = value;
    else if (role === "count") draft.count = this.#checkCount(value);
    else if (!Number.isNaN(bound)) draft.addBucket(bound, this.#checkCount(value));
  }

  #addToSummary(role: LenientRole, labels: LabelReader, value: number, timestampMs: number | undefined): void {
    const own = labels.placeOf("quantile");
    const draft = this.#draftOf(labels, own, SummaryDraft);
    if (timestampMs !== undefined) draft.timestampMs = timestampMs;
    const quantile = own < 0 ? NaN : this.#readNumber(labels, own);
    if (role === "sum") draft.sum = value;
    else if (role === "count") draft.count = this.#checkCount(value);
    else if (!Number.isNaN(quantile)) draft.quantiles.push({ quantile, value });
  }

  #draftOf<T extends HistogramDraft | SummaryDraft>(
    labels: LabelReader,
    own: number,
    Draft: new (labels: PointHead["labels"]) => T,
  ): T {
    if (this.#last !== undefined && this.#series.isOf(labels, own)) return this.#last as T;
    const key = labels.toKey(own);
    let draft = this.#drafts.get(key);
    if (draft === undefined) this.#drafts.set(key, draft = new Draft(labels.toLabels(own)));
    this.#series.remember(labels, own);
    return (this.#last = draft) as T;
  }

  #readNumber({ names, values }: LabelReader, place: number): number {
    const { numbers } = this.#scanner;
    const text = values[place] as string;
    const value = numbers.read(text, 0);
    if (text !== "" && numbers.end === text.length) return value;
    const problem = `label "${names[place]}" must be a number, current value is ${JSON.stringify(text)}`;
    throw this.#scanner.error(problem, this.#scanner.start);
  }

  #checkCount(count: number): number {
    if (!(count < 0)) return count;
    throw this.#scanner.error(`number of observations must be >= 0, current value is ${count}`, this.#scanner.start);
  }
}

function isHistogram(type: MetricType | undefined): boolean {
  return type === "histogram" || type === "gaugehistogram";
}
