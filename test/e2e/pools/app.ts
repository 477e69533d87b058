/** Keeps pools and queues of real servers busy, and prints what their collectors report. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import mysql from "mysql2";
import promises from "mysql2/promise";
import pg from "pg";
import { Agent } from "undici";
import { expose, Registry } from "@webprom/exporter";
import {
  bullmqCollector,
  ioredisCollector,
  mysql2PoolCollector,
  pgPoolCollector,
  undiciCollector,
} from "@webprom/exporter/pools";
import { until } from "../../support/until.ts";

const { POSTGRES_PORT, MYSQL_PORT, REDIS_PORT, RUNTIME } = process.env;
const host = "127.0.0.1";
const registry = new Registry();

const pool = new pg.Pool({ host, port: Number(POSTGRES_PORT), user: "postgres", database: "postgres", max: 2 });
registry.register(pgPoolCollector(pool));
const clients = [await pool.connect(), await pool.connect()];
const waiting = pool.connect();

const options = { host, port: Number(MYSQL_PORT), user: "root", connectionLimit: 2 };
const callbacks = mysql.createPool(options);
const promised = promises.createPool(options);
registry.register(mysql2PoolCollector({ callbacks, promised }));
const connections = [await promised.getConnection()];
const connection = await promised.getConnection();
connection.release();
await new Promise<void>((resolve, reject) => callbacks.query("SELECT 1", (error) => error ? reject(error) : resolve()));

const open = new Set<() => void>();
const server = createServer((_, response) => void open.add(() => response.end("done")));
await new Promise<void>((resolve) => server.listen(0, host, resolve));
const agent = new Agent({ connections: 1 });
const url = `http://${host}:${(server.address() as AddressInfo).port}`;
const requests = RUNTIME === "bun" // it has an agent of its own, without numbers
  ? []
  : [1, 2, 3].map(() => agent.request({ origin: url, path: "/", method: "GET" }));
if (RUNTIME !== "bun") registry.register(undiciCollector(agent));
if (requests.length > 0) await until(() => open.size === 1);

const connectionOptions = { host, port: Number(REDIS_PORT), maxRetriesPerRequest: null };
const redis = new Redis(connectionOptions);
registry.register(ioredisCollector({ cache: redis }));
await redis.ping();
const blocked = redis.blpop(`list-${process.pid}`, 0).catch(() => {});

const queue = new Queue(`mail-${RUNTIME}`, { connection: connectionOptions });
registry.register(bullmqCollector(queue, { totals: true, workers: true }));
const worker = new Worker(
  queue.name,
  (job) => job.name === "bad" ? Promise.reject(new Error("bad")) : Promise.resolve(),
  { connection: connectionOptions, metrics: { maxDataPoints: 10 } },
);
for (const name of ["good", "good", "bad"]) await queue.add(name, {});
await until(async () => {
  const { completed, failed } = await queue.getJobCounts();
  return completed === 2 && failed === 1;
});
await queue.pause();
await queue.add("later", {});

process.stdout.write(await expose(registry));

for (const client of clients) client.release();
(await waiting).release();
process.stdout.write(`${await expose(registry)}# END\n`);
void [connections, blocked, worker];
process.exit(0);
