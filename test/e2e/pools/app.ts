/** Brings pools, clients and queues into states, and prints the metrics of each state as one line of JSON. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import mysql from "mysql2";
import mysqlPromise from "mysql2/promise";
import pg from "pg";
import { Agent, request } from "undici";
import { type Collector, expose, Registry } from "@webprom/exporter";
import {
  bullmqCollector,
  ioredisCollector,
  mysql2PoolCollector,
  pgPoolCollector,
  undiciCollector,
} from "@webprom/exporter/pools";

const { PG_URL = "", MYSQL_URL = "", REDIS_URL = "" } = process.env;
const registry = new Registry();

/** Registers a collector, and returns what prints its samples. */
function watch(collector: Collector): (state: string) => Promise<void> {
  registry.register(collector);
  return async (state) => {
    const text = await expose(registry);
    const samples = text.match(/^(?:pg_|mysql_|undici_|redis_|bullmq_).* (?!0$).*|^\w+_(?:pending|queued|up).* 0$/gm) ??
      [];
    const name = collector.name ?? "";
    const success = new RegExp(`^webprom_collector_success\\{collector="${name}"\\} (.*)`, "m").exec(text)?.[1];
    const prefix = name === "ioredis" ? "redis" : name;
    const own = samples.filter((sample) => sample.startsWith(prefix));
    process.stdout.write(`${JSON.stringify([`${name} ${state}`, success, ...own])}\n`);
  };
}

/** Waits until something is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function usePg(): Promise<void> {
  const pool = new pg.Pool({ connectionString: PG_URL, max: 2 });
  const print = watch(pgPoolCollector({ main: pool }));
  await print("new");
  const [one, two] = await Promise.all([pool.connect(), pool.connect()]);
  const third = pool.connect();
  await print("busy");
  one.release();
  two.release();
  (await third).release();
  await print("idle");
  await pool.end();
  await print("ended");
}

async function useMysql(): Promise<void> {
  const main = mysqlPromise.createPool({ uri: MYSQL_URL, connectionLimit: 2 });
  const callbacks = mysql.createPool({ uri: MYSQL_URL, connectionLimit: 5 });
  const print = watch(mysql2PoolCollector({ main, callbacks }));
  const [one, two] = await Promise.all([main.getConnection(), main.getConnection()]);
  const third = main.getConnection();
  await new Promise((resolve) => callbacks.query("SELECT 1", resolve));
  await print("busy");
  one.release();
  two.release();
  (await third).release();
  await print("idle");
  await main.end();
  await new Promise<void>((resolve) => callbacks.end(() => resolve()));
  await print("ended");
}

async function useUndici(): Promise<void> {
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => void responses.push(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = new Agent({ connections: 2 });
  const print = watch(undiciCollector(agent));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let answers = 0;
  for (let i = 0; i < 3; i++) request(url, { dispatcher: agent }).then(({ body }) => body.text()).then(() => answers++);
  await until(() => responses.length >= 2);
  await print("busy");
  await until(() => {
    responses.shift()?.end("done");
    return answers === 3;
  });
  await print("idle");
  await agent.close?.(); // Bun's replacement of undici has nothing to close
  await print("closed");
  server.close();
}

async function useRedis(): Promise<void> {
  const client = new Redis(REDIS_URL);
  // Nothing listens there.
  const offline = new Redis({ host: "127.0.0.1", port: 1, retryStrategy: () => 60_000, maxRetriesPerRequest: null });
  offline.on("error", () => {});
  const print = watch(ioredisCollector({ client, offline }));
  await client.ping();
  await until(() => offline.status === "reconnecting");
  await print("ready");
  const blocked = client.blpop("nothing", 1);
  offline.get("a").catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  await print("blocked");
  await blocked;
  client.disconnect();
  offline.disconnect();
  await until(() => client.status === "end");
  await print("ended");
}

async function useBullmq(): Promise<void> {
  const connection = { url: REDIS_URL, maxRetriesPerRequest: null };
  const options = { connection, prefix: `${process.pid}` };
  const mail = new Queue("mail", options);
  const images = new Queue("images", options);
  const print = watch(bullmqCollector([mail, images], { workers: true }));
  for (let i = 0; i < 3; i++) await mail.add("send", { i });
  await mail.add("send", {}, { delay: 60_000 });
  await images.pause();
  await print("waiting");
  const work = ({ data }: { data: { i?: number } }) =>
    data.i === 0 ? Promise.reject(new Error("bounced")) : Promise.resolve();
  const worker = new Worker("mail", work, options);
  worker.on("error", () => {});
  await until(async () => (await mail.getJobCounts())["completed"] === 2 && (await mail.getFailedCount()) === 1);
  await print("worked");
  await worker.close();
  await images.close();
  await print("closed");
  await mail.close();
}

for (const use of [usePg, useMysql, useUndici, useRedis, useBullmq]) {
  await use();
  registry.clear();
}
process.exit(0);
