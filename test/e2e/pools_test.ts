import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { execute } from "../support/child.ts";
import { startMariadb, startPostgres, startRedis } from "./databases.ts";
import { missing } from "./programs.ts";

const COMMANDS = {
  Node: ["node", "--import=tsx"],
  Deno: [process.execPath, "run", "-A", "--no-check"],
  Bun: ["node_modules/.bin/bun"],
} as const;

/** Samples that are not 0, and those of waiting requests and commands, by state. */
const POOLS: Readonly<Record<string, readonly string[]>> = {
  "pg_pool new": ['pg_pool_connections_max{pool="main"} 2', 'pg_pool_pending_requests{pool="main"} 0'],
  "pg_pool busy": [
    'pg_pool_connections{pool="main",state="used"} 2',
    'pg_pool_connections_max{pool="main"} 2',
    'pg_pool_pending_requests{pool="main"} 1',
  ],
  "pg_pool idle": [
    'pg_pool_connections{pool="main",state="idle"} 2',
    'pg_pool_connections_max{pool="main"} 2',
    'pg_pool_pending_requests{pool="main"} 0',
  ],
  "pg_pool ended": ['pg_pool_connections_max{pool="main"} 2', 'pg_pool_pending_requests{pool="main"} 0'],
  "mysql_pool busy": [
    'mysql_pool_connections{pool="main",state="used"} 2',
    'mysql_pool_connections{pool="callbacks",state="idle"} 1',
    'mysql_pool_connections_max{pool="main"} 2',
    'mysql_pool_connections_max{pool="callbacks"} 5',
    'mysql_pool_pending_requests{pool="main"} 1',
    'mysql_pool_pending_requests{pool="callbacks"} 0',
  ],
  "mysql_pool idle": [
    'mysql_pool_connections{pool="main",state="idle"} 2',
    'mysql_pool_connections{pool="callbacks",state="idle"} 1',
    'mysql_pool_connections_max{pool="main"} 2',
    'mysql_pool_connections_max{pool="callbacks"} 5',
    'mysql_pool_pending_requests{pool="main"} 0',
    'mysql_pool_pending_requests{pool="callbacks"} 0',
  ],
  "mysql_pool ended": [
    'mysql_pool_connections_max{pool="main"} 2',
    'mysql_pool_connections_max{pool="callbacks"} 5',
    'mysql_pool_pending_requests{pool="main"} 0',
    'mysql_pool_pending_requests{pool="callbacks"} 0',
  ],
};
const UNDICI: Readonly<Record<string, readonly string[]>> = {
  "undici busy": [
    'undici_connections{origin="http://server"} 2',
    'undici_requests{origin="http://server",state="pending"} 1',
    'undici_requests{origin="http://server",state="running"} 2',
    'undici_requests_queued{origin="http://server"} 1',
  ],
  "undici idle": [
    'undici_connections{origin="http://server"} 2',
    'undici_connections_free{origin="http://server"} 2',
    'undici_requests_queued{origin="http://server"} 0',
  ],
  "undici closed": [],
};
const REDIS: Readonly<Record<string, readonly string[]>> = {
  "ioredis ready": redisSamples(0, 0, "ready"),
  "ioredis blocked": redisSamples(1, 1, "ready"),
  "ioredis ended": redisSamples(0, 1, "end"),
  "bullmq waiting": [
    'bullmq_jobs{queue="mail",state="delayed"} 1',
    'bullmq_jobs{queue="mail",state="waiting"} 3',
    'bullmq_queue_paused{queue="images"} 1',
    'bullmq_up{queue="mail"} 1',
    'bullmq_up{queue="images"} 1',
  ],
  "bullmq worked": [
    'bullmq_jobs{queue="mail",state="completed"} 2',
    'bullmq_jobs{queue="mail",state="delayed"} 1',
    'bullmq_jobs{queue="mail",state="failed"} 1',
    'bullmq_queue_paused{queue="images"} 1',
    'bullmq_up{queue="mail"} 1',
    'bullmq_up{queue="images"} 1',
    'bullmq_workers{queue="mail"} 1',
  ],
  "bullmq closed": [
    'bullmq_jobs{queue="mail",state="completed"} 2',
    'bullmq_jobs{queue="mail",state="delayed"} 1',
    'bullmq_jobs{queue="mail",state="failed"} 1',
    'bullmq_up{queue="mail"} 1',
    'bullmq_up{queue="images"} 0',
  ],
};

function redisSamples(pending: number, queued: number, status: string): readonly string[] {
  return [
    `redis_client_commands_pending{client="client"} ${pending}`,
    'redis_client_commands_pending{client="offline"} 0',
    'redis_client_commands_queued{client="client"} 0',
    `redis_client_commands_queued{client="offline"} ${queued}`,
    `redis_client_status{client="client",redis_client_status="${status}"} 1`,
    'redis_client_status{client="offline",redis_client_status="reconnecting"} 1',
  ];
}

const skip = missing("pg_ctlcluster", "setpriv", "mariadbd", "redis-server");
for (const [runtime, command] of Object.entries(COMMANDS)) {
  test(`collectors of pools on ${runtime} follow real pools, clients and queues`, { skip }, async () => {
    await using postgres = await startPostgres();
    await using mariadb = await startMariadb();
    await using redis = await startRedis();
    const env = { PG_URL: postgres.url, MYSQL_URL: mariadb.url, REDIS_URL: redis.url };
    const output = await execute(["timeout", "60", ...command, "test/e2e/pools/app.ts"], { env });
    const lines = output.replace(/http:\/\/127.0.0.1:\d+/g, "http://server").match(/^\[.*$/gm) ?? [];
    const states = lines.map((line) => JSON.parse(line) as [state: string, success: string, ...samples: string[]]);
    // Bun has its own classes in place of undici, without numbers.
    const undici = runtime === "Bun" ? Object.fromEntries(Object.keys(UNDICI).map((state) => [state, []])) : UNDICI;
    assertEquals(Object.fromEntries(states.map(([state, , ...samples]) => [state, samples])), {
      ...POOLS,
      ...undici,
      ...REDIS,
    });
    assertEquals(states.filter(([, success]) => success !== "1"), []);
  });
}
