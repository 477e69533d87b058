import type { Collector } from "../model/collector.ts";
import { byName, lengthOf, type OneOrNamed, property, Samples } from "./_samples.ts";

/** The part of a `Pool` of `mysql2` or `mysql2/promise` by which it is recognized. */
export interface Mysql2Pool {
  /** Takes a connection. */
  getConnection(...args: never[]): unknown;
}

const CONNECTIONS = { name: "mysql2_pool_connections", help: "Open connections of a pool of mysql2, by state." };
const MAX = { name: "mysql2_pool_max_connections", help: "Maximum number of connections of a pool of mysql2." };
const WAITING = {
  name: "mysql2_pool_waiting_requests",
  help: "Requests that wait for a connection of a pool of mysql2.",
};

/**
 * Reports the connections of pools of `mysql2`. It reads lists that the pool keeps privately; metrics that a version does not
 * have are left out.
 *
 * @example Report two pools
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { mysql2PoolCollector, type Mysql2Pool } from "@webprom/exporter/pools";
 *
 * const pool: Mysql2Pool = { getConnection() {} }; // mysql.createPool()
 * const registry = new Registry();
 * registry.register(mysql2PoolCollector({ main: pool, replica: pool }));
 * ```
 *
 * @param pools A pool, or several by name: the value of the label `pool`
 * @returns The collector
 */
export function mysql2PoolCollector(pools: OneOrNamed<Mysql2Pool>): Collector {
  const all = byName(pools, (given) => typeof (given as Partial<Mysql2Pool>).getConnection === "function");
  return {
    name: "mysql2_pool",
    collect() {
      const samples = new Samples();
      for (const [pool, given] of all) {
        const core = property(given, "pool") ?? given; // a pool of mysql2/promise contains the other one
        const [total, idle] = [lengthOf(core, "_allConnections"), lengthOf(core, "_freeConnections")];
        samples.add(CONNECTIONS, { pool, state: "idle" }, idle);
        samples.add(CONNECTIONS, { pool, state: "used" }, Number(total) - Number(idle));
        samples.add(MAX, { pool }, property(property(core, "config"), "connectionLimit"));
        samples.add(WAITING, { pool }, lengthOf(core, "_connectionQueue"));
      }
      return samples.families();
    },
  };
}
