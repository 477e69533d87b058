import { freeLabel } from "../../exposition/wire_names.ts";
import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  PointHead,
  StateSetFamily,
} from "../../model/metric_family.ts";
import { VERSION } from "../http_client.ts";
import {
  type AttributeValue,
  writeAttribute,
  writeExponential,
  writeHistogram,
  writeNumber,
  writeSummary,
} from "./_points.ts";
import {
  DATA,
  METRIC,
  type OtlpField,
  type OtlpWriter,
  REQUEST,
  RESOURCE,
  RESOURCE_METRICS,
  SCOPE,
  SCOPE_METRICS,
} from "./_schema.ts";
import { ucumOf } from "./units.ts";

/** What a request says about all its points. */
export interface RequestContext {
  /** Attributes of the resource, in addition to the labels of the family `target_info`. */
  readonly resource: Readonly<Record<string, AttributeValue>>;
  /** Time of points without a timestamp. */
  readonly timeMs: number;
  /** Whether counters and histograms are differences since their start. */
  readonly isDelta: boolean;
}

const DELTA = 1;
const CUMULATIVE = 2;

/** How the data of a metric is written. */
interface Data<P> {
  readonly field: OtlpField<"message">;
  write(out: OtlpWriter, point: P, timeMs: number): void;
  readonly temporality?: number;
  readonly isMonotonic?: true;
}

const GAUGE: Data<CounterPoint> = { field: METRIC.gauge, write: writeNumber };
const STATE: Data<CounterPoint> = { field: METRIC.sum, write: writeNumber, temporality: CUMULATIVE };

/**
 * Writes all families as one request.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#prometheus-metric-points-to-otlp
 * @param out Writes the encoding
 * @param families The families; gauge histograms are left out, because OTLP does not have them
 * @param context Resource and time
 */
export function writeRequest(out: OtlpWriter, families: readonly MetricFamily[], context: RequestContext): void {
  out.beginList(REQUEST.resourceMetrics);
  out.begin(REQUEST.resourceMetrics);
  writeResource(out, families.filter(isTarget), context);
  out.beginList(RESOURCE_METRICS.scopeMetrics);
  out.begin(RESOURCE_METRICS.scopeMetrics);
  out.begin(SCOPE_METRICS.scope);
  out.string(SCOPE.name, "webprom");
  out.string(SCOPE.version, VERSION);
  out.end();
  out.beginList(SCOPE_METRICS.metrics);
  for (const family of families) if (!isTarget(family)) writeFamily(out, family, context);
  out.endList();
  out.end();
  out.endList();
  out.end();
  out.endList();
}

/** The labels of this family describe the resource. */
function isTarget({ type, name }: MetricFamily): boolean {
  return name === "target_info" && (type === "info" || type === "gauge");
}

function writeResource(out: OtlpWriter, targets: readonly MetricFamily[], { resource }: RequestContext): void {
  const labels = targets.flatMap(({ points }) => Array.from<PointHead, PointHead["labels"]>(points, (p) => p.labels));
  const attributes: Record<string, AttributeValue> = Object.assign({}, ...labels, resource);
  out.begin(RESOURCE_METRICS.resource);
  out.beginList(RESOURCE.attributes);
  for (const [key, value] of Object.entries(attributes)) writeAttribute(out, RESOURCE.attributes, key, value);
  out.endList();
  out.end();
}

function writeFamily(out: OtlpWriter, family: MetricFamily, { timeMs, isDelta }: RequestContext): void {
  const temporality = isDelta ? DELTA : CUMULATIVE;
  switch (family.type) {
    case "counter": {
      const sum = { field: METRIC.sum, write: writeNumber, temporality, isMonotonic: true } as const;
      return writeMetric(out, family, family.points, sum, timeMs);
    }
    case "gauge":
    case "unknown":
      return writeMetric(out, family, family.points, GAUGE, timeMs);
    case "info": {
      const ones = Array.from(family.points, ({ labels, timestampMs }) => ({ labels, timestampMs, value: 1 }));
      return writeMetric(out, family, ones, STATE, timeMs);
    }
    case "stateset":
      return writeMetric(out, family, [...statesOf(family)], STATE, timeMs);
    case "histogram": {
      const points = [...family.points];
      const classic = { field: METRIC.histogram, write: writeHistogram, temporality };
      const native = { field: METRIC.exponentialHistogram, write: writeExponential, temporality };
      writeMetric(out, family, points.filter((point) => !isNative(point)), classic, timeMs);
      return writeMetric(out, family, points.filter(isNative), native, timeMs);
    }
    case "summary":
      return writeMetric(out, family, family.points, { field: METRIC.summary, write: writeSummary }, timeMs);
    case "gaugehistogram":
      return;
  }
}

/** Native buckets are preferred: one name must not have two types. */
function isNative({ native }: HistogramPoint): boolean {
  return native !== undefined;
}

function* statesOf({ name, points }: StateSetFamily): Iterable<CounterPoint> {
  for (const { labels, states, timestampMs } of points) {
    for (const [state, isOn] of Object.entries(states)) {
      yield { labels: { ...freeLabel(labels, name), [name]: state }, value: Number(isOn), timestampMs };
    }
  }
}

function writeMetric<P>(
  out: OtlpWriter,
  { name, help, unit = "", type }: MetricFamily,
  points: Iterable<P>,
  { field, write, temporality, isMonotonic }: Data<P>,
  timeMs: number,
): void {
  const all = Array.isArray(points) ? points as readonly P[] : [...points];
  if (all.length === 0) return;
  out.begin(SCOPE_METRICS.metrics);
  out.string(METRIC.name, name);
  if (help !== "") out.string(METRIC.description, help);
  if (unit !== "") out.string(METRIC.unit, ucumOf(unit));
  out.begin(field);
  out.beginList(DATA.dataPoints);
  for (const point of all) {
    out.begin(DATA.dataPoints);
    write(out, point, timeMs);
    out.end();
  }
  out.endList();
  if (temporality !== undefined) out.uint(DATA.aggregationTemporality, temporality);
  if (isMonotonic !== undefined) out.bool(DATA.isMonotonic, isMonotonic);
  out.end();
  out.beginList(METRIC.metadata);
  writeAttribute(out, METRIC.metadata, "prometheus.type", type);
  out.endList();
  out.end();
}
