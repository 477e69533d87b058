import type { Clock } from "../model/clock.ts";
import type { ExemplarLabels } from "../model/exemplar.ts";
import type { LabelValue } from "../model/labels.ts";
import type { NativeOptions } from "../metrics/native_options.ts";
import type { RegistryView } from "../registry/registry_view.ts";

/** Names of the metrics and of their labels. `false` leaves a metric out. */
export interface RequestNames {
  /** Counter of requests. */
  readonly requests: `${string}_total` | false;
  /** Histogram of the duration of requests, in seconds. */
  readonly duration: string | false;
  /** Gauge of requests in progress. */
  readonly inFlight: string | false;
  /** Histogram of the size of request bodies, in bytes. */
  readonly requestSize: string | false;
  /** Histogram of the size of response bodies, in bytes. */
  readonly responseSize: string | false;
  /** Label with the method. */
  readonly method: string;
  /** Label with the matched route, or with the host of an outgoing request. */
  readonly route: string;
  /** Label with the status code. */
  readonly status: string;
}

/** A set of names: those that are usual in Prometheus, or those of OpenTelemetry's semantic conventions. */
export type Naming = "prometheus" | "opentelemetry";

/** Options of all middlewares; `A` are the arguments of the functions among them, such as the request. */
export interface RequestMetricsOptions<A extends unknown[]> {
  /** Where the metrics are registered. A second middleware with the same registry and names writes to the same metrics. */
  readonly registry: RegistryView;
  /**
   * Set of names. `opentelemetry` has no counter of requests, because the histogram counts them.
   *
   * @default {"prometheus"}
   */
  readonly naming?: Naming | undefined;
  /**
   * Names that differ from the set.
   *
   * @default {{}}
   */
  readonly names?: Partial<RequestNames> | undefined;
  /**
   * Prefix of the names of all metrics, such as `shop_`.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
  /**
   * Inclusive upper bounds of the classic buckets of the duration, in seconds.
   *
   * @default {[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], or those that OpenTelemetry recommends for its names, or
   * none if there are native buckets}
   */
  readonly buckets?: readonly number[] | undefined;
  /** Native buckets of the duration, in addition to classic ones or instead of them. */
  readonly native?: NativeOptions | undefined;
  /**
   * Whether the sizes of bodies are measured. A body without `Content-Length` is then counted while it is streamed, which costs
   * some microseconds per request.
   *
   * @default {false}
   */
  readonly sizes?: boolean | undefined;
  /**
   * Inclusive upper bounds of the buckets of sizes, in bytes.
   *
   * @default {[100, 1000, 10000, 100000, 1000000, 10000000, 100000000]}
   */
  readonly sizeBuckets?: readonly number[] | undefined;
  /**
   * Value of the status label: the code, such as `404`, or its class, such as `4xx`.
   *
   * @default {"exact"}
   */
  readonly status?: "exact" | "class" | undefined;
  /**
   * Further labels: by name, a function that returns the value. It runs once per request, when the response is known. If it
   * throws or returns `undefined`, the value is empty. Return few different values: each one is a series of its own.
   *
   * @default {{}}
   */
  readonly labels?: Readonly<Record<string, (...source: A) => LabelValue | undefined>> | undefined;
  /**
   * Returns the labels of an exemplar of the duration; `traceparent` takes the trace and span from the header of this name, if
   * the trace is sampled. It is used for one request per bucket and scrape. `false` leaves exemplars to the registry.
   *
   * @default {"traceparent"}
   */
  readonly exemplar?: "traceparent" | ((...source: A) => ExemplarLabels | undefined) | false | undefined;
  /**
   * Source of the current time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

const PROMETHEUS: RequestNames = {
  requests: "http_requests_total",
  duration: "http_request_duration_seconds",
  inFlight: "http_requests_in_flight",
  requestSize: "http_request_size_bytes",
  responseSize: "http_response_size_bytes",
  method: "method",
  route: "route",
  status: "status",
};

/** @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
const OPENTELEMETRY: RequestNames = {
  requests: false,
  duration: "http_server_request_duration_seconds",
  inFlight: "http_server_active_requests",
  requestSize: "http_server_request_body_size_bytes",
  responseSize: "http_server_response_body_size_bytes",
  method: "http_request_method",
  route: "http_route",
  status: "http_response_status_code",
};

/** Names of the metrics of a server, by set. */
export const SERVER_NAMES: Readonly<Record<Naming, RequestNames>> = {
  prometheus: PROMETHEUS,
  opentelemetry: OPENTELEMETRY,
};

/** Names of the metrics of outgoing requests, by set. The sizes of their bodies are not measured. */
export const CLIENT_NAMES: Readonly<Record<Naming, RequestNames>> = {
  prometheus: {
    ...PROMETHEUS,
    requests: "http_client_requests_total",
    duration: "http_client_request_duration_seconds",
    inFlight: "http_client_requests_in_flight",
    route: "host",
  },
  opentelemetry: {
    ...OPENTELEMETRY,
    duration: "http_client_request_duration_seconds",
    inFlight: "http_client_active_requests",
    route: "server_address",
  },
};
