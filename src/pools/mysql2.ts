import type { Collector } from "../model/collector.ts";
import { byState, labelPools, lengthOf, memberOf, type OneOrNamed, type PoolGauge, readGauges } from "./_pools.ts";

/** The part of a pool of `mysql2` or `mysql2/promise` that is used here. Its numbers are members without a type. */
export interface Mysql2Pool {
  /** Gets a connection; never called here. */
  readonly getConnection: (...args: never) => unknown;
}

const GAUGES: readonly PoolGauge<object>[] = [
  {
    name: "mysql_pool_connections",
    help: "Number of open connections of the MySQL pool, by state.",
    // A pool that was ended keeps its connections in the list, although they are closed.
    read: (pool) =>
      memberOf(pool, "_closed") === true
        ? byState(0, 0)
        : byState(lengthOf(pool, "_allConnections"), lengthOf(pool, "_freeConnections")),
  },
  {
    name: "mysql_pool_connections_max",
    help: "Maximum number of connections of the MySQL pool.",
    read: (pool) => {
      const { connectionLimit } = memberOf(pool, "config") as { readonly connectionLimit?: number };
      return connectionLimit === 0 ? undefined : connectionLimit; // 0 means unlimited
    },
  },
  {
    name: "mysql_pool_pending_requests",
    help: "Number of requests that wait for a connection of the MySQL pool.",
    read: (pool) => lengthOf(pool, "_connectionQueue"),
  },
];

/**
 * Creates a collector for pools of `mysql2`, also those of `mysql2/promise`: `mysql_pool_connections{state="idle|used"}`,
 * `mysql_pool_connections_max` and `mysql_pool_pending_requests`. Several pools have a label `pool`. A
 * connection counts from the moment when it is being opened.
 *
 * @example Report a pool
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { mysql2PoolCollector } from "@webprom/exporter/pools";
 * import { createPool } from "mysql2/promise";
 *
 * const registry = new Registry();
 * registry.register(mysql2PoolCollector(createPool({ host: "db.example.com", connectionLimit: 20 })));
 * ```
 *
 * @param pools A pool, or several by name
 * @returns The collector
 * @throws {TypeError} If one of them is not a pool
 */
export function mysql2PoolCollector(pools: OneOrNamed<Mysql2Pool>): Collector {
  const labelled = labelPools({ library: "mysql2 pool", label: "pool", member: "getConnection" }, pools);
  // The pool with promises wraps the other one.
  const cores = labelled.map(({ labels, pool }) => ({ labels, pool: (memberOf(pool, "pool") ?? pool) as object }));
  return { name: "mysql_pool", collect: () => readGauges(GAUGES, cores) };
}
