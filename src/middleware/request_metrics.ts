import type { Gauge } from "../metrics/gauge.ts";
import { type Clock, systemClock } from "../model/clock.ts";
import type { ExemplarLabels } from "../model/exemplar.ts";
import { currentExemplar, observeWith } from "./_current_exemplar.ts";
import { bindSeries, type Instruments, isExposed, registerInstruments, type RequestSeries } from "./_instruments.ts";
import { methodLabel, OTHER_METHOD, statusLabels } from "./_label_values.ts";
import { traceparentExemplar } from "./traceparent.ts";
import { CLIENT_NAMES, type RequestMetricsOptions, type RequestNames, SERVER_NAMES } from "./options.ts";

/** How a middleware reads its requests. */
export interface RequestSource<A extends unknown[]> {
  /** Whose requests are measured: those that a server receives, or those that a client sends. */
  readonly side: "server" | "client";
  /** Returns the matched route, or `undefined` if none matched. */
  readonly route: (...source: A) => string | undefined;
  /** Returns the header `traceparent`. */
  readonly traceparent: (...source: A) => string | null | undefined;
}

/** Value of the route label if no route matched. */
const UNMATCHED = "unmatched";

/** The metrics of one middleware. All middlewares write through this class. */
export class RequestMetrics<A extends unknown[]> {
  /** Whether the sizes of bodies are measured. */
  readonly hasSizes: boolean;
  readonly #route: RequestSource<A>["route"];
  readonly #clock: Clock;
  readonly #names: RequestNames;
  readonly #otherMethod: string;
  readonly #statuses: readonly string[];
  readonly #extra: readonly (readonly [name: string, valueOf: (...source: A) => unknown])[];
  readonly #exemplar: ((...source: A) => ExemplarLabels | undefined) | undefined;
  readonly #instruments: Instruments;
  /** Series by route, method and status. */
  readonly #known = new Map<string, Map<string, RequestSeries[]>>();
  /** Labels of the requests in progress by method, if they have that label. */
  readonly #levels: Map<string, Record<string, string>> | undefined;

  /**
   * Registers the metrics.
   *
   * @param options Options of the middleware
   * @param source How it reads its requests
   * @throws {TypeError} If a name is invalid, or is already used by another metric
   */
  constructor(options: RequestMetricsOptions<A>, source: RequestSource<A>) {
    const { naming = "prometheus", sizes = false, status = "exact", labels = {}, exemplar = "traceparent" } = options;
    const { side, route, traceparent } = source;
    const sets = side === "server" ? SERVER_NAMES : CLIENT_NAMES;
    if (!Object.hasOwn(sets, naming)) {
      const known = Object.keys(sets).map((name) => `"${name}"`).join(" or ");
      throw new TypeError(`Cannot measure requests: naming must be ${known}, current value is "${naming}"`);
    }
    this.hasSizes = sizes;
    this.#route = route;
    this.#clock = options.clock ?? systemClock;
    this.#names = { ...sets[naming], ...options.names };
    this.#otherMethod = OTHER_METHOD[naming];
    this.#statuses = statusLabels(status);
    this.#extra = Object.entries(labels);
    if (exemplar === "traceparent") this.#exemplar = (...source) => traceparentExemplar(traceparent(...source));
    else if (exemplar !== false) this.#exemplar = exemplar;
    this.#instruments = registerInstruments(options, this.#names, side, this.#exemplar && currentExemplar);
    if (naming === "opentelemetry") this.#levels = new Map();
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
    const { requests, duration, requestSize, responseSize } = this.#seriesOf(request.method, status, source);
    requests?.inc();
    if (this.#exemplar === undefined) duration?.observe(seconds);
    else if (duration !== undefined) observeWith(duration, seconds, this.#exemplar, source);
    requestSize?.observe(request.requestBytes);
    if (!Number.isNaN(request.responseBytes)) responseSize?.observe(request.responseBytes);
  }

  #changeLevel(method: string, amount: number): void {
    const { inFlight } = this.#instruments;
    if (this.#levels === undefined) (inFlight as unknown as Gauge | undefined)?.inc(amount); // it has no labels
    else inFlight?.inc(this.#levelLabels(this.#levels, method), amount);
  }

  #levelLabels(levels: Map<string, Record<string, string>>, method: string): Record<string, string> {
    const known = levels.get(method);
    if (known !== undefined) return known;
    const labels = { [this.#names.method]: method };
    levels.set(method, labels);
    return labels;
  }

  /** Returns the series of a request. Without further labels they are found once, which takes half of the time. */
  #seriesOf(method: string, status: number, source: A): RequestSeries {
    const route = textOf(this.#route, source) || UNMATCHED;
    if (this.#extra.length > 0) return bindSeries(this.#instruments, this.#labelsOf(method, route, status, source));
    const byStatus = this.#known.get(route)?.get(method) ?? this.#know(route, method);
    const known = byStatus[status];
    if (known !== undefined && isExposed(known)) return known;
    const series = bindSeries(this.#instruments, this.#labelsOf(method, route, status, source));
    const { labels } = series.requests ?? series.duration ?? {};
    if (labels?.[this.#names.route] === route) byStatus[status] = series; // else `maxSeries` counts each write
    return series;
  }

  #know(route: string, method: string): RequestSeries[] {
    let byMethod = this.#known.get(route);
    if (byMethod === undefined) this.#known.set(route, byMethod = new Map());
    const byStatus: RequestSeries[] = [];
    byMethod.set(method, byStatus);
    return byStatus;
  }

  #labelsOf(method: string, route: string, status: number, source: A): Record<string, string> {
    const { method: methodName, route: routeName, status: statusName } = this.#names;
    const labels = { [methodName]: method, [routeName]: route, [statusName]: this.#statuses[status] ?? "error" };
    for (const [name, valueOf] of this.#extra) labels[name] = textOf(valueOf, source);
    return labels;
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

/** Calls the function of a label. Requests must not fail because of their metrics: its value is empty then. */
function textOf<A extends unknown[]>(valueOf: (...source: A) => unknown, source: A): string {
  try {
    return `${valueOf(...source) ?? ""}`;
  } catch {
    return "";
  }
}
