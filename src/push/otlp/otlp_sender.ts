import { type Clock, systemClock } from "../../model/clock.ts";
import type { Gatherer } from "../../model/collector.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import { gzip, HttpClient, type HttpOptions, type PushAnswer } from "../http_client.ts";
import { CONTENT_TYPES, partialSuccessOf, statusMessageOf } from "./_answer.ts";
import { type Delta, DeltaState } from "./_delta.ts";
import { OtlpJsonWriter } from "./_json.ts";
import { OtlpProtobufWriter } from "./_protobuf.ts";
import { writeRequest } from "./_request.ts";
import { withRetries } from "./_retry.ts";
import { PushError } from "../push_error.ts";
import type { SendOptions, Sink } from "../sink.ts";

/** Options of {@linkcode otlpSender}. The URL is used as it is, such as `http://localhost:4318/v1/metrics`. */
export interface OtlpOptions extends HttpOptions {
  /**
   * Attributes of the process that sends, such as `service.name` and `service.instance.id`, which become `job` and `instance`
   * in Prometheus. Labels of a family `target_info` are added.
   *
   * @default {{}}
   */
  readonly resource?: Readonly<Record<string, string | number | boolean>> | undefined;
  /**
   * Encoding of requests.
   *
   * @default {"protobuf"}
   */
  readonly encoding?: "json" | "protobuf" | undefined;
  /**
   * Compression of requests.
   *
   * @default {"gzip"}
   */
  readonly compression?: "gzip" | "none" | undefined;
  /**
   * Whether counters and histograms are sent as totals, or as differences since the last successful push. Prometheus accepts
   * only totals by default.
   *
   * @default {"cumulative"}
   */
  readonly temporality?: "cumulative" | "delta" | undefined;
  /**
   * Attempts in total, if there is no answer or its status is 429, 502, 503 or 504.
   *
   * @default {5}
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Seconds after the first attempt until which another one may start.
   *
   * @default {60}
   */
  readonly deadlineSeconds?: number | undefined;
  /** Called if a push was accepted, but not all of its data points were. They are not sent again. */
  readonly onProblem?: ((problem: PushError) => void) | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/**
 * Pushes to an OpenTelemetry Collector, Prometheus, VictoriaMetrics or any other receiver of OTLP over HTTP. Names stay as they
 * are. A histogram that has native buckets is sent as an exponential histogram. Gauge histograms are not sent, because OTLP does
 * not have them.
 *
 * | Receiver | URL |
 * | --- | --- |
 * | OpenTelemetry Collector | `http://localhost:4318/v1/metrics` |
 * | Prometheus with `--web.enable-otlp-receiver` | `http://localhost:9090/api/v1/otlp/v1/metrics` |
 * | VictoriaMetrics | `http://localhost:8428/opentelemetry/v1/metrics` |
 *
 * @example Push once
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { otlpSender } from "@webprom/exporter/push";
 *
 * const registry = new Registry();
 * registry.counter({ name: "app_orders_total", help: "Orders." }).inc();
 *
 * const sink = otlpSender({
 *   url: "http://localhost:4318/v1/metrics",
 *   resource: { "service.name": "shop", "service.instance.id": "eu-1" },
 *   fetch: () => Promise.resolve(new Response()), // only for this example
 * });
 * await sink.send(registry);
 * ```
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 * @param options URL, resource, encoding
 * @returns The sink
 * @throws {TypeError} If the URL or an option is invalid
 * @throws {RangeError} If a number is out of range
 */
export function otlpSender(options: OtlpOptions): Sink {
  return new OtlpSender(options);
}

class OtlpSender implements Sink {
  readonly name = "otlp";
  readonly #options: OtlpOptions;
  readonly #client: HttpClient;
  readonly #path: string;
  readonly #encoding: "json" | "protobuf";
  readonly #clock: Clock;
  readonly #deltas: DeltaState | undefined;
  /** The last push of differences: the next one needs to know whether it was successful. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: OtlpOptions) {
    const { encoding = "protobuf", compression = "gzip", temporality = "cumulative", clock = systemClock } = options;
    checkWord("encoding", encoding, ["json", "protobuf"]);
    checkWord("compression", compression, ["gzip", "none"]);
    checkWord("temporality", temporality, ["cumulative", "delta"]);
    checkPositive("maxAttempts", options.maxAttempts);
    checkPositive("deadlineSeconds", options.deadlineSeconds);
    this.#options = options;
    this.#client = new HttpClient("OTLP receiver", options);
    this.#path = String(options.url).endsWith("/") ? "/" : ""; // which the client leaves out
    this.#encoding = encoding;
    this.#clock = clock;
    this.#deltas = temporality === "delta" ? new DeltaState(clock.now()) : undefined;
  }

  send(gatherer: Gatherer, { signal }: SendOptions = {}): Promise<void> {
    const deltas = this.#deltas;
    if (deltas === undefined) {
      return this.#send(gatherer, signal, (families) => ({ families, commit: () => {} }));
    }
    const sending = this.#last.then(() =>
      this.#send(gatherer, signal, (families, timeMs) => deltas.since(families, timeMs))
    );
    this.#last = sending.catch(() => {});
    return sending;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #send(
    gatherer: Gatherer,
    signal: AbortSignal | undefined,
    since: (families: readonly MetricFamily[], timeMs: number) => Delta,
  ): Promise<void> {
    signal?.throwIfAborted();
    const { compression = "gzip", resource = {}, maxAttempts = 5, deadlineSeconds = 60 } = this.#options;
    const gathered = await gatherer.gather({ ...signal && { signal } });
    signal?.throwIfAborted();
    const timeMs = this.#clock.now();
    const { families, commit } = since(gathered, timeMs);
    const writer = this.#encoding === "json" ? new OtlpJsonWriter() : new OtlpProtobufWriter();
    writeRequest(writer, families, { resource, timeMs, isDelta: this.#deltas !== undefined });
    const bytes = writer.take();
    const body = compression === "gzip" ? await gzip(bytes) : bytes;
    const headers = {
      "content-type": CONTENT_TYPES[this.#encoding],
      ...compression === "gzip" && { "content-encoding": "gzip" },
    };
    const request = { method: "POST", path: this.#path, headers, body, signal, messageOf: statusMessageOf } as const;
    const limits = { maxAttempts, deadlineMs: deadlineSeconds * 1000, signal, clock: this.#clock };
    const answer = await withRetries(() => this.#client.request(request), limits);
    commit();
    this.#report(answer);
  }

  #report(answer: PushAnswer): void {
    const partial = partialSuccessOf(answer);
    if (partial === undefined) return;
    const { rejected, message } = partial;
    const text = `The OTLP receiver rejected ${rejected} data points${message === "" ? "" : `: ${message}`}`;
    try {
      this.#options.onProblem?.(new PushError(text, { status: 200 }));
    } catch {
      // A failing hook must not make a push fail that was accepted.
    }
  }
}

function checkWord(option: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  throw new TypeError(
    `Cannot push to OTLP receiver: ${option} must be one of ${words.join(", ")}, current value is "${value}"`,
  );
}

function checkPositive(option: string, value: number = 1): void {
  if (value > 0) return;
  throw new RangeError(`Cannot push to OTLP receiver: ${option} must be > 0, current value is ${value}`);
}
