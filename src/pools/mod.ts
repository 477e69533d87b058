/**
 * Metrics of connection pools, clients and queues of other libraries. Each function takes the object of the library and
 * returns a collector. Nothing of the library is imported: its numbers are read at each scrape, from memory, except for
 * BullMQ, which asks Redis.
 *
 * | function | objects | metrics |
 * | --- | --- | --- |
 * | {@linkcode pgPoolCollector} | `Pool` of `pg` | `pg_pool_connections{state}`, `pg_pool_connections_max`, `pg_pool_pending_requests` |
 * | {@linkcode mysql2PoolCollector} | pools of `mysql2` and `mysql2/promise` | `mysql_pool_connections{state}`, `mysql_pool_connections_max`, `mysql_pool_pending_requests` |
 * | {@linkcode undiciCollector} | `Agent`, `Pool` and `Client` of `undici` | `undici_connections`, `undici_connections_free`, `undici_requests{state}`, `undici_requests_queued` |
 * | {@linkcode ioredisCollector} | `Redis` and `Cluster` of `ioredis` | `redis_client_status`, `redis_client_commands_pending`, `redis_client_commands_queued`, `redis_cluster_node_*` |
 * | {@linkcode bullmqCollector} | `Queue` of `bullmq` | `bullmq_jobs{queue,state}`, `bullmq_queue_paused`, `bullmq_up`, on request `bullmq_workers`, `bullmq_jobs_completed_total`, `bullmq_jobs_failed_total` |
 *
 * All metrics are gauges, except for the totals of BullMQ. Pass several objects with names, `pgPoolCollector({ primary, replica })`, and
 * each series has a label, `pool="primary"`. Values that a version of a library does not have are omitted. An object that
 * throws, as after it was closed, costs only its own values.
 *
 * In modules that are reloaded while the registry stays, register with
 * `registry.register(pgPoolCollector(pool), { replace: true })`.
 *
 * @example Report a pool of PostgreSQL
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { pgPoolCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 * import pg from "pg";
 *
 * const pool = new pg.Pool({ max: 20 });
 * const registry = new Registry();
 * registry.register(pgPoolCollector(pool));
 *
 * assertStringIncludes(await expose(registry), "pg_pool_connections_max 20\n");
 * ```
 *
 * @module
 */

export { bullmqCollector, type BullmqCollectorOptions, type BullmqQueue } from "./bullmq.ts";
export { type IoredisClient, ioredisCollector } from "./ioredis.ts";
export { type Mysql2Pool, mysql2PoolCollector } from "./mysql2.ts";
export { type PgPool, pgPoolCollector } from "./pg.ts";
export type { OneOrNamed } from "./_pools.ts";
export { undiciCollector, type UndiciCollectorOptions, type UndiciDispatcher } from "./undici.ts";
