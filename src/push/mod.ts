/**
 * Pushes metrics, where nobody can scrape them: from batch jobs, from networks without a way in, and into other systems.
 *
 * | Sink | Pushes to |
 * | --- | --- |
 * | {@linkcode pushgateway} | Pushgateway, for jobs that end before a scrape; {@linkcode batch} measures the job, too |
 * | {@linkcode remoteWriter} | Prometheus, Mimir, Thanos and others, by remote write 2.0 or 1.0 |
 * | {@linkcode otlpSender} | OpenTelemetry Collector, Prometheus and other receivers of OTLP; {@linkcode otlpOptionsFrom} reads the standard environment variables |
 * | {@linkcode victoriaMetrics} | VictoriaMetrics, `vmagent`, `vminsert` |
 * | {@linkcode textfile} | a file for the textfile collector of node_exporter |
 * | {@linkcode graphite} | Graphite, plaintext over TCP |
 * | {@linkcode statsd} | StatsD and DogStatsD over UDP |
 *
 * Every sink has `send(gatherer)`, which pushes once and rejects with the reason. {@linkcode pushEvery} pushes regularly. Those over
 * HTTP run on every runtime; the others need Node 20.16, Deno or Bun.
 *
 * @example Push every 15 seconds, and once more at the end
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { pushEvery, pushgateway } from "@webprom/exporter/push";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "sensor_temperature_celsius", help: "Temperature." }).set(21.5);
 *
 * const gateway = pushgateway({
 *   url: "http://localhost:9091",
 *   job: "sensor",
 *   grouping: { instance: "cellar" },
 *   fetch: () => Promise.resolve(new Response()), // only for this example
 * });
 * await using loop = pushEvery(15, registry, gateway, { onError: (error) => console.error(error) });
 * registry.register(loop); // metrics about the pushes
 * ```
 *
 * A failed push is not repeated by the sink, because the next one contains everything. Only {@linkcode remoteWriter} and
 * {@linkcode otlpSender} try again, as their protocols demand.
 *
 * @module
 */

export { type Batch, batch, type BatchOptions } from "./batch.ts";
export { graphite, type GraphiteOptions } from "./graphite.ts";
export type { HttpOptions } from "./http_client.ts";
export { otlpOptionsFrom } from "./otlp/options_from_env.ts";
export { type OtlpOptions, otlpSender } from "./otlp/otlp_sender.ts";
export { PushError, type PushErrorOptions } from "./push_error.ts";
export { pushEvery, type PushEveryOptions, type PushLoop } from "./push_loop.ts";
export { type Pushgateway, pushgateway, type PushgatewayOptions } from "./pushgateway.ts";
export type { SendOptions, Sink } from "./sink.ts";
export { statsd, type StatsdOptions } from "./statsd.ts";
export { textfile, type TextfileOptions } from "./textfile.ts";
export { victoriaMetrics, type VictoriaMetricsOptions } from "./victoria_metrics.ts";
export { type RemoteWriter, remoteWriter, type RemoteWriterOptions } from "./remote_write/remote_writer.ts";
export type { ClassicHistograms } from "./remote_write/classic_histograms.ts";
