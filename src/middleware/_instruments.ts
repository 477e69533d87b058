import type { Counter, CounterCell } from "../metrics/counter.ts";
import type { Gauge } from "../metrics/gauge.ts";
import type { Histogram, HistogramCell } from "../metrics/histogram.ts";
import type { ExemplarProvider } from "../model/exemplar.ts";
import type { RegistryView } from "../registry/registry_view.ts";
import type { RequestMetricsOptions, RequestNames } from "./options.ts";

/** Whose requests are measured: those that a server receives, or those that a client sends. */
export type Side = "server" | "client";

/** Instruments of one middleware; those without a name are missing. */
export interface Instruments {
  readonly requests: Counter<string> | undefined;
  readonly duration: Histogram<string> | undefined;
  /** Has the label of the method in OpenTelemetry, and else none. */
  readonly inFlight: Gauge<string> | undefined;
  readonly requestSize: Histogram<string> | undefined;
  readonly responseSize: Histogram<string> | undefined;
}

/** The series of requests with the same labels. */
export interface RequestSeries {
  readonly requests: CounterCell | undefined;
  readonly duration: HistogramCell | undefined;
  readonly requestSize: HistogramCell | undefined;
  readonly responseSize: HistogramCell | undefined;
}

/** Bounds that the semantic conventions of OpenTelemetry recommend. */
const OPENTELEMETRY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const SIZE_BUCKETS = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/**
 * Registers the metrics of a middleware.
 *
 * @param options Options of the middleware
 * @param names Names of metrics and labels
 * @param side Whose requests are measured
 * @param exemplar Returns the labels of an exemplar of the current request
 * @returns The instruments
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function registerInstruments<A extends unknown[]>(
  options: RequestMetricsOptions<A>,
  names: RequestNames,
  side: Side,
  exemplar: ExemplarProvider | undefined,
): Instruments {
  const { prefix = "", naming, native, labels = {}, sizes, sizeBuckets = SIZE_BUCKETS } = options;
  const registry: RegistryView = prefix === "" ? options.registry : options.registry.withPrefix(prefix);
  const isOpenTelemetry = naming === "opentelemetry";
  const { buckets = isOpenTelemetry && native === undefined ? OPENTELEMETRY_BUCKETS : undefined } = options;
  const labelNames = [names.method, names.route, names.status, ...Object.keys(labels)];
  const [http, HTTP] = side === "server" ? ["HTTP", "HTTP"] : ["outgoing HTTP", "Outgoing HTTP"];

  function sizeOf(name: string | false, bodies: string): Histogram<string> | undefined {
    if (!sizes || name === false) return undefined;
    const help = `Size of the bodies of ${http} ${bodies}, in bytes.`;
    return registry.histogram<string>({ name, help, labelNames, buckets: sizeBuckets });
  }
  return {
    requests: names.requests === false
      ? undefined
      : registry.counter<string>({ name: names.requests, help: `${HTTP} requests.`, labelNames }),
    duration: names.duration === false ? undefined : registry.histogram<string>({
      name: names.duration,
      help: `Duration of ${http} requests, in seconds.`,
      labelNames,
      buckets,
      native,
      ...exemplar && { exemplar }, // else that of the registry
    }),
    inFlight: names.inFlight === false ? undefined : registry.gauge<string>({
      name: names.inFlight,
      help: `${HTTP} requests in progress.`,
      labelNames: isOpenTelemetry ? [names.method] : [],
    }),
    requestSize: sizeOf(names.requestSize, "requests"),
    responseSize: sizeOf(names.responseSize, "responses"),
  };
}

/** Finds or creates the series with these labels. */
export function bindSeries(instruments: Instruments, labels: Readonly<Record<string, string>>): RequestSeries {
  return {
    requests: instruments.requests?.labels(labels),
    duration: instruments.duration?.labels(labels),
    requestSize: instruments.requestSize?.labels(labels),
    responseSize: instruments.responseSize?.labels(labels),
  };
}

/** Checks whether series are still exposed: they may have been removed, or have expired. */
export function isExposed({ requests, duration, requestSize, responseSize }: RequestSeries): boolean {
  return isKept(requests) && isKept(duration) && isKept(requestSize) && isKept(responseSize);
}

function isKept(cell: CounterCell | HistogramCell | undefined): boolean {
  return cell === undefined || cell["slot"] >= 0;
}
