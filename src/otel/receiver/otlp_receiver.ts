import { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
import { type Clock, systemClock } from "../../model/clock.ts";
import type { Collector } from "../../model/collector.ts";
import { messageOf } from "../../model/message_of.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import { field } from "../../model/protobuf_schema.ts";
import { Translation, type TranslationStrategy } from "../translation.ts";
import { decodeJson } from "./_decode_json.ts";
import { decodeProtobuf } from "./_decode_protobuf.ts";
import type { OtlpRequest } from "./otlp_messages.ts";
import { BodyError, readBody } from "./_read_body.ts";
import { ReceivedMetrics } from "./_received_metrics.ts";

/** Options of {@linkcode otlpReceiver}. */
export interface OtlpReceiverOptions {
  /**
   * How names are translated.
   *
   * @default {"UnderscoreEscapingWithSuffixes"}
   */
  readonly translation?: TranslationStrategy | undefined;
  /**
   * Adds the labels `otel_scope_name`, `otel_scope_version`, `otel_scope_schema_url` and the attributes of the scope.
   *
   * @default {true}
   */
  readonly scopeLabels?: boolean | undefined;
  /**
   * Adds the labels `job` and `instance`, made of `service.namespace`, `service.name` and `service.instance.id`, which tell
   * senders apart. Prometheus keeps them with `honor_labels: true`. Use `false` if the only sender is this process.
   *
   * @default {true}
   */
  readonly jobLabels?: boolean | undefined;
  /**
   * Reports the attributes of resources as labels of `target_info`.
   *
   * @default {true}
   */
  readonly targetInfo?: boolean | undefined;
  /**
   * Selects attributes of the resource to add to all series as labels, too.
   *
   * @default {() => false}
   */
  readonly resourceLabels?: ((attribute: string) => boolean) | undefined;
  /**
   * Maximum number of series that are kept. Points of further series are rejected.
   *
   * @default {100_000}
   */
  readonly maxSeries?: number | undefined;
  /**
   * Maximum memory for series, in bytes, as estimated from their labels and buckets.
   *
   * @default {256 * 1024 * 1024}
   */
  readonly maxMemoryBytes?: number | undefined;
  /**
   * Maximum size of a request after decompression, in bytes.
   *
   * @default {16 * 1024 * 1024}
   */
  readonly maxRequestBytes?: number | undefined;
  /**
   * Maximum number of requests at a time. Further ones get 503, and the sender tries again.
   *
   * @default {16}
   */
  readonly maxRequestsInFlight?: number | undefined;
  /**
   * Seconds after which a series that is not sent any more is dropped. It should be several times the sender's interval.
   *
   * @default {300}
   */
  readonly maxAgeSeconds?: number | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** Receives metrics by OTLP over HTTP, and reports them as a collector. */
export interface OtlpReceiver extends Collector {
  /**
   * Responds to a request of an OTLP exporter. It is bound, so it can be passed to a server as it is.
   *
   * @param request A request with the path `/v1/metrics`, or any other one
   * @returns 200, also if some points were rejected; 4xx with the reason; 503 if there are too many requests
   */
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * Makes a receiver for OTLP over HTTP, in JSON and protobuf. It is a collector: the last value of each series appears in the
 * registry. Differences ("delta temporality") are added up.
 *
 * @example Receive metrics of other processes
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { otlpReceiver } from "@webprom/exporter/otel";
 * import { otlpSender } from "@webprom/exporter/push";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const receiver = otlpReceiver({ scopeLabels: false });
 * registry.register(receiver);
 * // Deno.serve({ port: 4318 }, receiver.fetch);
 *
 * const other = new Registry();
 * other.counter({ name: "shop_orders_total", help: "Orders." }).inc(3);
 * const sender = otlpSender({
 *   url: "http://localhost:4318/v1/metrics",
 *   resource: { "service.name": "shop" },
 *   fetch: (url, init) => receiver.fetch(new Request(url, init)), // only for this example
 * });
 * await sender.send(other);
 *
 * assertStringIncludes(await expose(registry), 'shop_orders_total{job="shop"} 3');
 * ```
 *
 * @param options Names, labels and limits
 * @returns The receiver: register it, and serve its `fetch`
 * @throws {TypeError} If the translation is unknown
 * @throws {RangeError} If a limit is not > 0
 */
export function otlpReceiver(options: OtlpReceiverOptions = {}): OtlpReceiver {
  return new Receiver(options);
}

/** A request in one of the encodings. */
interface Encoding {
  readonly contentType: string;
  decode(bytes: Uint8Array): OtlpRequest;
  /** Writes `ExportMetricsServiceResponse`. */
  success(rejected: number, message: string): BodyInit;
  /** Writes `google.rpc.Status`. */
  failure(message: string): BodyInit;
}

/** Code of `google.rpc.Status`: invalid argument. */
const INVALID = 3;

const JSON_ENCODING: Encoding = {
  contentType: "application/json",
  decode: decodeJson,
  success: (rejected, message) =>
    JSON.stringify(
      rejected === 0 ? {} : {
        partialSuccess: { rejectedDataPoints: String(rejected), errorMessage: message },
      },
    ),
  failure: (message) => JSON.stringify({ code: INVALID, message }),
};

const PARTIAL_SUCCESS = field("message", 1);
const REJECTED = field("uint", 1);
const CODE = field("uint", 1);
const MESSAGE = field("string", 2);

const PROTOBUF_ENCODING: Encoding = {
  contentType: "application/x-protobuf",
  decode: decodeProtobuf,
  success(rejected, message) {
    const out = new ProtobufWriter(64);
    if (rejected > 0) {
      const start = out.open(PARTIAL_SUCCESS);
      out.uint(REJECTED, rejected);
      out.string(MESSAGE, message);
      out.close(start);
    }
    return out.take();
  },
  failure(message) {
    const out = new ProtobufWriter(64);
    out.uint(CODE, INVALID);
    out.string(MESSAGE, message);
    return out.take();
  },
};

const ENCODINGS: readonly Encoding[] = [JSON_ENCODING, PROTOBUF_ENCODING];

/** Paths of other signals, which senders often have under the same address. */
const OTHER_SIGNALS = /\/v1\/(traces|logs)$|\/v1development\/profiles$/;

class Receiver implements OtlpReceiver {
  readonly name = "otlp";
  readonly #metrics: ReceivedMetrics;
  readonly #maxRequestBytes: number;
  readonly #maxRequestsInFlight: number;
  #inFlight = 0;

  constructor(options: OtlpReceiverOptions) {
    const { translation = "UnderscoreEscapingWithSuffixes", scopeLabels = true, jobLabels = true, targetInfo = true } =
      options;
    const { resourceLabels = () => false, clock = systemClock } = options;
    const limits = {
      maxSeries: options.maxSeries ?? 100_000,
      maxMemoryBytes: options.maxMemoryBytes ?? 2 ** 28,
      maxRequestBytes: options.maxRequestBytes ?? 2 ** 24,
      maxRequestsInFlight: options.maxRequestsInFlight ?? 16,
      maxAgeSeconds: options.maxAgeSeconds ?? 300,
    };
    for (const [name, value] of Object.entries(limits)) {
      if (!(value > 0)) throw new RangeError(`Cannot receive OTLP: ${name} must be > 0, current value is ${value}`);
    }
    this.#maxRequestBytes = limits.maxRequestBytes;
    this.#maxRequestsInFlight = limits.maxRequestsInFlight;
    this.#metrics = new ReceivedMetrics({
      ...limits,
      translation: new Translation(translation),
      scopeLabels,
      jobLabels,
      targetInfo,
      resourceLabels,
      clock,
    });
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.#inFlight >= this.#maxRequestsInFlight) {
      return new Response("Too many requests at a time\n", { status: 503, headers: { "retry-after": "1" } });
    }
    this.#inFlight++;
    try {
      return await this.#respond(request);
    } finally {
      this.#inFlight--;
    }
  };

  collect(): MetricFamily[] {
    return this.#metrics.families();
  }

  async #respond(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (OTHER_SIGNALS.test(pathname)) {
      return new Response("Only metrics are received, at /v1/metrics\n", { status: 404 });
    }
    if (request.method !== "POST") {
      return new Response("Method must be POST\n", { status: 405, headers: { allow: "POST" } });
    }
    const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
    const encoding = ENCODINGS.find(({ contentType }) => contentType === type);
    if (encoding === undefined) {
      const types = ENCODINGS.map(({ contentType }) => contentType).join(" or ");
      return new Response(`Content-Type must be ${types}, current value is ${type}\n`, { status: 415 });
    }
    const headers = { "content-type": encoding.contentType };
    try {
      const { rejected, reasons } = this.#metrics.receive(
        encoding.decode(await readBody(request, this.#maxRequestBytes)),
      );
      return new Response(encoding.success(rejected, reasons.join("; ")), { headers });
    } catch (error) {
      const status = error instanceof BodyError ? error.status : error instanceof SyntaxError ? 400 : 500;
      return new Response(encoding.failure(messageOf(error)), { status, headers });
    }
  }
}
