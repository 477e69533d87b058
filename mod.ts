/**
 * Prometheus metrics for every web-standard JavaScript runtime: instruments, a registry, the text format and a
 * `Request` to `Response` handler. Importing it does nothing and needs no permission.
 *
 * @module
 */

// Model
export { type Clock, systemClock } from "./src/model/clock.ts";
export type {
  Collector,
  CollectorSelection,
  CollectorState,
  Gatherer,
  GatherOptions,
  ScrapeContext,
} from "./src/model/collector.ts";
export type { Exemplar, ExemplarLabels, ExemplarProvider } from "./src/model/exemplar.ts";
export type {
  AllowedValues,
  AnyValues,
  Labelled,
  Labels,
  LabelTuple,
  LabelValue,
  LabelValues,
} from "./src/model/labels.ts";
export type {
  BucketRun,
  CounterFamily,
  CounterPoint,
  FamilyHead,
  GaugeFamily,
  GaugeHistogramFamily,
  HistogramFamily,
  HistogramPoint,
  InfoFamily,
  MetricFamily,
  MetricType,
  NativeHistogram,
  Point,
  PointHead,
  QuantileValue,
  StateSetFamily,
  StateSetPoint,
  SummaryFamily,
  SummaryPoint,
  UnknownFamily,
} from "./src/model/metric_family.ts";

export {
  counterFamily,
  type FamilyOptions,
  gaugeFamily,
  gaugeHistogramFamily,
  type GivenPoint,
  histogramFamily,
  infoFamily,
  stateSetFamily,
  summaryFamily,
  unknownFamily,
} from "./src/model/families.ts";

// Instruments
export { DEFAULT_BUCKETS, exponentialBuckets, exponentialBucketsRange, linearBuckets } from "./src/metrics/buckets.ts";
export type { Cell } from "./src/metrics/cell.ts";
export { Counter, type CounterCell, type CounterOptions } from "./src/metrics/counter.ts";
export type { Definition, MetricOptions, SeriesOptions } from "./src/metrics/definition.ts";
export { Gauge, type GaugeCell, type GaugeOptions } from "./src/metrics/gauge.ts";
export { Histogram, type HistogramCell, type HistogramOptions, type HistogramValue } from "./src/metrics/histogram.ts";
export { Info, type InfoCell, type InfoOptions } from "./src/metrics/info.ts";
export type { Instrument } from "./src/metrics/instrument.ts";
export type { NativeOptions } from "./src/metrics/native_options.ts";
export type { Read, Reading } from "./src/metrics/read.ts";
export { StateSet, type StateSetCell, type StateSetOptions } from "./src/metrics/state_set.ts";
export { Summary, type SummaryCell, type SummaryOptions, type SummaryValue } from "./src/metrics/summary.ts";
export type { Timer } from "./src/metrics/timer.ts";

// Registry
export type { CollectorOptions } from "./src/registry/collector_options.ts";
export { defaultRegistry } from "./src/registry/default_registry.ts";
export { type InstrumentDefaults, RegistryView } from "./src/registry/registry_view.ts";
export { Registry } from "./src/registry/registry.ts";

// Exposition and HTTP
export type { EscapingScheme } from "./src/model/escaping.ts";
export { expose } from "./src/exposition/expose.ts";
export type { EncodeOptions, Encoder, EncoderOptions, Format, RememberingFormat } from "./src/exposition/format.ts";
export { type FormatName, FORMATS } from "./src/exposition/formats.ts";
export { type Compression, GZIP } from "./src/http/compression.ts";
export type { ErrorPolicy, HandlerOptions, SelfMetricsRegistry } from "./src/http/handler_options.ts";
export { type FetchHandler, metricsHandler } from "./src/http/metrics_handler.ts";
export { respond, type RespondOptions } from "./src/http/respond.ts";
