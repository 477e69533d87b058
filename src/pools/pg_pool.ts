import type { Collector } from "../model/collector.ts";
import { byName, type OneOrNamed, Samples } from "./_samples.ts";

/** The part of a `Pool` of `pg` that is read. */
export interface PgPool {
  /** Number of open connections. */
  readonly totalCount: number;
  /** Number of open connections that nobody uses. */
  readonly idleCount: number;
  /** Number of callers that wait for a connection. */
  readonly waitingCount: number;
  /** Options of the pool. */
  readonly options?: {
    /** Maximum number of connections. */
    readonly max?: number | undefined;
  };
}

const CONNECTIONS = { name: "pg_pool_connections", help: "Open connections of a pool of node-postgres, by state." };
const MAX = { name: "pg_pool_max_connections", help: "Maximum number of connections of a pool of node-postgres." };
const WAITING = {
  name: "pg_pool_waiting_clients",
  help: "Callers that wait for a connection of a pool of node-postgres.",
};

/**
 * Reports the connections of pools of `pg` (node-postgres).
 *
 * @example Report one pool
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { pgPoolCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const pool = { totalCount: 3, idleCount: 1, waitingCount: 0, options: { max: 10 } }; // new pg.Pool()
 * const registry = new Registry();
 * registry.register(pgPoolCollector(pool));
 *
 * assertStringIncludes(await expose(registry), 'pg_pool_connections{pool="default",state="used"} 2');
 * ```
 *
 * @param pools A pool, or several by name: the value of the label `pool`
 * @returns The collector
 */
export function pgPoolCollector(pools: OneOrNamed<PgPool>): Collector {
  const all = byName(pools, (given) => typeof (given as Partial<PgPool>).totalCount === "number");
  return {
    name: "pg_pool",
    collect() {
      const samples = new Samples();
      for (const [pool, { totalCount, idleCount, waitingCount, options }] of all) {
        samples.add(CONNECTIONS, { pool, state: "idle" }, idleCount);
        samples.add(CONNECTIONS, { pool, state: "used" }, totalCount - idleCount);
        samples.add(MAX, { pool }, options?.max);
        samples.add(WAITING, { pool }, waitingCount);
      }
      return samples.families();
    },
  };
}
