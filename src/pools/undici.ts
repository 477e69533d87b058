import type { Collector } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import type { Point } from "../model/metric_family.ts";
import { quote } from "../model/quote.ts";
import { labelPools, memberOf, type OneOrNamed, type PoolGauge, type PoolKind, readGauges } from "./_pools.ts";

/** The part of an `Agent`, `Pool` or `Client` of `undici` that is used here: its `stats`, which other dispatchers lack. */
export interface UndiciDispatcher {
  /** Sends a request; never called here. */
  readonly dispatch: (...args: never) => unknown;
}

/** Options of {@linkcode undiciCollector}. */
export interface UndiciCollectorOptions {
  /**
   * Maximum number of origins of an agent that are reported by name. The others are added up as origin `_overflow`.
   *
   * @default {100}
   */
  readonly maxOrigins?: number | undefined;
}

/** Numbers of a pool or client. A client has no `free` and `queued`, and `connected` is a boolean. */
type Stats = Readonly<Record<string, unknown>>;

/** Numbers with the labels of their origin, or without labels. */
interface Reading {
  readonly labels: Labels;
  readonly stats: Stats;
}

/** Bun has its own classes in place of undici, without members. */
const KIND: PoolKind = {
  library: "undici dispatcher",
  label: "dispatcher",
  member: "dispatch",
  takesInstances: true,
};

/** How a client says how many connections it has. */
const COUNTS: ReadonlyMap<unknown, number> = new Map([[true, 1], [false, 0]]);

/**
 * Creates a collector for clients of `undici`: an `Agent`, `Pool` or `Client`. Versions without `stats`, and the replacement
 * that Bun has for this package, report nothing.
 *
 * - `undici_connections` and `undici_connections_free`: open connections, and those of them that take further requests
 * - `undici_requests{state="pending|running"}`: requests that wait, and that are sent or being answered
 * - `undici_requests_queued`: pending requests that wait for a free connection of a pool
 *
 * The series of an agent have a label `origin`. Several dispatchers have a label `dispatcher`. The agent of the
 * global `fetch` is `getGlobalDispatcher()`.
 *
 * @example Report the connections of an agent
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { undiciCollector } from "@webprom/exporter/pools";
 * import { Agent, setGlobalDispatcher } from "undici";
 *
 * const agent = new Agent({ connections: 50 });
 * setGlobalDispatcher(agent);
 * const registry = new Registry();
 * registry.register(undiciCollector(agent));
 * ```
 *
 * @param dispatchers A dispatcher, or several by name
 * @param options Limit of origins
 * @returns The collector
 * @throws {TypeError} If one of them is not a dispatcher
 * @throws {RangeError} If `maxOrigins` is not a whole number >= 0
 */
export function undiciCollector(
  dispatchers: OneOrNamed<UndiciDispatcher>,
  { maxOrigins = 100 }: UndiciCollectorOptions = {},
): Collector {
  if (!Number.isInteger(maxOrigins) || maxOrigins < 0) {
    throw new RangeError(
      `Cannot collect metrics of undici: maxOrigins must be a whole number >= 0, current value is ${quote(maxOrigins)}`,
    );
  }
  const labelled = labelPools(KIND, dispatchers);
  return {
    name: "undici",
    collect() {
      // An agent creates its stats at each access.
      const readings = labelled.map(({ labels, pool }) => ({ labels, pool: readStats(pool, maxOrigins) }));
      return readGauges(GAUGES, readings);
    },
  };
}

const GAUGES: readonly PoolGauge<readonly Reading[]>[] = [
  {
    name: "undici_connections",
    help: "Number of open connections of undici.",
    read: (readings) => pointsOf(readings, ({ connected }) => COUNTS.get(connected) ?? connected),
  },
  {
    name: "undici_connections_free",
    help: "Number of open connections of undici that can take another request.",
    read: (readings) => pointsOf(readings, ({ free }) => free),
  },
  {
    name: "undici_requests",
    help: "Number of requests of undici, by state: pending ones wait, running ones are sent or being answered.",
    read: (readings) =>
      ["pending", "running"].flatMap((state) => pointsOf(readings, (stats) => stats[state], { state })),
  },
  {
    name: "undici_requests_queued",
    help: "Number of pending requests of undici that wait for a free connection.",
    read: (readings) => pointsOf(readings, ({ queued }) => queued),
  },
];

function pointsOf(readings: readonly Reading[], pick: (stats: Stats) => unknown, more: Labels = {}): unknown {
  return readings.map(({ labels, stats }) => ({
    labels: { ...labels, ...more },
    value: pick(stats) as Point["value"],
  }));
}

function readStats(dispatcher: UndiciDispatcher, maxOrigins: number): readonly Reading[] {
  let stats: unknown;
  try {
    stats = memberOf(dispatcher, "stats");
  } catch {
    return [];
  }
  if (typeof stats !== "object" || stats === null) return [];
  // Those of a pool or client are numbers, those of an agent are objects by origin.
  if ("running" in stats) return [{ labels: {}, stats: stats as Stats }];
  const origins = Object.entries(stats as Readonly<Record<string, Stats>>);
  const readings = origins.slice(0, maxOrigins).map(([origin, own]) => ({ labels: { origin }, stats: own }));
  const others = origins.slice(maxOrigins).map(([, own]) => own);
  return others.length === 0 ? readings : [...readings, { labels: { origin: "_overflow" }, stats: sumOf(others) }];
}

function sumOf(all: readonly Stats[]): Stats {
  const sums: Record<string, number> = {};
  for (const stats of all) {
    for (const name of ["connected", "free", "pending", "queued", "running"]) {
      const value = COUNTS.get(stats[name]) ?? stats[name];
      if (typeof value === "number") sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return sums;
}
