/**
 * Collectors for the pools and queues of other libraries. They read what an object of the library shows, and import nothing.
 *
 * | Collector | Library | Metrics |
 * | --- | --- | --- |
 * | {@linkcode pgPoolCollector} | `pg` | `pg_pool_connections`, `pg_pool_max_connections`, `pg_pool_waiting_clients` |
 * | {@linkcode mysql2PoolCollector} | `mysql2` | `mysql2_pool_connections`, `mysql2_pool_max_connections`, `mysql2_pool_waiting_requests` |
 * | {@linkcode undiciCollector} | `undici` | `undici_open_connections`, `undici_free_connections`, `undici_running_requests`, `undici_pending_requests`, `undici_queued_requests` |
 * | {@linkcode ioredisCollector} | `ioredis` | `ioredis_ready`, `ioredis_command_queue_length`, `ioredis_offline_queue_length` |
 * | {@linkcode bullmqCollector} | `bullmq` | `bullmq_up`, `bullmq_job_count`, `bullmq_queue_paused`, and on request `bullmq_workers`, `bullmq_job_completed_total`, `bullmq_job_failed_total` |
 *
 * Each takes one object, or several by name. Values are read at each scrape. What a version of a library does not have is left
 * out.
 *
 * @example Report two pools
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { pgPoolCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const main = { totalCount: 3, idleCount: 1, waitingCount: 4, options: { max: 3 } }; // new pg.Pool({ max: 3 })
 * const replica = { totalCount: 0, idleCount: 0, waitingCount: 0, options: { max: 10 } };
 *
 * const registry = new Registry();
 * registry.register(pgPoolCollector({ main, replica }));
 *
 * assertStringIncludes(await expose(registry), 'pg_pool_waiting_clients{pool="main"} 4');
 * ```
 *
 * @module
 */

export { bullmqCollector, type BullmqCollectorOptions, type BullmqQueue } from "./bullmq.ts";
export { type IoredisClient, ioredisCollector } from "./ioredis.ts";
export { type Mysql2Pool, mysql2PoolCollector } from "./mysql2_pool.ts";
export { type PgPool, pgPoolCollector } from "./pg_pool.ts";
export { type OneOrNamed } from "./_samples.ts";
export { undiciCollector, type UndiciCollectorOptions, type UndiciDispatcher } from "./undici.ts";
