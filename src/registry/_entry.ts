import type { Collector, GatherOptions } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { Definition } from "../metrics/definition.ts";

/** A registered collector. */
export interface Entry {
  readonly collector: Collector;
  readonly name: string;
  readonly timeoutMs: number;
  readonly prefix: string;
  readonly labels: Labels;
  /** `true` if it runs on scrapes. */
  enabled: boolean;
  /** Cache of a collector with `cacheSeconds` or `refreshSeconds`. */
  readonly source: Source | undefined;
  /** Definition of an instrument, including prefix and labels; `isDirect` if these add nothing. */
  readonly instrument: { readonly definition: Definition; readonly isDirect: boolean } | undefined;
}

/** Result of running one collector. */
export interface Outcome {
  readonly entry: Entry;
  /** Reported families. If the collector failed: none, or those of an earlier collection. */
  readonly families: readonly MetricFamily[];
  /** Reason of the failure. */
  readonly failure?: { readonly reason: unknown } | undefined;
  /** Duration of the collection; not measured for instruments. */
  readonly seconds?: number | undefined;
  /** Time of the collection whose result is kept, in milliseconds since the epoch. */
  readonly refreshedMs?: number | undefined;
}

/** Keeps the result of a collector between scrapes. */
export interface Source {
  /** Returns the kept result, or runs the collector. Never rejects. */
  collect(entry: Entry, options: GatherOptions): Outcome | Promise<Outcome>;
  /** Stops collecting between scrapes, until the next scrape. */
  stop(): void;
}

/** Fields that must be equal for families to be exposed as one. */
export type Identity = Pick<MetricFamily, "type" | "name" | "help" | "unit">;
