import type { MetricFamily, Scope } from "./metric_family.ts";

/** Information about the current scrape, passed to a collector. */
export interface ScrapeContext {
  /** Aborted when the result is not needed any more: the deadline has passed or the client has disconnected. */
  readonly signal: AbortSignal;
}

/** A source of metric families that runs on every scrape, such as a client of another system. */
export interface Collector {
  /** Name of this collector in metrics, errors and selections. */
  readonly name?: string;
  /**
   * Key shared by collectors that are interchangeable: registering one replaces another one with the same name. Use
   * `Symbol.for("…")`, which returns the same symbol after a hot reload.
   */
  readonly replaceKey?: symbol;
  /**
   * Reports the current values. If it throws or rejects, only its own families are missing from the scrape.
   *
   * @param context Information about the scrape
   * @returns The families, or a promise of them
   */
  collect(context: ScrapeContext): Iterable<MetricFamily> | Promise<Iterable<MetricFamily>>;
}

/** Selects the collectors to run. Unknown names are ignored. */
export interface CollectorSelection {
  /** Runs only the collectors with these names, and omits instruments. */
  readonly collect?: ReadonlySet<string> | undefined;
  /** Runs all collectors except those with these names. */
  readonly exclude?: ReadonlySet<string> | undefined;
}

/** Name and state of a registered collector. */
export interface CollectorState {
  /** Name in metrics, errors and selections. */
  readonly name: string;
  /** `true` if it runs on scrapes. */
  readonly enabled: boolean;
  /**
   * What its values describe, if the registry is shared by several isolates.
   *
   * @default {"isolate"}
   */
  readonly scope?: Scope | undefined;
}

/** Options of {@linkcode Gatherer.gather}. */
export interface GatherOptions extends CollectorSelection {
  /** Gathers only instruments that keep their values themselves: runs neither collectors nor `read` callbacks. */
  readonly storedOnly?: boolean;
  /** Stops waiting for collectors that have not finished. The results of the others are returned. */
  readonly signal?: AbortSignal;
  /**
   * Called for each collector that failed.
   *
   * @param error The error it threw, or the reason why waiting ended
   * @param collector Name of the collector
   */
  readonly onError?: (error: unknown, collector: string) => void;
}

/** An object that gathers metric families, such as a registry or several combined ones. */
export interface Gatherer {
  /** Collectors that can be selected, without instruments; omitted if selection is not supported. */
  readonly collectors?: readonly CollectorState[];
  /**
   * Gathers all families, sorted by name. A failing collector does not reject the promise.
   *
   * @param options Selection, signal and error hook
   * @returns The families. Points may be live: read one without an `await` in between
   */
  gather(options?: GatherOptions): Promise<readonly MetricFamily[]>;
}
