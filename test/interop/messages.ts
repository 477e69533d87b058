import { freeLabel } from "../../src/exposition/wire_names.ts";
import { hasUnit } from "../../src/exposition/wire_names.ts";
import { renameFamilies } from "../../src/exposition/wire_names.ts";
import type { EscapingScheme } from "../../src/model/escaping.ts";
import type { Exemplar } from "../../src/model/exemplar.ts";
import type {
  HistogramPoint,
  MetricFamily,
  MetricType,
  NativeHistogram,
  PointHead,
} from "../../src/model/metric_family.ts";
import type { RandomRegistry } from "../support/random_registry.ts";
import { bucketsOf, pairsOf } from "./samples.ts";

/** A message as protobuf puts it into JSON. */
type Message = Readonly<Record<string, unknown>>;

/** What of a point is said, with its labels; a state set has one for each state. */
type Metric = readonly [point: PointHead, value: Message];

const WORDS: Readonly<Record<MetricType, string>> = {
  counter: "counter",
  gauge: "gauge",
  gaugehistogram: "gauge_histogram",
  histogram: "histogram",
  info: "gauge",
  stateset: "gauge",
  summary: "summary",
  unknown: "untyped",
};

/** Fields that old versions of Go's library do not know. They skip them, except where fields have names. */
export const NEW_FIELDS: readonly string[] = ["created_timestamp", "exemplars", "unit"];

/** Tells what Go's library should find in a registry as protobuf. */
export function messagesOfProtobuf({ families, escaping }: RandomRegistry): Message[] {
  return renameFamilies(families, escaping).map((family) => {
    const word = WORDS[family.type];
    const metrics = metricsOf(family, (point) => histogramOf(point, escaping, family.type), escaping);
    return { ...messageOf(family, word, escaping, metrics), ...hasUnit(family) && { unit: family.unit } };
  });
}

/** Tells what Go's library should find in a registry as text. */
export function messagesOfText({ families, escaping }: RandomRegistry): Message[] {
  return renameFamilies(families, escaping).map((family) => {
    const word = WORDS[family.type].replace("gauge_", "");
    const message = messageOf(family, word, escaping, metricsOf(family, textHistogramOf));
    return JSON.parse(JSON.stringify(message)); // neither JSON nor text has a negative zero
  });
}

/** Leaves out what would be in new fields. */
export function withoutNewFields(registry: RandomRegistry): RandomRegistry {
  const families = registry.families.map((family) => ({
    ...family,
    unit: undefined,
    points: Array.from<PointHead & Partial<HistogramPoint>, PointHead>(family.points, ({ native, ...point }) => ({
      ...point,
      createdMs: undefined,
      ...native && { native: { ...native, exemplars: [] } },
    })),
  }));
  return { ...registry, families: families as unknown as readonly MetricFamily[] };
}

function messageOf(
  { name, help }: MetricFamily,
  word: string,
  escaping: EscapingScheme,
  metrics: readonly Metric[],
): Message {
  return {
    name,
    ...help !== "" && { help: help.toWellFormed() },
    type: word.toUpperCase(),
    metric: metrics.map(([{ labels, timestampMs }, value]) => ({
      ...labelsOf(labels, escaping),
      [word.replace("gauge_", "")]: value,
      ...timestampMs !== undefined && { timestamp_ms: String(timestampMs) },
    })),
  };
}

/** Exemplars of counters and created times are told if the escaping of labels is. */
function metricsOf(
  family: MetricFamily,
  histogram: (point: HistogramPoint) => Message,
  escaping?: EscapingScheme,
): Metric[] {
  switch (family.type) {
    case "counter":
      return Array.from(family.points, (point) => [point, {
        value: double(point.value),
        ...escaping && point.exemplar && { exemplar: exemplarOf(point.exemplar, escaping) },
        ...escaping && createdOf(point),
      }]);
    case "gauge":
    case "unknown":
      return Array.from(family.points, (point) => [point, { value: double(point.value) }]);
    case "info":
      return Array.from(family.points, (point) => [point, { value: 1 }]);
    case "stateset":
      return [...family.points].flatMap(({ labels, states, timestampMs }) =>
        Object.entries(states).map(([state, isOn]): Metric => [
          { labels: { ...freeLabel(labels, family.name), [family.name]: state }, timestampMs },
          { value: isOn ? 1 : 0 },
        ])
      );
    case "summary":
      return Array.from(family.points, (point) => [point, {
        sample_count: String(point.count),
        sample_sum: double(point.sum),
        ...list("quantile", point.quantiles.map(({ quantile, value }) => ({ quantile, value: double(value) }))),
        ...escaping && createdOf(point),
      }]);
    case "histogram":
    case "gaugehistogram":
      return Array.from(family.points, (point) => [point, histogram(point)]);
  }
}

function textHistogramOf(point: HistogramPoint): Message {
  const buckets = bucketsOf(point);
  return {
    sample_count: String(buckets.at(-1)?.[1]),
    sample_sum: double(point.sum),
    bucket: buckets.map(([bound, count]) => ({ cumulative_count: String(count), upper_bound: double(bound) })),
  };
}

function histogramOf(point: HistogramPoint, escaping: EscapingScheme, type: MetricType): Message {
  const { native } = point;
  const buckets = bucketsOf(point);
  const runs = [...native?.positive ?? [], ...native?.negative ?? []];
  const counts = [
    ...buckets.map(([, count]) => count),
    native?.zeroCount ?? 0,
    ...runs.flatMap(({ counts }) => counts),
  ];
  const isWhole = counts.every(Number.isInteger);
  const count = (name: string, value: number): Message =>
    isWhole ? { [name]: String(value) } : { [`${name}_float`]: value };
  return {
    ...count("sample_count", buckets.at(-1)?.[1] ?? 0),
    sample_sum: double(point.sum),
    ...list(
      "bucket",
      buckets.filter(([bound, , exemplar]) => bound < Infinity || exemplar).map(([bound, value, exemplar]) => ({
        ...count("cumulative_count", value),
        upper_bound: double(bound),
        ...exemplar && { exemplar: exemplarOf(exemplar, escaping) },
      })),
    ),
    ...native &&
      { schema: native.schema, zero_threshold: native.zeroThreshold, ...count("zero_count", native.zeroCount) },
    ...native && sideOf("negative", native.negative, isWhole),
    ...native && sideOf("positive", native.positive, isWhole),
    ...native && isBare(native, isWhole) && { positive_span: [{ offset: 0, length: 0 }] },
    ...type === "histogram" && createdOf(point),
    ...list(
      "exemplars",
      native?.exemplars?.filter(({ timestampMs }) => timestampMs !== undefined)
        .map((exemplar) => exemplarOf(exemplar, escaping)) ?? [],
    ),
  };
}

function isBare({ zeroThreshold, zeroCount, positive, negative }: NativeHistogram, isWhole: boolean): boolean {
  return zeroThreshold + (isWhole ? zeroCount : 0) + positive.length + negative.length === 0;
}

function sideOf(side: string, runs: NativeHistogram["positive"], isWhole: boolean): Message {
  const counts = runs.flatMap(({ counts }) => counts);
  return {
    ...list(`${side}_span`, runs.map(({ offset, counts }) => ({ offset, length: counts.length }))),
    ...isWhole
      ? list(`${side}_delta`, counts.map((count, i) => String(count - (counts[i - 1] ?? 0))))
      : list(`${side}_count`, counts),
  };
}

function exemplarOf({ labels, value, timestampMs }: Exemplar, escaping: EscapingScheme): Message {
  return {
    ...labelsOf(labels, escaping),
    value: double(value),
    ...timestampMs !== undefined && { timestamp: time(timestampMs) },
  };
}

function createdOf({ createdMs }: { readonly createdMs?: number | undefined }): Message {
  return createdMs === undefined ? {} : { created_timestamp: time(createdMs) };
}

function time(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}

function labelsOf(labels: PointHead["labels"], escaping: EscapingScheme): Message {
  return list("label", pairsOf(labels, escaping).map(([name, value]) => ({ name, value })));
}

/** A list as a field, which is not there if it is empty. */
function list(name: string, items: readonly unknown[]): Message {
  return items.length === 0 ? {} : { [name]: items };
}

function double(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
