import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Collector, expose, Registry } from "@webprom/exporter";
import {
  bullmqCollector,
  type BullmqQueue,
  type IoredisClient,
  ioredisCollector,
  type Mysql2Pool,
  mysql2PoolCollector,
  pgPoolCollector,
  undiciCollector,
} from "@webprom/exporter/pools";
import { lintClean } from "@webprom/exporter/testing";

/** Samples of a collector, without those about collectors. */
async function samplesOf(collector: Collector): Promise<string[]> {
  const registry = new Registry();
  registry.register(collector);
  const lines = (await expose(registry)).split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("webprom_collector_duration"));
}

const SUCCESS = (name: string) => `webprom_collector_success{collector="${name}"} 1`;

describe("pgPoolCollector()", () => {
  it("reports one pool, at each scrape again", async () => {
    const pool = { totalCount: 3, idleCount: 1, waitingCount: 2, options: { max: 5 } };
    const collector = pgPoolCollector(pool);
    assertEquals(await samplesOf(collector), [
      'pg_pool_connections{pool="default",state="idle"} 1',
      'pg_pool_connections{pool="default",state="used"} 2',
      'pg_pool_max_connections{pool="default"} 5',
      'pg_pool_waiting_clients{pool="default"} 2',
      SUCCESS("pg_pool"),
    ]);
    pool.idleCount = 3;
    assertStringIncludes((await samplesOf(collector)).join("\n"), 'pg_pool_connections{pool="default",state="used"} 0');
  });

  it("reports several pools by name", async () => {
    const pool = { totalCount: 1, idleCount: 1, waitingCount: 0 };
    const samples = await samplesOf(pgPoolCollector({ main: pool, replica: { ...pool, waitingCount: 7 } }));
    assertEquals(samples.filter((line) => line.startsWith("pg_pool_waiting")), [
      'pg_pool_waiting_clients{pool="main"} 0',
      'pg_pool_waiting_clients{pool="replica"} 7',
    ]);
  });
});

describe("mysql2PoolCollector()", () => {
  const core = {
    getConnection() {},
    config: { connectionLimit: 10 },
    _allConnections: { length: 4 },
    _freeConnections: { length: 1 },
    _connectionQueue: { length: 2 },
  };
  const expected = [
    'mysql2_pool_connections{pool="default",state="idle"} 1',
    'mysql2_pool_connections{pool="default",state="used"} 3',
    'mysql2_pool_max_connections{pool="default"} 10',
    'mysql2_pool_waiting_requests{pool="default"} 2',
    SUCCESS("mysql2_pool"),
  ];

  it("reports pools with callbacks and with promises", async () => {
    assertEquals(await samplesOf(mysql2PoolCollector(core)), expected);
    const wrapper: Mysql2Pool & { pool: unknown } = { getConnection() {}, pool: core };
    assertEquals(await samplesOf(mysql2PoolCollector(wrapper)), expected);
  });

  it("leaves out what a version does not have", async () => {
    assertEquals(await samplesOf(mysql2PoolCollector({ getConnection() {} })), [SUCCESS("mysql2_pool")]);
  });
});

describe("undiciCollector()", () => {
  const numbers = { connected: 2, free: 1, running: 1, pending: 3, queued: 2, size: 6 };

  it("reports a pool, and a client", async () => {
    assertEquals(await samplesOf(undiciCollector({ dispatch: () => true, stats: numbers })), [
      'undici_free_connections{dispatcher="default"} 1',
      'undici_open_connections{dispatcher="default"} 2',
      'undici_pending_requests{dispatcher="default"} 3',
      'undici_queued_requests{dispatcher="default"} 2',
      'undici_running_requests{dispatcher="default"} 1',
      SUCCESS("undici"),
    ]);
    const client = { dispatch: () => true, stats: { connected: true, pending: 0, running: 0, size: 0 } };
    assertEquals((await samplesOf(undiciCollector({ api: client })))[0], 'undici_open_connections{dispatcher="api"} 1');
  });

  it("reports an agent by origin, up to a number of origins", async () => {
    const stats = Object.fromEntries(["a", "b", "c", "d"].map((origin) => [`https://${origin}`, numbers]));
    const samples = await samplesOf(undiciCollector({ dispatch: () => true, stats }, { maxOrigins: 2 }));
    assertEquals(samples.filter((line) => line.startsWith("undici_open")), [
      'undici_open_connections{dispatcher="default",origin="https://a"} 2',
      'undici_open_connections{dispatcher="default",origin="https://b"} 2',
      'undici_open_connections{dispatcher="default",origin="other"} 4',
    ]);
  });

  it("reports nothing if there are no numbers", async () => {
    const dispatcher = { dispatch: () => true } as unknown as { dispatch(): boolean; stats: object };
    assertEquals(await samplesOf(undiciCollector(dispatcher)), [SUCCESS("undici")]);
  });
});

describe("ioredisCollector()", () => {
  it("reports a client, and the nodes of a cluster", async () => {
    const node = { status: "ready", options: { host: "10.0.0.1", port: 7000 }, commandQueue: [1], offlineQueue: [] };
    const cluster: IoredisClient = { status: "connecting", nodes: () => [node] };
    assertEquals(await samplesOf(ioredisCollector({ one: node, cluster })), [
      'ioredis_command_queue_length{client="one"} 1',
      'ioredis_command_queue_length{client="cluster",node="10.0.0.1:7000"} 1',
      'ioredis_offline_queue_length{client="one"} 0',
      'ioredis_offline_queue_length{client="cluster",node="10.0.0.1:7000"} 0',
      'ioredis_ready{client="one"} 1',
      'ioredis_ready{client="cluster"} 0',
      'ioredis_ready{client="cluster",node="10.0.0.1:7000"} 1',
      SUCCESS("ioredis"),
    ]);
  });
});

describe("bullmqCollector()", () => {
  const queue: BullmqQueue = {
    name: "mail",
    getJobCounts: () => Promise.resolve({ waiting: 3, "waiting-children": 0 }),
    isPaused: () => Promise.resolve(true),
    getWorkersCount: () => Promise.resolve(2),
    getMetrics: (type) => Promise.resolve({ meta: { count: type === "failed" ? 1 : 9 } }),
  };

  it("reports jobs by state, and more on request", async () => {
    const basic = [
      'bullmq_job_count{queue="mail",state="waiting"} 3',
      'bullmq_job_count{queue="mail",state="waiting-children"} 0',
      'bullmq_queue_paused{queue="mail"} 1',
      'bullmq_up{queue="mail"} 1',
      SUCCESS("bullmq"),
    ];
    assertEquals(await samplesOf(bullmqCollector(queue)), basic);
    const all = await samplesOf(bullmqCollector([queue], { totals: true, workers: true }));
    assertEquals(all.filter((line) => !basic.includes(line)), [
      'bullmq_job_completed_total{queue="mail"} 9',
      'bullmq_job_failed_total{queue="mail"} 1',
      'bullmq_workers{queue="mail"} 2',
    ]);
  });

  it("reports the others if a queue cannot be read", async () => {
    const broken = { ...queue, name: "broken", isPaused: () => Promise.reject(new Error("no connection")) };
    const samples = await samplesOf(bullmqCollector([broken, queue]));
    assertEquals(samples.filter((line) => line.startsWith("bullmq_up")), [
      'bullmq_up{queue="broken"} 0',
      'bullmq_up{queue="mail"} 1',
    ]);
    assertEquals(samples.filter((line) => line.includes("broken")).length, 1);
  });

  it("reports values that are the same in all processes", async () => {
    const families = await bullmqCollector(queue, { totals: true }).collect({ signal: new AbortController().signal });
    assertEquals(new Set([...families].map(({ scope }) => scope)), new Set(["global" as const]));
  });
});

it("all metrics of pools have good names", async () => {
  const registry = new Registry();
  const pool = { totalCount: 1, idleCount: 1, waitingCount: 0, options: { max: 5 } };
  registry.register(pgPoolCollector(pool));
  registry.register(ioredisCollector({ status: "ready" }));
  await lintClean(registry);
});
