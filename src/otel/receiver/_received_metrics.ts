import type { Clock } from "../../model/clock.ts";
import { counterFamily, gaugeFamily, infoFamily } from "../../model/families.ts";
import type { Labels } from "../../model/labels.ts";
import { labelsKey } from "../../model/labels_key.ts";
import type { HistogramPoint, MetricFamily, PointHead, SummaryPoint } from "../../model/metric_family.ts";
import { mergeFamilies } from "../../merge/merge_families.ts";
import type { TypedHead } from "../family_set.ts";
import { LivePoints } from "../live_points.ts";
import { type Attribute, attributeText, scopeAttributes, StreamLabels } from "../stream_labels.ts";
import type { Translation } from "../translation.ts";
import { attributesOf, type ReceivedPoints, receivedPoints } from "./_received_points.ts";
import type { OtlpMetric, OtlpPoint, OtlpRequest, OtlpScopeMetrics } from "./otlp_messages.ts";

/** Bit of a point whose series has ended. */
const NO_RECORDED_VALUE = 1;
/** Estimated memory of a series without its labels and buckets, in bytes. */
const SERIES_BYTES = 400;
/** Maximum length of a help text. */
const MAX_HELP = 1000;
/** Milliseconds between searches for old series. */
const EXPIRY_INTERVAL_MS = 1000;
/** Maximum number of reasons in a response. */
const MAX_REASONS = 5;
/** Attributes of a resource that become the labels `job` and `instance`. */
const IDENTITY = ["service.namespace", "service.name", "service.instance.id"];

/** How received metrics are kept. */
export interface ReceivedOptions {
  readonly translation: Translation;
  readonly scopeLabels: boolean;
  readonly jobLabels: boolean;
  readonly targetInfo: boolean;
  readonly resourceLabels: (attribute: string) => boolean;
  readonly maxSeries: number;
  readonly maxMemoryBytes: number;
  readonly maxAgeSeconds: number;
  readonly clock: Clock;
}

/** What became of the points of a request. */
export interface Outcome {
  readonly accepted: number;
  readonly rejected: number;
  /** Why points were rejected. */
  readonly reasons: readonly string[];
}

interface Resource {
  readonly key: string;
  readonly attributes: readonly [string, string][];
  /** Labels of all its series. */
  readonly labels: readonly Attribute[];
  seenMs: number;
}

interface Entry {
  readonly point: PointHead;
  readonly bytes: number;
  readonly resource: Resource;
  readonly timeMs: number;
  readonly seenMs: number;
  /** Number of the request that brought it. */
  readonly request: number;
}

interface Family {
  readonly head: TypedHead;
  readonly live: LivePoints;
  readonly series: Map<string, Entry>;
}

/** Keeps the last value of each series, and adds up differences. */
export class ReceivedMetrics {
  readonly #options: ReceivedOptions;
  readonly #families = new Map<string, Family>();
  readonly #resources = new Map<string, Resource>();
  readonly #points = { accepted: 0, rejected: 0 };
  #series = 0;
  #bytes = 0;
  #request = 0;
  #expiredMs = -Infinity;

  /** @param options Names, labels and limits */
  constructor(options: ReceivedOptions) {
    this.#options = options;
  }

  /** Takes the points of a request. */
  receive({ resourceMetrics = [] }: OtlpRequest): Outcome {
    this.#request++;
    this.#expire();
    const reasons = new Set<string>();
    let [accepted, rejected] = [0, 0];
    for (const { resource = {}, scopeMetrics = [] } of resourceMetrics) {
      const owner = this.#resourceOf(attributesOf(resource.attributes));
      for (const scope of scopeMetrics) {
        for (const metric of scope.metrics ?? []) {
          const points = receivedPoints(metric);
          const problems = typeof points === "string" ? [points] : this.#take(metric, points, scope, owner);
          const count = countPoints(metric);
          const refused = typeof points === "string" ? count : problems.length;
          accepted += count - refused;
          rejected += refused;
          for (const problem of problems) if (reasons.size < MAX_REASONS) reasons.add(`${metric.name}: ${problem}`);
        }
      }
    }
    this.#points.accepted += accepted;
    this.#points.rejected += rejected;
    return { accepted, rejected, reasons: [...reasons] };
  }

  /** Returns everything that is not too old. */
  families(): MetricFamily[] {
    this.#expire();
    const families = Array.from(this.#families.values(), ({ live, series }) => {
      let length = 0;
      for (const { point } of series.values()) live.set(length++, point);
      live.truncate(length);
      return live.family;
    });
    const { accepted, rejected } = this.#points;
    return [
      ...families,
      ...this.#options.targetInfo && this.#resources.size > 0 ? [this.#targetInfo()] : [],
      counterFamily("webprom_otlp_points_total", "Points received by OTLP.", [
        { labels: { outcome: "accepted" }, value: accepted },
        { labels: { outcome: "rejected" }, value: rejected },
      ]),
      gaugeFamily("webprom_otlp_series", "Series received by OTLP that are kept.", [{
        labels: {},
        value: this.#series,
      }]),
      gaugeFamily("webprom_otlp_memory_bytes", "Estimated memory of the series received by OTLP, in bytes.", [
        { labels: {}, value: this.#bytes },
      ]),
    ];
  }

  /** Takes the points of a metric, and returns a reason for each point that is rejected. */
  #take(metric: OtlpMetric, points: ReceivedPoints, scope: OtlpScopeMetrics, resource: Resource): string[] {
    const { translation } = this.#options;
    const { name = "", unit = "", description = "" } = metric;
    const { type, dataPoints } = points;
    if (name === "") return dataPoints.map(() => "a metric must have a name");
    const help = description.slice(0, MAX_HELP).toWellFormed();
    const head: TypedHead = { type, help, ...translation.familyName({ name, unit, type }) };
    const known = this.#families.get(head.name);
    if (known !== undefined && known.head.type !== type) {
      return dataPoints.map(() => `another metric with this name is a ${known.head.type}`);
    }
    const family = known ?? { head, live: new LivePoints(head), series: new Map<string, Entry>() };
    const labels = new StreamLabels(translation, type, [...resource.labels, ...this.#scopeLabels(scope)]);
    const problems: string[] = [];
    for (const dataPoint of dataPoints) {
      const problem = this.#takePoint(dataPoint, points, family, labels, resource);
      if (problem !== undefined) problems.push(problem);
    }
    if (family.series.size === 0) this.#families.delete(head.name);
    else this.#families.set(head.name, family);
    return problems;
  }

  /** Takes a point, and returns a reason if it is rejected. */
  #takePoint(
    dataPoint: OtlpPoint,
    { pointOf, isDelta }: ReceivedPoints,
    { head, series }: Family,
    streamLabels: StreamLabels,
    resource: Resource,
  ): string | undefined {
    const { clock, translation } = this.#options;
    const labels = streamLabels.of(attributesOf(dataPoint.attributes));
    const key = labelsKey(labels);
    const known = series.get(key);
    const { timeUnixNano = 0, flags = 0 } = dataPoint;
    if (flags & NO_RECORDED_VALUE) {
      if (known !== undefined) this.#remove(series, key, known);
      return undefined;
    }
    const point = pointOf(dataPoint, known?.point.labels ?? labels, translation);
    if (typeof point === "string") return point;
    const timeMs = timeUnixNano > 0 ? timeUnixNano : clock.now();
    const before = known?.resource === resource ? known : undefined;
    // Two attributes may have become one label: then there are two points with the same labels and time.
    const isTwin = before !== undefined && before.request === this.#request && before.timeMs === timeMs;
    if (before !== undefined && !isTwin && (isDelta ? timeMs <= before.timeMs : timeMs < before.timeMs)) {
      return undefined; // it was sent twice, or too late
    }
    const isAdded = before !== undefined && (isDelta || isTwin && head.type !== "gauge");
    const next = isAdded ? { ...sum(head, before.point, point), labels: point.labels } : point;
    const bytes = SERIES_BYTES + 2 * (key.length + resource.key.length + head.name.length) + 8 * numbersOf(next);
    const problem = this.#limitProblem(known, bytes);
    if (problem !== undefined) return problem;
    if (known !== undefined) this.#remove(series, key, known);
    series.set(key, { point: next, bytes, resource, timeMs, seenMs: clock.monotonic(), request: this.#request });
    this.#series++;
    this.#bytes += bytes;
    resource.seenMs = clock.monotonic();
    this.#resources.set(resource.key, resource);
    return undefined;
  }

  #limitProblem(known: Entry | undefined, bytes: number): string | undefined {
    const { maxSeries, maxMemoryBytes } = this.#options;
    if (known === undefined && this.#series >= maxSeries) {
      return `number of series must be at most ${maxSeries}: raise maxSeries to take more`;
    }
    if (this.#bytes + bytes - (known?.bytes ?? 0) <= maxMemoryBytes) return undefined;
    return `memory of all series must be at most ${maxMemoryBytes} bytes: raise maxMemoryBytes to take more`;
  }

  #scopeLabels({ scope = {}, schemaUrl }: OtlpScopeMetrics): readonly Attribute[] {
    if (!this.#options.scopeLabels) return [];
    return scopeAttributes({ ...scope, schemaUrl, attributes: attributesOf(scope.attributes) as [string, unknown][] });
  }

  /** Finds a resource. A new one is kept when a point of it was accepted. */
  #resourceOf(attributes: readonly Attribute[]): Resource {
    const texts = attributes.map(([key, value]): [string, string] => [key, attributeText(value)]);
    const key = labelsKey(Object.fromEntries(texts));
    return this.#resources.get(key) ?? { key, attributes: texts, labels: this.#labelsOf(texts), seenMs: 0 };
  }

  #labelsOf(attributes: readonly [string, string][]): readonly Attribute[] {
    const { jobLabels, resourceLabels } = this.#options;
    const copied = attributes.filter(([name]) => resourceLabels(name));
    return jobLabels ? [...Object.entries(identityOf(attributes)), ...copied] : copied;
  }

  #targetInfo(): MetricFamily {
    const { translation, jobLabels } = this.#options;
    const resources = [...this.#resources.values()].sort((one, other) => one.seenMs - other.seenMs);
    const shown = jobLabels ? resources : resources.slice(-1);
    const points = new Map<string, { readonly labels: Labels }>();
    for (const { attributes } of shown) {
      const identity = jobLabels ? identityOf(attributes) : {};
      const others = jobLabels ? attributes.filter(([name]) => !IDENTITY.includes(name)) : attributes;
      if (others.length === 0) continue;
      const labels = new StreamLabels(translation, "info", Object.entries(identity)).of(others);
      points.set(labelsKey(identity), { labels });
    }
    return infoFamily("target_info", "Attributes of the OpenTelemetry resource.", [...points.values()]);
  }

  #expire(): void {
    const { clock, maxAgeSeconds } = this.#options;
    const nowMs = clock.monotonic();
    if (nowMs - this.#expiredMs < EXPIRY_INTERVAL_MS) return;
    this.#expiredMs = nowMs;
    const oldest = nowMs - maxAgeSeconds * 1000;
    for (const [name, { series }] of this.#families) {
      for (const [key, entry] of series) if (entry.seenMs < oldest) this.#remove(series, key, entry);
      if (series.size === 0) this.#families.delete(name);
    }
    for (const [key, { seenMs }] of this.#resources) if (seenMs < oldest) this.#resources.delete(key);
  }

  #remove(series: Map<string, Entry>, key: string, { bytes }: Entry): void {
    series.delete(key);
    this.#series--;
    this.#bytes -= bytes;
  }
}

/** `job` and `instance`, as far as the resource has them. */
function identityOf(attributes: readonly [string, string][]): Labels {
  const [namespace = "", name = "", instance = ""] = IDENTITY.map((key) => new Map(attributes).get(key));
  const job = namespace === "" ? name : `${namespace}/${name}`;
  return { ...job !== "" && { job }, ...instance !== "" && { instance } };
}

/** Adds two points with equal labels. */
function sum(head: TypedHead, one: PointHead, other: PointHead): PointHead {
  const [family] = mergeFamilies(
    [one, other].map((point) => [{ ...head, points: [point] } as unknown as MetricFamily]),
  );
  return [...family?.points ?? []][0] ?? other;
}

/** Numbers of buckets and quantiles. */
function numbersOf(point: PointHead): number {
  const { counts = [], quantiles = [], native } = point as Partial<HistogramPoint & SummaryPoint>;
  const runs = [...native?.positive ?? [], ...native?.negative ?? []];
  return 2 * (counts.length + quantiles.length) + runs.reduce((sum, { counts }) => sum + counts.length + 2, 0);
}

function countPoints(metric: OtlpMetric): number {
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  return (gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary)?.dataPoints?.length ?? 0;
}
