/**
 * OpenTelemetry and Prometheus in one registry.
 *
 * | Function | Purpose |
 * | --- | --- |
 * | {@linkcode registryReader} | exposes the metrics of OpenTelemetry's SDK for JavaScript |
 * | {@linkcode otlpReceiver} | receives metrics by OTLP over HTTP from any SDK, from Deno's own telemetry and from collectors |
 * | {@linkcode activeSpanExemplar} | makes exemplars with the trace of the active span |
 * | {@linkcode sdkExemplars} | samples exemplars of OpenTelemetry's counters and histograms |
 * | {@linkcode traceparentExemplar} | reads the labels of an exemplar from the header `traceparent` |
 *
 * `otlpSender` of `./push` sends the other way.
 *
 * | OpenTelemetry | Prometheus |
 * | --- | --- |
 * | counter, observable counter (monotonic sum) | counter |
 * | up-down counter, gauge (other sums, gauges) | gauge |
 * | histogram | histogram |
 * | exponential histogram | native histogram, reduced to schema 8 if it is finer |
 * | summary (OTLP only) | summary |
 * | exemplar (the SDK for JavaScript has none: see {@linkcode sdkExemplars}) | exemplar with `trace_id` and `span_id` |
 * | start time | created time |
 * | unit `s`, `By`, `{request}` | suffix `_seconds`, `_bytes`, none; `1` is `_ratio` for gauges |
 * | attribute `http.route` | label `http_route` |
 * | scope | labels `otel_scope_name`, `otel_scope_version`, `otel_scope_schema_url`, `otel_scope_…` |
 * | resource | labels of `target_info` |
 *
 * `translation` selects other names; all follow
 * [the specification](https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/). If two attributes
 * have the same label name, their values are joined by `;`. An attribute `le` of a histogram becomes `exported_le`. A metric
 * whose name another type has is left out and reported.
 *
 * The [guide](https://github.com/webprom/exporter/blob/main/examples/opentelemetry/README.md) shows each of them, and how a Deno
 * program receives the telemetry that Deno itself measures.
 *
 * ## Security
 *
 * A receiver is bounded: number and memory of series, size and number of requests, age. Anyone who can reach it can report
 * metrics, so serve it on localhost, or require credentials: `guard(receiver.fetch, { tokens })` of `./app`.
 *
 * @module
 */

export { traceparentExemplar } from "../middleware/traceparent.ts";
export { activeSpanExemplar, type SpanIds, type TraceApi } from "./active_span.ts";
export { type OtlpReceiver, otlpReceiver, type OtlpReceiverOptions } from "./receiver/otlp_receiver.ts";
export {
  type RegistryReader,
  registryReader,
  type RegistryReaderOptions,
  type SdkAggregation,
  type SdkCollectOptions,
  type SdkProducer,
  type SdkResult,
} from "./registry_reader.ts";
export { type MeterProviderLike, type SdkExemplars, sdkExemplars } from "./sdk_exemplars.ts";
export type { TranslationStrategy } from "./translation.ts";
