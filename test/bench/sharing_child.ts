/**
 * A process with several workers that share their metrics, for one library: `sharing_child.ts <library> <transport> <workers>
 * <series>`. Orders: `idle` scrapes, `busy` scrapes after every series has changed, `hang` scrapes while a worker is blocked. The
 * answer is the time of the scrape in milliseconds, or its number of workers for `seen`.
 */
import cluster from "node:cluster";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { AggregatorRegistry, Counter, Registry as OtherRegistry, WorkerRegistry } from "@prometheus-io/client";
import { metricsHandler, Registry } from "../../mod.ts";
import { shareRegistry } from "../../src/share/share_registry.ts";
import { threads } from "../../src/share/threads.ts";

const [library = "", transport = "", workers = "", series = ""] = process.argv.slice(2);
const HANG_MS = 7000;

/** A worker, as its primary sees it. */
interface Peer {
  /** Gives an order, and waits until it is carried out. */
  ask(order: string): Promise<void>;
}

/** What a library offers. */
interface Sharing {
  /** Scrapes all workers. */
  scrape(): Promise<string>;
  /** Changes all series of this worker. */
  touch(): void;
}

const OPTIONS = { name: "bench_requests_total", help: "Requests.", labelNames: ["route", "status"] as const };
const UP = { name: "bench_workers_total", help: "Workers." } as const;

async function webprom(): Promise<Sharing> {
  const registry = new Registry();
  const counter = registry.counter({ ...OPTIONS, name: "bench_requests_total" });
  if (!isPrimary) registry.counter(UP).inc();
  const shared = await shareRegistry(registry, transport === "threads" ? { mailbox: threads({ name: "bench" }) } : {});
  const handle = metricsHandler(shared, { compressions: [] });
  return {
    scrape: async () => await (await handle(new Request("http://localhost/metrics"))).text(),
    touch: () => forEachSeries((route, status) => counter.inc({ route, status })),
  };
}

function official(): Sharing {
  const registry = new OtherRegistry();
  const counter = new Counter({ ...OPTIONS, registers: [registry] });
  const up = new Counter({ ...UP, registers: [registry] });
  if (!isPrimary) up.inc();
  const touch = () => forEachSeries((route, status) => counter.inc({ route, status }));
  if (transport === "threads") {
    const all = new WorkerRegistry();
    WorkerRegistry.setRegistries([registry]);
    return { scrape: () => all.workerMetrics(), touch };
  }
  const all = new AggregatorRegistry();
  AggregatorRegistry.setRegistries([registry]);
  return { scrape: () => all.clusterMetrics(), touch };
}

function forEachSeries(change: (route: string, status: string) => void): void {
  for (let i = 0; i < Number(series); i++) change(`/route/${i >> 2}`, `${200 + (i & 3)}`);
}

const isPrimary = transport === "threads" ? isMainThread : cluster.isPrimary;
const sharing = library === "webprom" ? await webprom() : official();
if (isPrimary) await lead();
else serve();

/** Carries out the orders of the primary. */
function serve(): void {
  sharing.touch();
  const port = parentPort;
  const answer = (text: string) => port ? port.postMessage(text) : process.send?.(text);
  const handle = (order: string) => {
    if (order === "touch") sharing.touch();
    answer("done");
    if (order === "hang") setTimeout(() => block(HANG_MS), 50); // after the answer
  };
  if (port) port.on("message", handle);
  else process.on("message", handle);
  answer("ready");
}

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

async function lead(): Promise<void> {
  const peers = await Promise.all(Array.from({ length: Number(workers) }, startPeer));
  await until(async () => workersIn(await sharing.scrape()) === peers.length);
  for await (const order of createInterface({ input: process.stdin })) {
    if (order === "busy") { for (const { ask } of peers) await ask("touch"); }
    if (order === "hang") await peers[0]?.ask("hang").then(() => new Promise((resolve) => setTimeout(resolve, 200)));
    const startMs = performance.now();
    const text = await sharing.scrape().catch(() => "");
    const ms = performance.now() - startMs;
    process.stdout.write(
      `${JSON.stringify(order === "seen" ? workersIn(text) : order === "hang" && text === "" ? -ms : ms)}\n`,
    );
  }
  process.exit(0);
}

function workersIn(text: string): number {
  return Number(/^bench_workers_total (\d+)$/m.exec(text)?.[1] ?? 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Starts a worker, and waits until it is ready. */
function startPeer(): Promise<Peer> {
  const file = fileURLToPath(import.meta.url);
  const worker = transport === "threads" ? new Worker(file, { argv: process.argv.slice(2) }) : cluster.fork();
  const next = () => new Promise<void>((resolve) => worker.once("message", () => resolve()));
  const send = (order: string) => worker instanceof Worker ? worker.postMessage(order) : worker.send(order);
  return next().then(() => ({
    ask(order) {
      const answered = next();
      send(order);
      return answered;
    },
  }));
}
