import type { MetricFamily } from "./metric_family.ts";

/** What a collector is told about the scrape it collects for. */
export interface ScrapeContext {
  /** Aborted when nobody waits for the result any more: the deadline has passed or the client is gone. */
  readonly signal: AbortSignal;
}

/** Something that reports metric families whenever it is asked, such as a client of another system. */
export interface Collector {
  /** Tells this collector from others in metrics and errors. */
  readonly name?: string;
  /**
   * Reports the current state. A collector that throws or rejects loses its own families of this scrape, and no others.
   *
   * @param context About the scrape
   * @returns The families, at once or later
   */
  collect(context: ScrapeContext): Iterable<MetricFamily> | Promise<Iterable<MetricFamily>>;
}

/** Which collectors are asked. Names that nobody bears select nothing. */
export interface CollectorSelection {
  /** Asks only the collectors of these names, and no instruments. */
  readonly collect?: ReadonlySet<string> | undefined;
  /** Asks all but the collectors of these names. */
  readonly exclude?: ReadonlySet<string> | undefined;
}

/** A collector as its gatherer knows it. */
export interface CollectorState {
  /** Its name in metrics, errors and selections. */
  readonly name: string;
  /** Whether it is asked at scrapes. */
  readonly enabled: boolean;
}

/** How {@linkcode Gatherer.gather} goes about its work. */
export interface GatherOptions extends CollectorSelection {
  /** Ends the wait for collectors that have not answered yet; what has answered is kept. */
  readonly signal?: AbortSignal;
  /**
   * Called for each collector that failed.
   *
   * @param error What it threw, or why it was given up
   * @param collector Its name
   */
  readonly onError?: (error: unknown, collector: string) => void;
}

/** Something that can give all its families at once: a registry, or several made one. */
export interface Gatherer {
  /** The collectors that may be selected, instruments left out; a gatherer that has none leaves this out. */
  readonly collectors?: readonly CollectorState[];
  /**
   * Gathers all families, sorted by name. Failures of single collectors do not reject.
   *
   * @param options How to go about it
   * @returns The families, whose points may be live: read them without waiting in between
   */
  gather(options?: GatherOptions): Promise<readonly MetricFamily[]>;
}
