import type { Exemplar } from "../../model/exemplar.ts";
import type { Labels } from "../../model/labels.ts";
import type { PointHead } from "../../model/metric_family.ts";
import { byTime, exemplarOf, explicitPoint, exponentialPoint, type PointContext } from "../points.ts";
import type { Attribute } from "../stream_labels.ts";
import type { TranslatedType, Translation } from "../translation.ts";
import type {
  OtlpExemplar,
  OtlpExponentialPoint,
  OtlpHistogramPoint,
  OtlpKeyValue,
  OtlpMetric,
  OtlpNumberPoint,
  OtlpPoint,
  OtlpSummaryPoint,
  OtlpValue,
} from "./otlp_messages.ts";

const DELTA = 1;
const CUMULATIVE = 2;

/** Hexadecimal digits of IDs. */
const TRACE_ID_LENGTH = 32;
const SPAN_ID_LENGTH = 16;

/** The points of a metric, whatever its type is. */
export interface ReceivedPoints {
  readonly type: TranslatedType;
  readonly dataPoints: readonly OtlpPoint[];
  /** Whether values are differences since the previous point. */
  readonly isDelta: boolean;
  /** Translates a point; returns a reason if that is impossible. */
  pointOf(point: OtlpPoint, labels: Labels, translation: Translation): PointHead | string;
}

/**
 * Reads the type and the points of a metric.
 *
 * @returns The points, or the reason why there are none
 */
export function receivedPoints(metric: OtlpMetric): ReceivedPoints | string {
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  if (gauge !== undefined) return read(gaugeType(metric), gauge, numberPoint);
  if (summary !== undefined) return read("summary", summary, summaryPoint);
  const data = sum ?? histogram ?? exponentialHistogram;
  if (data === undefined) return "a metric must have a gauge, sum, histogram, exponentialHistogram or summary";
  const { aggregationTemporality = 0 } = data;
  if (aggregationTemporality !== DELTA && aggregationTemporality !== CUMULATIVE) {
    return `aggregationTemporality must be 1 or 2, current value is ${aggregationTemporality}`;
  }
  const isDelta = aggregationTemporality === DELTA;
  if (sum !== undefined) return read(sum.isMonotonic ? "counter" : gaugeType(metric), sum, numberPoint, isDelta);
  if (histogram !== undefined) return read("histogram", histogram, histogramPoint, isDelta);
  return read("histogram", data, nativePoint, isDelta);
}

function read(
  type: TranslatedType,
  { dataPoints = [] }: { readonly dataPoints?: readonly OtlpPoint[] },
  pointOf: (point: never, labels: Labels, type: TranslatedType, translation: Translation) => PointHead | string,
  isDelta: boolean = false,
): ReceivedPoints {
  return {
    type,
    dataPoints,
    isDelta,
    pointOf: (point, labels, translation) => pointOf(point as never, labels, type, translation), // of the same data
  };
}

/** Gauges that come from Prometheus say so. */
function gaugeType({ name = "", metadata = [] }: OtlpMetric): TranslatedType {
  const type = metadata.find(({ key }) => key === "prometheus.type")?.value?.stringValue;
  if (type === "unknown") return "unknown";
  return type === "info" && name.endsWith("_info") ? "info" : "gauge";
}

function numberPoint(
  { asDouble, asInt, exemplars = [], ...point }: OtlpNumberPoint,
  labels: Labels,
  type: TranslatedType,
  translation: Translation,
): PointHead | string {
  const value = asDouble ?? asInt;
  if (value === undefined) return "a point must have asDouble or asInt";
  if (type !== "counter") return (type === "info" ? { labels } : { labels, value }) as PointHead;
  if (!(value >= 0)) return `the value of a monotonic sum must be >= 0, current value is ${value}`;
  const exemplar = exemplarsOf(exemplars, translation).sort(byTime).at(-1);
  return { ...contextOf(point, labels), value, ...exemplar && { exemplar } } as PointHead;
}

function histogramPoint(
  { count = 0, sum, bucketCounts = [], explicitBounds = [], exemplars, ...point }: OtlpHistogramPoint,
  labels: Labels,
  _: TranslatedType,
  translation: Translation,
): PointHead | string {
  const histogram = { count, sum, bounds: explicitBounds, counts: bucketCounts };
  return explicitPoint(histogram, contextOf(point, labels, exemplarsOf(exemplars, translation)));
}

function nativePoint(
  { count = 0, scale = 0, zeroCount = 0, exemplars, ...point }: OtlpExponentialPoint,
  labels: Labels,
  _: TranslatedType,
  translation: Translation,
): PointHead | string {
  const context = contextOf(point, labels, exemplarsOf(exemplars, translation));
  return exponentialPoint({ ...point, count, scale, zeroCount }, context);
}

function summaryPoint(
  { count = 0, sum = 0, quantileValues = [], ...point }: OtlpSummaryPoint,
  labels: Labels,
): PointHead | string {
  const quantiles = quantileValues.map(({ quantile = 0, value = 0 }) => ({ quantile, value }));
  const isWrong = quantiles.some(({ quantile }, i) =>
    !(quantile >= 0 && quantile <= 1) || quantiles.findIndex((other) => other.quantile === quantile) !== i
  );
  if (isWrong) return "quantiles must be different numbers from 0 to 1";
  return { ...contextOf(point, labels), count, sum, quantiles } as PointHead;
}

function contextOf(
  { startTimeUnixNano = 0 }: OtlpPoint,
  labels: Labels,
  exemplars: readonly Exemplar[] = [],
): PointContext {
  return {
    labels,
    ...startTimeUnixNano > 0 && { createdMs: startTimeUnixNano },
    ...exemplars.length > 0 && { exemplars },
  };
}

function exemplarsOf(exemplars: readonly OtlpExemplar[] = [], translation: Translation): Exemplar[] {
  return exemplars.map(({ filteredAttributes = [], timeUnixNano = 0, asDouble, asInt, spanId = "", traceId = "" }) => {
    const ids = {
      ...traceId.length === TRACE_ID_LENGTH && { trace_id: traceId },
      ...spanId.length === SPAN_ID_LENGTH && { span_id: spanId },
    };
    const labels = Object.fromEntries(
      attributesOf(filteredAttributes).map(([key, value]) => [translation.labelName(key), String(value)]),
    );
    const time = timeUnixNano > 0 ? { timestampMs: timeUnixNano } : {};
    return exemplarOf(ids, labels, { value: asDouble ?? asInt ?? 0, ...time });
  });
}

/** Reads attributes. */
export function attributesOf(attributes: readonly OtlpKeyValue[] = []): Attribute[] {
  return attributes.map(({ key = "", value = {} }) => [key, valueOf(value)]);
}

function valueOf(
  { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue }: OtlpValue,
): unknown {
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(valueOf);
  if (kvlistValue !== undefined) return Object.fromEntries(attributesOf(kvlistValue.values));
  return stringValue ?? boolValue ?? intValue ?? doubleValue ?? bytesValue;
}
