import type { Collector } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import type { MetricFamily, Scope } from "../model/metric_family.ts";
import type { AbortListeners } from "./_abort_listeners.ts";
import type { Definition } from "../metrics/definition.ts";

/** A registered collector. */
export interface Entry {
  readonly collector: Collector;
  /** Unique name. */
  readonly name: string;
  /** Name without the number that makes it unique; `undefined` if nobody chose one. */
  readonly chosenName: string | undefined;
  readonly timeoutMs: number;
  readonly prefix: string;
  readonly labels: Labels;
  /** What its values describe; its families have it unless they say otherwise. */
  readonly scope: Scope;
  /** `true` if it runs on scrapes. */
  enabled: boolean;
  /** Cache of a collector with `cacheSeconds` or `refreshSeconds`. */
  readonly source: KeptResult | undefined;
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
export interface KeptResult {
  /** Returns the kept result, or runs the collector. Never rejects. */
  collect(entry: Entry, abort?: AbortListeners): Outcome | Promise<Outcome>;
  /** Stops collecting between scrapes, until the next scrape. */
  stop(): void;
}

/** Fields that must be equal for families to be exposed as one. */
export type Identity = Pick<MetricFamily, "type" | "name" | "help" | "unit">;
