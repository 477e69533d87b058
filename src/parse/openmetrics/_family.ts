import type { Labels } from "../../model/labels.ts";
import type { MetricFamily, MetricType, PointHead, StateSetPoint, SummaryPoint } from "../../model/metric_family.ts";
import { reservedLabel } from "../../model/sample_names.ts";
import type { LabelReader } from "../label_reader.ts";
import { LastSeries } from "../last_series.ts";
import type { LineMark, LineScanner } from "../line_scanner.ts";
import { SummaryDraft } from "../summary_draft.ts";
import { addTotal, headOf, readLabelNumber, type StrictDraft, TWICE } from "./_draft.ts";
import { StrictHistogram } from "./_histogram.ts";
import type { Role, Sample } from "./_sample.ts";
import { StrictValue } from "./_value.ts";
import type { OpenMetricsVersion } from "./_versions.ts";

/** Roles of samples that must have the label reserved by the family's type; other samples must not have it. */
const ROLES_WITH_LABEL: ReadonlySet<Role> = new Set(["bucket", "quantile", "state"]);

/** Family whose samples must be together, grouped by series and then by point. */
export class StrictFamily {
  /** Name as written in the text. */
  readonly name: string;
  help: string | undefined;
  unit: string | undefined;
  type: MetricType | undefined;
  readonly #scanner: LineScanner;
  readonly #version: OpenMetricsVersion;
  readonly #points: PointHead[] = [];
  readonly #mark: LineMark;
  readonly #seen = new Set<string>();
  readonly #series = new LastSeries();
  /** Point that is currently being read. */
  #draft: StrictDraft | undefined;
  #seriesMark: LineMark;
  #key: string | undefined;
  #labels: PointHead["labels"] = {};
  #timestampMs: number | undefined;
  #timestampText = "";
  #hasSamples = false;

  constructor(name: string, scanner: LineScanner, version: OpenMetricsVersion) {
    this.name = name;
    this.#scanner = scanner;
    this.#version = version;
    this.#mark = this.#seriesMark = scanner.mark();
  }

  get hasSamples(): boolean {
    return this.#hasSamples;
  }

  /** Returns the role of a sample with this name, or `undefined` if it does not belong to the family. */
  roleOf(name: string): Role | undefined {
    if (!name.startsWith(this.name)) return undefined;
    const suffixes = this.#suffixes;
    const suffix = name.slice(this.name.length);
    return Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined;
  }

  /** All names that no other family may use. */
  get claims(): string[] {
    return [...new Set(["", ...Object.keys(this.#suffixes)])].map((suffix) => this.name + suffix);
  }

  /** Describes how samples must be named, for a sample that has the name of its family but needs a suffix. */
  get namingProblem(): string {
    const suffixes = Object.entries(this.#suffixes).filter(([, role]) => role !== "created");
    const names = suffixes.map(([suffix]) => JSON.stringify(this.name + suffix)).join(" or ");
    const name = JSON.stringify(this.name);
    return `sample of ${this.type} ${name} must be named ${names}, current name is ${name}`;
  }

  /** Adds a sample. */
  add(labels: LabelReader, sample: Sample): void {
    const scanner = this.#scanner;
    this.type ??= "unknown";
    if (sample.composite !== undefined) this.#checkComposite(sample.composite.type);
    const own = this.#placeOfOwn(labels, sample);
    if (this.#isSameSeries(labels, own)) this.#checkTime(sample);
    else this.#startSeries(labels, own, sample);
    const { timestampMs } = sample;
    const isOther = timestampMs !== this.#timestampMs && !this.#hasSeriesOfStates;
    if (isOther || this.#draft === undefined) this.#startPoint(timestampMs);
    const problem = this.#draft?.add(sample);
    if (problem === TWICE && this.#isTruncated(sample)) return;
    if (problem !== undefined) throw scanner.error(problem, scanner.start);
    this.#timestampMs = timestampMs;
    this.#timestampText = sample.timestampText;
    this.#hasSamples = true;
  }

  /** Creates the family, after its last line has been read. */
  finish(): MetricFamily {
    this.#finishPoint();
    const { type = "unknown", help = "", unit = "" } = this;
    if (unit !== "" && (type === "info" || type === "stateset")) {
      throw this.#scanner.errorAt(this.#mark, `${type} must not have a unit, current value is ${JSON.stringify(unit)}`);
    }
    if (type === "info" && !this.name.endsWith(this.#version.infoSuffix)) {
      throw this.#scanner.errorAt(this.#mark, `name of an info must end with "${this.#version.infoSuffix}"`);
    }
    const name = this.name + (this.#version.modelSuffixes[type] ?? "");
    return { type, name, help, ...unit !== "" && { unit }, points: this.#points } as MetricFamily;
  }

  /** Creates an error about the family as a whole. */
  error(problem: string): Error {
    return this.#scanner.errorAt(this.#mark, problem);
  }

  /** Checks the type of a composite value; a family of unknown type gets the type of its first value. */
  #checkComposite(type: MetricType): void {
    if (this.type === "unknown" && !this.#hasSamples) this.type = type;
    if (this.type === type) return;
    throw this.#scanner.error(`value must be that of a ${this.type}, current value is that of a ${type}`);
  }

  get #suffixes(): Readonly<Record<string, Role>> {
    return this.#version.suffixes[this.type ?? "unknown"];
  }

  #placeOfOwn(labels: LabelReader, sample: Sample): number {
    const reserved = reservedLabel(this.type ?? "unknown", this.name);
    if (reserved === undefined) return -1;
    const place = labels.placeOf(reserved);
    const isAllowed = ROLES_WITH_LABEL.has(sample.role);
    if (place < 0 === !isAllowed) {
      if (isAllowed) sample.own = labels.values[place] as string;
      return place;
    }
    const problem = isAllowed ? "is missing" : `must not be at sample "${sample.name}"`;
    throw this.#scanner.error(`label ${JSON.stringify(reserved)} ${problem}`, this.#scanner.start);
  }

  #isSameSeries(labels: LabelReader, own: number): boolean {
    if (this.#series.isOf(labels, own)) return true;
    const key = labels.toKey(own);
    const isSame = this.#key === key; // the same labels in another order
    this.#key = key;
    return isSame;
  }

  #startSeries(labels: LabelReader, own: number, { timestampMs }: Sample): void {
    const scanner = this.#scanner;
    this.#finishPoint();
    const { size } = this.#seen;
    if (this.#seen.add(this.#key as string).size === size) {
      throw scanner.error("samples with the same labels must be together", scanner.start);
    }
    // The labels of an info do not show which of them identify the series, so all samples must have timestamps or none.
    if (this.type === "info" && this.#hasSamples) this.#checkPresence(timestampMs);
    this.#series.remember(labels, own);
    this.#labels = labels.toLabels(own);
    this.#seriesMark = scanner.mark();
  }

  #checkTime({ timestampMs }: Sample): void {
    const scanner = this.#scanner;
    this.#checkPresence(timestampMs);
    if (timestampMs === undefined || timestampMs >= (this.#timestampMs as number)) return;
    if (this.#hasSeriesOfStates) return;
    throw scanner.error("timestamps of a series must not decrease", scanner.start);
  }

  #checkPresence(timestampMs: number | undefined): void {
    if ((timestampMs === undefined) === (this.#timestampMs === undefined)) return;
    throw this.#scanner.error("either all points of a series must have timestamps or none", this.#scanner.start);
  }

  /** Checks if a repeated sample has a later timestamp that is the same when stored as a number; it is skipped then. */
  #isTruncated({ timestampMs, timestampText }: Sample): boolean {
    return timestampMs !== undefined && timestampText !== this.#timestampText;
  }

  /** Whether the points of a series may be in any order. */
  get #hasSeriesOfStates(): boolean {
    return this.type === "stateset" && this.#version.hasSeriesOfStates;
  }

  #startPoint(timestampMs: number | undefined): void {
    this.#finishPoint();
    this.#draft = draftOf(this.type ?? "unknown", this.#labels, timestampMs);
  }

  #finishPoint(): void {
    const problem = this.#draft?.finish(this.#points);
    if (problem !== undefined) throw this.#scanner.errorAt(this.#seriesMark, problem);
    this.#draft = undefined;
  }
}

/** Creates a draft for a point of a type. */
function draftOf(type: MetricType, labels: PointHead["labels"], timestampMs: number | undefined): StrictDraft {
  switch (type) {
    case "histogram":
    case "gaugehistogram":
      return new StrictHistogram(labels, timestampMs, type === "gaugehistogram");
    case "summary":
      return new StrictSummary(labels, timestampMs);
    case "stateset":
      return new StrictStates(labels);
    default:
      return new StrictValue(labels, timestampMs, type);
  }
}

/** Draft of all points of a state set series, which may have several timestamps. */
class StrictStates implements StrictDraft {
  readonly #labels: Labels;
  readonly #byTime = new Map<number | undefined, Map<string, boolean>>();

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  add({ own, value, timestampMs }: Sample): string | undefined {
    const states = this.#byTime.get(timestampMs) ?? new Map<string, boolean>();
    if (states.has(own)) return TWICE;
    if (value !== 0 && value !== 1) return `state must be 0 or 1, current value is ${value}`;
    this.#byTime.set(timestampMs, states.set(own, value === 1));
    return undefined;
  }

  finish(points: PointHead[]): undefined {
    for (const [timestampMs, states] of this.#byTime) {
      const point: StateSetPoint = { ...headOf(this.#labels, timestampMs), states: Object.fromEntries(states) };
      points.push(point);
    }
  }
}

/** Draft of a summary. */
class StrictSummary implements StrictDraft {
  readonly #draft: SummaryDraft;
  readonly #head: PointHead;
  readonly #quantiles = new Set<number>();
  #composite: SummaryPoint | undefined;

  constructor(labels: Labels, timestampMs: number | undefined) {
    this.#head = headOf(labels, timestampMs);
    this.#draft = new SummaryDraft(labels);
    this.#draft.timestampMs = timestampMs;
  }

  add(sample: Sample): string | undefined {
    const { role, own, value, composite, createdMs } = sample;
    if (composite?.type === "summary") {
      if (this.#composite !== undefined) return TWICE;
      const { count, sum, quantiles } = composite;
      this.#composite = { ...this.#head, count, sum, quantiles, ...createdMs !== undefined && { createdMs } };
      return undefined;
    }
    if (role !== "quantile") return addTotal(this.#draft, sample, false);
    const quantile = readLabelNumber(own);
    if (!(quantile >= 0 && quantile <= 1)) {
      return `label "quantile" must be from 0 to 1, current value is ${JSON.stringify(own)}`;
    }
    if (this.#quantiles.has(quantile)) return TWICE;
    if (value < 0) return `quantile value must be >= 0, current value is ${value}`;
    this.#quantiles.add(quantile);
    this.#draft.quantiles.push({ quantile, value });
    return undefined;
  }

  finish(points: PointHead[]): undefined {
    points.push(this.#composite ?? this.#draft.finish());
  }
}
