import type { Cell } from "../metrics/cell.ts";
import type { Counter, CounterCell } from "../metrics/counter.ts";
import type { Gauge } from "../metrics/gauge.ts";
import type { Histogram, HistogramCell } from "../metrics/histogram.ts";
import { type Clock, systemClock } from "../model/clock.ts";
import type { ExemplarLabels } from "../model/exemplar.ts";
import type { RegistryView } from "../registry/registry_view.ts";
import { methodLabel, OTHER_METHOD, statusLabels } from "./_label_values.ts";
import { exemplarOf } from "./_traceparent.ts";
import type { Naming, RequestMetricsOptions, RequestNames } from "./options.ts";

/** How a middleware reads its requests. */
export interface RequestSource<A extends unknown[]> {
  /** Names, by set. */
  readonly names: Readonly<Record<Naming, RequestNames>>;
  /** Help texts differ between incoming and outgoing requests. */
  readonly kind: "HTTP" | "Outgoing HTTP";
  /** Returns the matched route, or `undefined` if none matched. */
  readonly route: (...source: A) => string | undefined;
  /** Returns the header `traceparent`. */
  readonly traceparent: (...source: A) => string | null | undefined;
}

/** Value of the route label if no route matched. */
const UNMATCHED = "unmatched";

/** Bounds that the semantic conventions of OpenTelemetry recommend. */
const OPENTELEMETRY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const SIZE_BUCKETS = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/** Labels of one request; the names depend on the options. */
type RequestLabels = Record<string, string>;

/** The series of requests with the same labels. */
interface RequestSeries {
  readonly requests: CounterCell | undefined;
  readonly duration: HistogramCell | undefined;
  readonly requestSize: HistogramCell | undefined;
  readonly responseSize: HistogramCell | undefined;
}

/** Further labels: name and function. */
type ExtraLabel<A extends unknown[]> = readonly [name: string, valueOf: (...source: A) => unknown];

/** The metrics of one middleware. All middlewares write through this class. */
export class RequestMetrics<A extends unknown[]> {
  /** Whether the sizes of bodies are measured. */
  readonly hasSizes: boolean;
  readonly #source: RequestSource<A>;
  readonly #clock: Clock;
  readonly #names: RequestNames;
  readonly #otherMethod: string;
  readonly #statuses: readonly string[];
  readonly #extra: readonly ExtraLabel<A>[];
  readonly #exemplar: ((...source: A) => ExemplarLabels | undefined) | undefined;
  /** Series by route, method and status. */
  readonly #known = new Map<string, Map<string, RequestSeries[]>>();
  /** Labels of the requests in progress by method. */
  readonly #levels = new Map<string, RequestLabels>();
  readonly #requests: Counter<string> | undefined;
  readonly #duration: Histogram<string> | undefined;
  readonly #inFlight: Gauge<string> | undefined;
  readonly #isLevelByMethod: boolean;
  readonly #requestSize: Histogram<string> | undefined;
  readonly #responseSize: Histogram<string> | undefined;

  /**
   * Registers the metrics.
   *
   * @param options Options of the middleware
   * @param source How it reads its requests
   * @throws {TypeError} If a name is invalid, or is already used by another metric
   */
  constructor(options: RequestMetricsOptions<A>, source: RequestSource<A>) {
    const { naming = "prometheus", sizes = false, status = "exact", labels = {}, exemplar = "traceparent" } = options;
    if (!Object.hasOwn(source.names, naming)) {
      const sets = Object.keys(source.names).map((name) => `"${name}"`).join(" or ");
      throw new TypeError(`Cannot measure requests: naming must be ${sets}, current value is "${naming}"`);
    }
    const names = { ...source.names[naming], ...options.names };
    this.hasSizes = sizes;
    this.#source = source;
    this.#clock = options.clock ?? systemClock;
    this.#names = names;
    this.#otherMethod = OTHER_METHOD[naming];
    this.#statuses = statusLabels(status);
    this.#extra = Object.entries(labels);
    if (exemplar === "traceparent") this.#exemplar = (...source) => exemplarOf(this.#source.traceparent(...source));
    else if (exemplar !== false) this.#exemplar = exemplar;
    this.#isLevelByMethod = naming === "opentelemetry";

    const registry: RegistryView = options.prefix ? options.registry.withPrefix(options.prefix) : options.registry;
    const labelNames = [names.method, names.route, names.status, ...Object.keys(labels)];
    const { kind } = source;
    if (names.requests !== false) {
      this.#requests = registry.counter<string>({ name: names.requests, help: `${kind} requests.`, labelNames });
    }
    if (names.duration !== false) {
      const { native, buckets = naming === "opentelemetry" && !native ? OPENTELEMETRY_BUCKETS : undefined } = options;
      this.#duration = registry.histogram<string>({
        name: names.duration,
        help: `Duration of ${lowerCase(kind)} requests, in seconds.`,
        labelNames,
        buckets,
        native,
        ...this.#exemplar && { exemplar: currentExemplar },
      });
    }
    if (names.inFlight !== false) {
      this.#inFlight = registry.gauge<string>({
        name: names.inFlight,
        help: `${kind} requests in progress.`,
        ...this.#isLevelByMethod && { labelNames: [names.method] },
      });
    }
    const sizeOf = (name: string | false, what: string): Histogram<string> | undefined => {
      if (!sizes || name === false) return undefined;
      const help = `Size of the bodies of ${lowerCase(kind)} ${what}, in bytes.`;
      return registry.histogram<string>({ name, help, labelNames, buckets: options.sizeBuckets ?? SIZE_BUCKETS });
    };
    this.#requestSize = sizeOf(names.requestSize, "requests");
    this.#responseSize = sizeOf(names.responseSize, "responses");
  }

  /**
   * Counts a request as in progress until its end.
   *
   * @param method The method as sent
   * @returns The request in progress
   */
  start(method: string): RequestInProgress<A> {
    const known = methodLabel(method, this.#otherMethod);
    this.#changeLevel(known, 1);
    return new RequestInProgress(this, known, this.#clock.monotonic());
  }

  /**
   * Counts a request at its end.
   *
   * @param request The request in progress
   * @param status Code of the response, or 0 if there is none
   * @param source Arguments for the functions among the options
   */
  end(request: RequestInProgress<A>, status: number, source: A): void {
    const seconds = Math.max(0, this.#clock.monotonic() - request.startMs) / 1000;
    this.#changeLevel(request.method, -1);
    const series = this.#seriesOf(request.method, status, source);
    series.requests?.inc();
    if (series.duration !== undefined) this.#observe(series.duration, seconds, source);
    series.requestSize?.observe(request.requestBytes);
    if (!Number.isNaN(request.responseBytes)) series.responseSize?.observe(request.responseBytes);
  }

  #changeLevel(method: string, amount: number): void {
    if (this.#inFlight === undefined) return;
    if (this.#isLevelByMethod) this.#inFlight.inc(this.#levelLabels(method), amount);
    else (this.#inFlight as unknown as Gauge).inc(amount); // it has no labels
  }

  #levelLabels(method: string): RequestLabels {
    const known = this.#levels.get(method);
    if (known !== undefined) return known;
    const labels = { [this.#names.method]: method };
    this.#levels.set(method, labels);
    return labels;
  }

  /** Returns the series of a request. Without further labels they are found once, which takes half of the time. */
  #seriesOf(method: string, status: number, source: A): RequestSeries {
    const route = textOf(this.#source.route, source) || UNMATCHED;
    if (this.#extra.length > 0) return this.#bind(this.#labelsOf(method, route, status, source));
    const byStatus = this.#known.get(route)?.get(method) ?? this.#know(route, method);
    const known = byStatus[status];
    if (known !== undefined && isKept(known)) return known;
    return byStatus[status] = this.#bind(this.#labelsOf(method, route, status, source));
  }

  #know(route: string, method: string): RequestSeries[] {
    let byMethod = this.#known.get(route);
    if (byMethod === undefined) this.#known.set(route, byMethod = new Map());
    const byStatus: RequestSeries[] = [];
    byMethod.set(method, byStatus);
    return byStatus;
  }

  #labelsOf(method: string, route: string, status: number, source: A): RequestLabels {
    const { method: methodName, route: routeName, status: statusName } = this.#names;
    const labels = { [methodName]: method, [routeName]: route, [statusName]: this.#statuses[status] ?? "error" };
    for (const [name, valueOf] of this.#extra) labels[name] = textOf(valueOf, source);
    return labels;
  }

  #bind(labels: RequestLabels): RequestSeries {
    return {
      requests: this.#requests?.labels(labels),
      duration: this.#duration?.labels(labels),
      requestSize: this.#requestSize?.labels(labels),
      responseSize: this.#responseSize?.labels(labels),
    };
  }

  /** Observes the duration. Its histogram calls {@linkcode currentExemplar} meanwhile, if it needs an exemplar. */
  #observe(duration: HistogramCell, seconds: number, source: A): void {
    if (this.#exemplar === undefined) return duration.observe(seconds);
    current = this as unknown as ExemplarSource;
    currentSource = source;
    duration.observe(seconds);
    current = currentSource = undefined;
  }

  /**
   * Returns the labels of an exemplar of a request.
   *
   * @param source Arguments for the functions among the options
   * @returns The labels, if there are any
   */
  exemplarOf(source: A): ExemplarLabels | undefined {
    return this.#exemplar?.(...source);
  }
}

/** One request in progress. */
export class RequestInProgress<A extends unknown[]> {
  readonly #metrics: RequestMetrics<A>;
  #hasEnded = false;
  /** Value of the method label. */
  readonly method: string;
  /** Time of its start, in milliseconds. */
  readonly startMs: number;
  /** Size of the body of the request, as far as it has been read. */
  requestBytes = 0;
  /** Size of the body of the response, as far as it has been sent; NaN if it is unknown. */
  responseBytes = 0;

  /**
   * @param metrics Where the request is counted
   * @param method Value of the method label
   * @param startMs Time of its start, in milliseconds
   */
  constructor(metrics: RequestMetrics<A>, method: string, startMs: number) {
    this.#metrics = metrics;
    this.method = method;
    this.startMs = startMs;
  }

  /**
   * Counts the request. Further calls have no effect.
   *
   * @param status Code of the response, or 0 if there is none
   * @param source Arguments for the functions among the options
   */
  end(status: number, ...source: A): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#metrics.end(this, status, source);
  }
}

/** The part of {@linkcode RequestMetrics} that an exemplar needs. */
interface ExemplarSource {
  exemplarOf(source: unknown): ExemplarLabels | undefined;
}

// Several middlewares share one histogram, which calls its provider synchronously and only when it needs an exemplar.
let current: ExemplarSource | undefined;
let currentSource: unknown;

function currentExemplar(): ExemplarLabels | undefined {
  return current?.exemplarOf(currentSource);
}

/** Checks whether series are still exposed: they may have been removed, or have expired. */
function isKept({ requests, duration, requestSize, responseSize }: RequestSeries): boolean {
  return isExposed(requests) && isExposed(duration) && isExposed(requestSize) && isExposed(responseSize);
}

function isExposed(cell: Cell | undefined): boolean {
  return cell === undefined || cell["slot"] >= 0;
}

/** Calls the function of a label. Requests must not fail because of their metrics: its value is empty then. */
function textOf<A extends unknown[]>(valueOf: (...source: A) => unknown, source: A): string {
  try {
    return `${valueOf(...source) ?? ""}`;
  } catch {
    return "";
  }
}

/** Returns a kind of request as it is written within a sentence. */
function lowerCase(kind: string): string {
  return kind.replace("Outgoing", "outgoing");
}
