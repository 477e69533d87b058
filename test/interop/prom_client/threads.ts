/** A process whose main thread prints the metrics of two worker threads: all together, and after one has ended. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import client from "@webprom/exporter/prom-client";

const registry = new client.Registry();
const registers = [registry];
client.WorkerRegistry.setRegistries(registry);
const combined = new client.WorkerRegistry();

const jobs = new client.Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"], registers });
const sizes = new client.Histogram({
  name: "sizes",
  help: "Sizes.",
  labelNames: ["queue"],
  buckets: [1, 5],
  registers,
});
jobs.inc({ queue: "mail" }, isMainThread ? 100 : 2);
sizes.observe({ queue: "mail" }, 3);

if (isMainThread) {
  const workers = [start(), start()];
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  await new Promise((resolve) => setTimeout(resolve, 200));
  print("all", await combined.workerMetrics());
  const left = new Promise((resolve) => workers[1]?.once("message", resolve));
  workers[1]?.postMessage("leave");
  await left;
  print("one", await combined.workerMetrics());
  process.exit();
} else {
  parentPort?.on("message", async () => {
    await combined.shutdown();
    parentPort?.postMessage("left");
  });
  parentPort?.postMessage("ready");
}

function start(): Worker {
  return new Worker(fileURLToPath(import.meta.url));
}

function print(name: string, text: string): void {
  process.stdout.write(`${JSON.stringify([name, text])}\n`);
}
