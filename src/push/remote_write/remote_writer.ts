import { type Clock, systemClock } from "../../model/clock.ts";
import type { Collector } from "../../model/collector.ts";
import type { CounterFamily, GaugeFamily } from "../../model/metric_family.ts";
import { isLabelName } from "../../model/names.ts";
import { HttpClient, type HttpOptions } from "../http_client.ts";
import type { Sink } from "../sink.ts";
import { Delivery } from "./delivery.ts";
import { RequestEncoder } from "./request_encoder.ts";
import type { ClassicHistograms } from "./classic_histograms.ts";

/** Options of {@linkcode remoteWriter}. */
export interface RemoteWriterOptions extends HttpOptions {
  /**
   * Version of the protocol. A receiver that does not know 2.0 gets 1.0 from then on.
   *
   * @default {2}
   */
  readonly version?: 1 | 2 | undefined;
  /**
   * Labels to add to all series, such as `job` and `instance`. A series with an own label of such a name has it as
   * `exported_job`.
   *
   * @default {{}}
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * How classic histograms are sent: `series`, one for each bucket; `fallback`, the same unless the histogram is a native one, too;
   * or `nhcb`, one native histogram with custom buckets, which needs a receiver of 2.0.
   *
   * @default {"series"}
   */
  readonly classicHistograms?: ClassicHistograms | undefined;
  /**
   * Largest number of samples in a request.
   *
   * @default {2000}
   */
  readonly maxSamplesPerSend?: number | undefined;
  /**
   * Memory for requests that could not be delivered yet, in bytes. The oldest ones are dropped.
   *
   * @default {67_108_864}
   */
  readonly maxQueueBytes?: number | undefined;
  /**
   * Wait before the second attempt, in seconds; it doubles with each further one.
   *
   * @default {0.1}
   */
  readonly minBackoffSeconds?: number | undefined;
  /**
   * Longest wait between two attempts, in seconds, unless the receiver asks for a longer one.
   *
   * @default {10}
   */
  readonly maxBackoffSeconds?: number | undefined;
  /**
   * Time for all attempts of one `send()` without a signal, in seconds. What is left is sent by the next one.
   *
   * @default {30}
   */
  readonly retrySeconds?: number | undefined;
  /**
   * Whether requests are repeated that the receiver refuses with the status 429.
   *
   * @default {true}
   */
  readonly retryRateLimited?: boolean | undefined;
  /**
   * Called when samples are dropped.
   *
   * @default {() => {}}
   */
  readonly onProblem?: ((error: Error) => void) | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** Sends samples by remote write. Register it to see what becomes of them: `registry.register(writer)`. */
export interface RemoteWriter extends Sink, Collector {
  /** `remote_write`. */
  readonly name: string;
}

/** Time of the last requests, with stale markers, in milliseconds. */
const CLOSE_MS = 5000;

/**
 * Sends samples to Prometheus, Mimir, Thanos, VictoriaMetrics or any other receiver of remote write, in the version 2.0 or 1.0:
 * with native histograms, exemplars, metadata, start times (2.0), and stale markers for series that have ended. A request that
 * fails is repeated; later ones wait, so that no series goes back in time.
 *
 * Prometheus needs the flag `--web.enable-remote-write-receiver`.
 *
 * | Metric | Meaning |
 * | --- | --- |
 * | `webprom_push_samples_total{target}` | samples that the receiver has accepted |
 * | `webprom_push_dropped_samples_total{target,reason}` | samples that were `refused`, or dropped from a full queue (`queue_full`) |
 * | `webprom_push_retries_total{target}` | requests that were sent again |
 * | `webprom_push_queue_bytes{target}` | size of requests that wait |
 *
 * @example Send every 15 seconds
 * ```ts ignore
 * import { Registry } from "@webprom/exporter";
 * import { pushEvery, remoteWriter } from "@webprom/exporter/push";
 *
 * const registry = new Registry();
 * const writer = remoteWriter({ url: "http://localhost:9090/api/v1/write", labels: { job: "shop", instance: "eu-1" } });
 * await using loop = pushEvery(15, registry, writer, { onError: (error) => console.error(error) });
 * registry.register(writer);
 * ```
 *
 * @param options URL of the receiver, with its path, and labels to add
 * @returns The sink
 * @throws {TypeError} If the URL or a label name is invalid
 * @throws {RangeError} If a number is out of range
 */
export function remoteWriter(options: RemoteWriterOptions): RemoteWriter {
  const { version = 2, labels = {}, classicHistograms = "series", maxSamplesPerSend = 2000, clock = systemClock } =
    options;
  const { maxQueueBytes = 2 ** 26, minBackoffSeconds = 0.1, maxBackoffSeconds = 10, retrySeconds = 30 } = options;
  const subject = "Cannot push by remote write";
  if (version !== 1 && version !== 2) {
    throw new RangeError(`${subject}: version must be 1 or 2, current value is ${version}`);
  }
  checkNumber(`${subject}: maxSamplesPerSend`, maxSamplesPerSend, 1, 1_000_000);
  checkNumber(`${subject}: maxQueueBytes`, maxQueueBytes, 1, 2 ** 32);
  checkNumber(`${subject}: minBackoffSeconds`, minBackoffSeconds, 0.001, 3600);
  checkNumber(`${subject}: maxBackoffSeconds`, maxBackoffSeconds, minBackoffSeconds, 86_400);
  checkNumber(`${subject}: retrySeconds`, retrySeconds, 0.001, 86_400);
  for (const name of Object.keys(labels)) {
    if (!isLabelName(name) || name === "__name__") {
      throw new TypeError(`${subject}: name of a label is invalid, current value is "${name}"`);
    }
  }
  const reserved = ["x-prometheus-remote-write-version", "retry-attempt"];
  const delivery = new Delivery(new HttpClient("remote write", options, reserved), {
    version,
    maxQueueBytes,
    minBackoffMs: minBackoffSeconds * 1000,
    maxBackoffMs: maxBackoffSeconds * 1000,
    retryRateLimited: options.retryRateLimited ?? true,
    repeatsBadRequest: true,
    onProblem: options.onProblem ?? (() => {}),
  });
  const encoder = new RequestEncoder({ labels, classicHistograms, maxSamplesPerSend });
  const name = "remote_write";
  return {
    name,
    async send(gatherer, { signal = AbortSignal.timeout(retrySeconds * 1000) } = {}) {
      const families = await gatherer.gather({ signal });
      signal.throwIfAborted();
      delivery.add(encoder.encode(families, clock.now()));
      await delivery.drain(signal);
    },
    async close() {
      delivery.add(encoder.encodeEnd(clock.now()));
      await delivery.drain(AbortSignal.timeout(CLOSE_MS));
    },
    collect: () => metricsOf(name, delivery),
  };
}

/** Families about a delivery. */
export function metricsOf(target: string, delivery: Delivery): readonly (CounterFamily | GaugeFamily)[] {
  const { sent, dropped, retries, queueBytes } = delivery;
  return [
    {
      type: "counter",
      name: "webprom_push_samples_total",
      help: "Samples that the receiver has accepted.",
      points: [{ labels: { target }, value: sent }],
    },
    {
      type: "counter",
      name: "webprom_push_dropped_samples_total",
      help: "Samples that were refused, or dropped from a full queue.",
      points: Object.entries(dropped).map(([reason, value]) => ({ labels: { target, reason }, value })),
    },
    {
      type: "counter",
      name: "webprom_push_retries_total",
      help: "Requests that were sent again.",
      points: [{ labels: { target }, value: retries }],
    },
    {
      type: "gauge",
      name: "webprom_push_queue_bytes",
      help: "Size of requests that wait.",
      unit: "bytes",
      points: [{ labels: { target }, value: queueBytes }],
    },
  ];
}

function checkNumber(what: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw new RangeError(`${what} must be >= ${min} and <= ${max}, current value is ${value}`);
}
