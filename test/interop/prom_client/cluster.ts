/** A cluster whose primary prints the metrics of two workers: all together, and after one has ended. */
import cluster from "node:cluster";
import process from "node:process";
import client from "@webprom/exporter/prom-client";

const registry = new client.Registry();
const registers = [registry];
client.AggregatorRegistry.setRegistries(registry);
const combined = new client.AggregatorRegistry();

const id = cluster.worker?.id ?? 0;
const jobs = new client.Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"], registers });
const sizes = new client.Histogram({
  name: "sizes",
  help: "Sizes.",
  labelNames: ["queue"],
  buckets: [1, 5],
  registers,
});
for (const aggregator of ["sum", "first", "min", "max", "average", "omit"] as const) {
  new client.Gauge({ name: `level_${aggregator}`, help: "Level.", aggregator, registers }).set(id * 10 + 1);
}
jobs.inc({ queue: "mail" }, id + 1);
sizes.observe({ queue: "mail" }, id);

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on("message", resolve))));
  await new Promise((resolve) => setTimeout(resolve, 200));
  print("all", await combined.clusterMetrics());
  const gone = new Promise((resolve) => workers[1]?.on("exit", resolve));
  workers[1]?.send("leave");
  await gone;
  print("one", await combined.clusterMetrics());
  for (const worker of workers) worker.kill();
  process.exit();
} else {
  process.on("message", async (message) => {
    if (message !== "leave") return;
    await combined.shutdown();
    process.exit();
  });
  process.send?.("ready");
}

function print(name: string, text: string): void {
  process.stdout.write(`${JSON.stringify([name, text])}\n`);
}
