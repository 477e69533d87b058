import type { Collector } from "../model/collector.ts";
import { byState, labelPools, type OneOrNamed, type PoolGauge, readGauges } from "./_pools.ts";

/** The part of a `Pool` of `pg` that is used here. */
export interface PgPool {
  /** Number of open connections. */
  readonly totalCount: number;
  /** Number of open connections that are not in use. */
  readonly idleCount: number;
  /** Number of callers that wait for a connection. */
  readonly waitingCount: number;
  /** Options of the pool. */
  readonly options?: { readonly max?: number | undefined } | undefined;
}

const GAUGES: readonly PoolGauge<PgPool>[] = [
  {
    name: "pg_pool_connections",
    help: "Number of open connections of the PostgreSQL pool, by state.",
    read: ({ totalCount, idleCount }) => byState(totalCount, idleCount),
  },
  {
    name: "pg_pool_connections_max",
    help: "Maximum number of connections of the PostgreSQL pool.",
    read: ({ options }) => options?.max,
  },
  {
    name: "pg_pool_pending_requests",
    help: "Number of requests that wait for a connection of the PostgreSQL pool.",
    read: ({ waitingCount }) => waitingCount,
  },
];

/**
 * Creates a collector for pools of `pg` (node-postgres): `pg_pool_connections{state="idle|used"}`,
 * `pg_pool_connections_max` and `pg_pool_pending_requests`. Several pools have a label `pool`.
 *
 * @example Report two pools
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { pgPoolCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * // In an application: new pg.Pool({ max: 20 })
 * const primary = { totalCount: 5, idleCount: 2, waitingCount: 0, options: { max: 20 } };
 * const replica = { totalCount: 1, idleCount: 1, waitingCount: 0, options: { max: 10 } };
 * const registry = new Registry();
 * registry.register(pgPoolCollector({ primary, replica }));
 *
 * assertStringIncludes(await expose(registry), 'pg_pool_connections{pool="primary",state="used"} 3\n');
 * ```
 *
 * @param pools A pool, or several by name
 * @returns The collector
 * @throws {TypeError} If one of them is not a pool
 */
export function pgPoolCollector(pools: OneOrNamed<PgPool>): Collector {
  const labelled = labelPools({ library: "pg pool", label: "pool", member: "totalCount" }, pools);
  return { name: "pg_pool", collect: () => readGauges(GAUGES, labelled) };
}
