import process from "node:process";
import { describe, it } from "node:test";
import { assert } from "@std/assert";
import { execute } from "../support/child.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";
import { environmentOf, startMariadb, startPostgres, startRedis } from "./pools/servers.ts";
import { missing } from "./programs.ts";

const RUNTIMES: readonly Runtime[] = ["bun", "deno", "node"];
const COMMANDS: typeof RUN = { ...RUN, deno: [process.execPath, "run", "-A"] };

/** Samples while everything is busy. */
const BUSY = [
  'pg_pool_connections{pool="default",state="idle"} 0',
  'pg_pool_connections{pool="default",state="used"} 2',
  'pg_pool_max_connections{pool="default"} 2',
  'pg_pool_waiting_clients{pool="default"} 1',
  'mysql2_pool_connections{pool="callbacks",state="idle"} 1',
  'mysql2_pool_connections{pool="callbacks",state="used"} 0',
  'mysql2_pool_connections{pool="promised",state="idle"} 1',
  'mysql2_pool_connections{pool="promised",state="used"} 1',
  'mysql2_pool_max_connections{pool="promised"} 2',
  'mysql2_pool_waiting_requests{pool="promised"} 0',
  'ioredis_ready{client="cache"} 1',
  'ioredis_command_queue_length{client="cache"} 1',
  'ioredis_offline_queue_length{client="cache"} 0',
  'bullmq_up{queue="mail-RUNTIME"} 1',
  'bullmq_job_count{queue="mail-RUNTIME",state="completed"} 2',
  'bullmq_job_count{queue="mail-RUNTIME",state="failed"} 1',
  'bullmq_job_count{queue="mail-RUNTIME",state="waiting"} 1',
  'bullmq_queue_paused{queue="mail-RUNTIME"} 1',
  'bullmq_job_completed_total{queue="mail-RUNTIME"} 2',
  'bullmq_job_failed_total{queue="mail-RUNTIME"} 1',
  'bullmq_workers{queue="mail-RUNTIME"} 1',
];

/** Numbers of the agent; Bun has an agent of its own. */
const UNDICI = [
  /undici_open_connections\{dispatcher="default",origin="http:[^"]+"\} 1\n/,
  /undici_running_requests\{.*\} 1\n/,
];

/** Samples after the connections were released. */
const RELEASED = ['pg_pool_connections{pool="default",state="idle"} 2', 'pg_pool_waiting_clients{pool="default"} 0'];

const skip = missing("redis-server", "mariadbd", "mariadb-install-db", "setpriv");

describe("collectors of pools, with real servers", { skip }, () => {
  for (const runtime of RUNTIMES) {
    it(`report what is busy, on ${runtime}`, async () => {
      await using postgres = await startPostgres();
      await using mysql = await startMariadb();
      await using redis = await startRedis();
      const env = environmentOf({ postgres: postgres.port, mysql: mysql.port, redis: redis.port });
      const output = await execute([...COMMANDS[runtime], "test/e2e/pools/app.ts"], {
        env: { ...env, RUNTIME: runtime },
      });
      for (const line of [...BUSY, ...RELEASED]) {
        assert(output.includes(`${line.replace("RUNTIME", runtime)}\n`), `${line} is not in:\n${output}`);
      }
      if (runtime !== "bun") { for (const line of UNDICI) assert(line.test(output), `${line} is not in:\n${output}`); }
    });
  }
});
