import type { Exemplar } from "../../model/exemplar.ts";
import type { Labels } from "../../model/labels.ts";
import { labelsKey } from "../../model/labels_key.ts";
import type { HistogramPoint, MetricFamily, MetricType, PointHead, SummaryPoint } from "../../model/metric_family.ts";
import { printFloat } from "../../model/numbers.ts";
import { NumberReader } from "../number_reader.ts";
import type { Head, Metadata } from "./_metadata.ts";

/** One line with a value. */
export interface LenientSample {
  readonly labels: Labels;
  readonly value: number;
  readonly timestampMs: number | undefined;
  readonly exemplar: Exemplar | undefined;
}

/** Types whose points are several samples, with the suffixes of these. */
const COMPOSITES: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  gaugehistogram: ["_bucket", "_gcount", "_gsum", "_count", "_sum"],
  histogram: ["_bucket", "_count", "_sum"],
  summary: ["", "_count", "_sum"],
};

const SUFFIX = /_(?:bucket|g?count|g?sum)$/;

/** Makes families of samples in any order. */
export class Assembly {
  readonly #metadata: Metadata;
  readonly #onProblem: (problem: string) => void;
  readonly #samples = new Map<string, LenientSample[]>();

  /**
   * @param metadata Types and help texts
   * @param onProblem Called for each family whose samples contradict its type
   */
  constructor(metadata: Metadata, onProblem: (problem: string) => void) {
    this.#metadata = metadata;
    this.#onProblem = onProblem;
  }

  /** Number of different names of samples. */
  get size(): number {
    return this.#samples.size;
  }

  /** Adds a sample. */
  add(name: string, sample: LenientSample): void {
    const samples = this.#samples.get(name);
    if (samples === undefined) this.#samples.set(name, [sample]);
    else samples.push(sample);
  }

  /** Makes the families, in the order of their first samples. */
  finish(): MetricFamily[] {
    const families: MetricFamily[] = [];
    const done = new Set<string>();
    for (const name of this.#samples.keys()) {
      if (done.has(name)) continue;
      const owner = this.#ownerOf(name);
      if (owner === undefined) families.push(this.#simple(name, this.#metadata.of(name) ?? {}));
      else {
        const names = this.#namesOf(owner);
        for (const known of names) done.add(known);
        families.push(...this.#composite(owner, names));
      }
    }
    return families;
  }

  /** Finds the histogram or summary that samples belong to. */
  #ownerOf(name: string): string | undefined {
    const own = this.#metadata.of(name)?.type;
    if (own !== undefined) return own in COMPOSITES ? name : undefined;
    const suffix = SUFFIX.exec(name)?.[0] ?? "";
    const base = name.slice(0, name.length - suffix.length);
    const type = suffix === "" ? undefined : this.#metadata.typeOf(base);
    return type !== undefined && COMPOSITES[type]?.includes(suffix) ? base : undefined;
  }

  /** Names of the samples of a histogram or summary that are there. */
  #namesOf(owner: string): string[] {
    const suffixes = COMPOSITES[this.#metadata.typeOf(owner) as MetricType] ?? [];
    const names = [owner, ...suffixes.filter((suffix) => suffix !== "").map((suffix) => owner + suffix)];
    return names.filter((name) => this.#samples.has(name) && this.#ownerOf(name) === owner);
  }

  #samplesOf(name: string): readonly LenientSample[] {
    return this.#samples.get(name) ?? [];
  }

  #simple(name: string, head: Partial<Head>): MetricFamily {
    const { help = "", unit = "" } = head;
    const samples = this.#samplesOf(name);
    const type = this.#simpleTypeOf(name, head.type, samples);
    const points = samples.map(({ labels, value, timestampMs, exemplar }) => ({
      labels,
      value,
      ...timestampMs !== undefined && { timestampMs },
      ...type === "counter" && exemplar !== undefined && { exemplar },
    }));
    return { type, name, help, ...unit !== "" && { unit }, points } as MetricFamily;
  }

  /** Returns the type of single samples. Values that the type forbids make it unknown, so that they are kept. */
  #simpleTypeOf(name: string, type: MetricType = "unknown", samples: readonly LenientSample[]): MetricType {
    if (type === "counter" && !samples.every(({ value }) => value >= 0)) {
      this.#onProblem(`counter ${JSON.stringify(name)} has values that are negative or NaN; its type is dropped`);
      return "unknown";
    }
    if (type === "stateset") return "gauge";
    if (type === "info" && !(name.endsWith("_info") && samples.every(({ value }) => value === 1))) return "gauge";
    return type in COMPOSITES ? "unknown" : type;
  }

  #composite(owner: string, names: readonly string[]): MetricFamily[] {
    const head = this.#metadata.of(owner) ?? {};
    const { type = "unknown", help = "", unit = "" } = head;
    const isSummary = type === "summary";
    const drafts = new Map<string, Draft>();
    for (const name of names) {
      const suffix = name.slice(owner.length);
      for (const sample of this.#samplesOf(name)) {
        const { labels, timestampMs } = sample;
        const own = suffix === "" || suffix === "_bucket" ? isSummary ? "quantile" : "le" : undefined;
        const { [own ?? ""]: bound, ...rest } = labels;
        const series = own === undefined ? labels : rest;
        const key = `${timestampMs} ${labelsKey(series)}`;
        let draft = drafts.get(key);
        if (draft === undefined) drafts.set(key, draft = new Draft(series, timestampMs));
        draft.add(suffix, bound, sample);
      }
    }
    const points: PointHead[] = [];
    for (const draft of drafts.values()) {
      const point = isSummary ? draft.toSummary() : draft.toHistogram();
      if (typeof point === "string") {
        this.#onProblem(`${type} ${JSON.stringify(owner)} ${point}; its samples are kept without their type`);
        return names.map((name) => this.#untyped(name, isSummary ? "quantile" : "le"));
      }
      points.push(point);
    }
    return [{ type, name: owner, help, ...unit !== "" && { unit }, points } as MetricFamily];
  }

  /** Makes a family of unknown type. Prometheus writes the bounds of typed families as floats. */
  #untyped(name: string, label: string): MetricFamily {
    const family = this.#simple(name, { type: "unknown" });
    const points = Array.from(family.points as Iterable<PointHead>, (point) => {
      const bound = point.labels[label];
      return bound === undefined ? point : { ...point, labels: { ...point.labels, [label]: floatText(bound) } };
    });
    return { ...family, points } as MetricFamily;
  }
}

/** Samples that should make up one point. */
class Draft {
  readonly #head: PointHead;
  readonly #bounds: { readonly bound: number; readonly sample: LenientSample }[] = [];
  readonly #totals = new Map<string, number>();
  #problem: string | undefined;

  constructor(labels: Labels, timestampMs: number | undefined) {
    this.#head = { labels, ...timestampMs !== undefined && { timestampMs } };
  }

  add(suffix: string, bound: string | undefined, sample: LenientSample): void {
    if (suffix === "" || suffix === "_bucket") {
      const number = bound === undefined ? undefined : numberOf(bound);
      if (number === undefined) this.#problem ??= "has a sample without a bound";
      else this.#bounds.push({ bound: number, sample });
      return;
    }
    const total = suffix.replace("_g", "_");
    if (this.#totals.has(total)) this.#problem ??= `has a second ${suffix}`;
    this.#totals.set(total, sample.value);
  }

  /** Makes a summary, or says why that is not possible. */
  toSummary(): SummaryPoint | string {
    const [sum, count] = [this.#totals.get("_sum"), this.#totals.get("_count")];
    if (sum === undefined || count === undefined) return "lacks its sum or its count";
    if (!(count >= 0)) return "has a count that is negative or NaN";
    const quantiles = this.#bounds.map(({ bound, sample }) => ({ quantile: bound, value: sample.value }));
    quantiles.sort((one, other) => one.quantile - other.quantile);
    const isRange = quantiles.every(({ quantile }, i) =>
      quantile >= 0 && quantile <= 1 && (i === 0 || quantile > (quantiles[i - 1]?.quantile as number))
    );
    if (!isRange) return "has a quantile twice or out of range";
    return this.#problem ?? { ...this.#head, count, sum, quantiles };
  }

  /** Makes a histogram, or says why that is not possible without changing a value. */
  toHistogram(): HistogramPoint | string {
    const [sum, count] = [this.#totals.get("_sum"), this.#totals.get("_count")];
    if (this.#problem !== undefined) return this.#problem;
    if (sum === undefined || count === undefined) return "lacks its sum or its count";
    const buckets = this.#bounds.sort((one, other) => one.bound - other.bound);
    if (buckets.at(-1)?.bound !== Infinity) return 'lacks its bucket "+Inf"';
    if (buckets.at(-1)?.sample.value !== count) return 'has a count that differs from that of its bucket "+Inf"';
    const bounds = buckets.slice(0, -1).map(({ bound }) => bound);
    if (bounds.some((bound, i) => !Number.isFinite(bound) || i > 0 && bound === bounds[i - 1])) {
      return "has a bucket twice or with an infinite bound";
    }
    const cumulative = buckets.map(({ sample }) => sample.value);
    const counts = cumulative.map((value, i) => value - (cumulative[i - 1] ?? 0));
    if (counts.some((own) => !(own >= 0))) return "has buckets that do not add up";
    let total = 0;
    for (const [i, own] of counts.entries()) {
      total += own;
      if (total !== cumulative[i]) return "has counts that cannot be added without rounding";
    }
    const exemplars = buckets.map(({ sample }) => sample.exemplar);
    return {
      ...this.#head,
      sum,
      bounds,
      counts,
      ...exemplars.some((exemplar) => exemplar !== undefined) && { exemplars },
    };
  }
}

const numbers = new NumberReader();

function numberOf(text: string): number | undefined {
  const value = numbers.read(text, 0);
  return text !== "" && numbers.end === text.length && !Number.isNaN(value) ? value : undefined;
}

/** Writes a bound as Prometheus stores it; text that is not a number is returned as it is. */
function floatText(text: string): string {
  const value = numberOf(text);
  return value === undefined ? text : printFloat(value);
}
