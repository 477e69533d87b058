import type { Collector } from "../model/collector.ts";
import { byName, type OneOrNamed, property, Samples } from "./_samples.ts";

/** The part of a `Client`, `Pool` or `Agent` of `undici` that is read. */
export interface UndiciDispatcher {
  /** Sends a request. */
  dispatch(...args: never[]): unknown;
  /** Numbers of a client or a pool; those of an agent by origin. */
  readonly stats: object;
}

/** Options of {@linkcode undiciCollector}. */
export interface UndiciCollectorOptions {
  /**
   * Maximum number of origins of an agent that have series of their own. The others are added up as `other`.
   *
   * @default {100}
   */
  readonly maxOrigins?: number | undefined;
}

const METRICS = {
  connected: { name: "undici_open_connections", help: "Open connections of undici." },
  free: { name: "undici_free_connections", help: "Open connections of undici without a request." },
  running: {
    name: "undici_running_requests",
    help: "Requests of undici that were sent and have no complete response yet.",
  },
  pending: { name: "undici_pending_requests", help: "Requests of undici that wait for a connection." },
  queued: {
    name: "undici_queued_requests",
    help: "Requests of undici that wait because all clients of a pool are busy.",
  },
} as const;

/** Numbers of one origin. */
type Stats = Partial<Record<keyof typeof METRICS, number | boolean>>;

/** Value of the label for origins above the limit. */
const OTHER = "other";

/**
 * Reports the connections and requests of clients, pools and agents of `undici`, for an agent by origin.
 *
 * @example Report the agent of an application
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { undiciCollector, type UndiciDispatcher } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const agent: UndiciDispatcher = { // new undici.Agent()
 *   dispatch: () => true,
 *   stats: { "https://example.com": { connected: 2, free: 1, running: 1, pending: 0, queued: 0, size: 1 } },
 * };
 * const registry = new Registry();
 * registry.register(undiciCollector(agent));
 *
 * assertStringIncludes(
 *   await expose(registry),
 *   'undici_open_connections{dispatcher="default",origin="https://example.com"} 2',
 * );
 * ```
 *
 * @param dispatchers A client, pool or agent, or several by name: the value of the label `dispatcher`
 * @param options Limit of origins
 * @returns The collector
 */
export function undiciCollector(
  dispatchers: OneOrNamed<UndiciDispatcher>,
  { maxOrigins = 100 }: UndiciCollectorOptions = {},
): Collector {
  const all = byName(dispatchers, (given) => typeof (given as Partial<UndiciDispatcher>).dispatch === "function");
  return {
    name: "undici",
    collect() {
      const samples = new Samples();
      for (const [dispatcher, { stats }] of all) {
        for (const [origin, numbers] of byOrigin(stats ?? {}, maxOrigins)) {
          const labels = origin === undefined ? { dispatcher } : { dispatcher, origin };
          for (const [key, metric] of Object.entries(METRICS)) {
            const value = numbers[key as keyof Stats];
            samples.add(metric, labels, typeof value === "boolean" ? Number(value) : value);
          }
        }
      }
      return samples.families();
    },
  };
}

/** An agent has numbers by origin, which anyone can make grow who makes the application send requests. */
function byOrigin(stats: object, maxOrigins: number): [string | undefined, Stats][] {
  if (property(stats, "connected") !== undefined) return [[undefined, stats as Stats]];
  const origins = Object.entries(stats as Readonly<Record<string, Stats>>);
  if (origins.length <= maxOrigins) return origins;
  const others: Record<string, number> = {};
  for (const [, numbers] of origins.slice(maxOrigins)) {
    for (const key of Object.keys(METRICS)) {
      const value = property(numbers, key);
      if (value !== undefined) others[key] = (others[key] ?? 0) + Number(value);
    }
  }
  return [...origins.slice(0, maxOrigins), [OTHER, others]];
}
