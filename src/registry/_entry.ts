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
  /** Whether it is asked. */
  enabled: boolean;
  /** Of a collector whose result is kept: where it is. */
  readonly source: Source | undefined;
  /** Of an instrument: what it is within prefix and labels, and whether that is what it is by itself. */
  readonly instrument: { readonly definition: Definition; readonly isDirect: boolean } | undefined;
}

/** What came of asking one collector. */
export interface Outcome {
  readonly entry: Entry;
  /** What it reports; of one that failed nothing, or what it reported before. */
  readonly families: readonly MetricFamily[];
  /** Why it failed. */
  readonly failure?: { readonly reason: unknown } | undefined;
  /** How long it took; not told of instruments. */
  readonly seconds?: number | undefined;
  /** When it reported what is kept, in milliseconds since the epoch. */
  readonly refreshedMs?: number | undefined;
}

/** Where the result of a collector is kept from one scrape to another. */
export interface Source {
  /** Gives what is kept, or has the collector asked. Never rejects. */
  collect(entry: Entry, options: GatherOptions): Outcome | Promise<Outcome>;
  /** Ends what goes on between scrapes, until the next one. */
  stop(): void;
}

/** What two instruments, or two collectors, must agree in to be exposed as one family. */
export type Identity = Pick<MetricFamily, "type" | "name" | "help" | "unit">;
