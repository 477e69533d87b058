/**
 * Compares `./prom-client` with the libraries whose API it has: calls and scrapes, in turns, medians. Prints a table. `--write` runs it
 * on all runtimes and writes their tables to prom_client_results.md.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import process from "node:process";
import successor from "@prometheus-io/client";
import original from "prom-client";
import own from "../../src/prom_client/mod.ts";
import { figure, median, ratio, RUNTIMES, table } from "./_library.ts";

const ROUNDS = 21;
// deno-lint-ignore no-explicit-any
type Client = any;

if (process.argv.includes("--write")) {
  const sections = Object.entries(RUNTIMES).map(([runtime, [program = "", ...args]]) => {
    const output = execFileSync(program, [...args, fileURLToPath(import.meta.url)], { encoding: "utf8" });
    return `## ${runtime}\n\n${output}`;
  });
  const head =
    `# Results of the bench of ./prom-client\n\nMedians of ${ROUNDS} rounds; two cores, shared with other programs.\n`;
  writeFileSync(new URL("prom_client_results.md", import.meta.url), [head, ...sections].join("\n"));
  process.exit();
}

const LIBRARIES: readonly Client[] = [own, original, successor];
const rows: string[][] = [];

/**
 * Measures a task of each library in turns.
 *
 * @param name What is measured
 * @param unit Unit of the figures
 * @param prepare Returns a function that does the task as often as it is asked to
 * @param times How often the task is done in a round
 */
async function compare(
  name: string,
  unit: "ns" | "µs",
  prepare: (client: Client) => (times: number) => unknown,
  times: number,
): Promise<void> {
  const tasks = LIBRARIES.map(prepare);
  const taken: number[][] = tasks.map(() => []);
  for (let round = -5; round < ROUNDS; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = performance.now();
      await task(times);
      const ms = (performance.now() - start) / times;
      if (round >= 0) taken[i]?.push(unit === "ns" ? ms * 1e6 : ms * 1000);
    }
  }
  const [mine = NaN, ...others] = taken.map(median);
  rows.push([name, figure(mine, unit), ...others.flatMap((other) => [figure(other, unit), ratio(mine, other)])]);
}

const LABELS = Array.from({ length: 100 }, (_, i) => ({ method: i % 2 ? "GET" : "POST", code: `${200 + i}` }));
const TWO = ["method", "code"];

/** Measures one write with two labels, of which 100 combinations exist. */
async function compareWrites(
  name: string,
  kind: string,
  write: (metric: Client, labels: object) => void,
): Promise<void> {
  await compare(name, "ns", (client) => {
    const metric = new client[kind]({ name: "m", help: "m", labelNames: TWO, registers: [new client.Registry()] });
    return (times) => {
      for (let i = 0; i < times; i++) write(metric, LABELS[i % LABELS.length] as object);
    };
  }, 50_000);
}

await compareWrites("`inc()` with two labels", "Counter", (counter, labels) => counter.inc(labels));
await compareWrites("`inc()` with a new object", "Counter", (counter, { method, code }: Client) => {
  counter.inc({ method, code });
});
await compareWrites("`labels(…).inc()`", "Counter", (counter, { method, code }: Client) => {
  counter.labels(method, code).inc();
});
await compareWrites("`set()` with two labels", "Gauge", (gauge, labels) => gauge.set(labels, 5));
await compareWrites("`observe()` with two labels", "Histogram", (histogram, labels) => histogram.observe(labels, 0.3));

/** Measures the text of a registry, up to the string that a socket would send. */
async function compareText(
  name: string,
  fill: (client: Client, registers: object[]) => void,
  times = 10,
): Promise<void> {
  await compare(`text of ${name}`, "µs", (client) => {
    const registry = new client.Registry();
    fill(client, [registry]);
    return async (times) => {
      for (let i = 0; i < times; i++) (await registry.metrics()).charCodeAt(100); // makes one string of the parts
    };
  }, times);
}

function addCounters(client: Client, registers: object[], families: number, series: number): void {
  for (let f = 0; f < families; f++) {
    const counter = new client.Counter({ name: `c${f}`, help: "c", labelNames: ["path", "code"], registers });
    for (let s = 0; s < series; s++) counter.inc({ path: `/things/${s}`, code: "200" }, s);
  }
}

function addHistograms(client: Client, registers: object[], families: number, series: number): void {
  for (let f = 0; f < families; f++) {
    const histogram = new client.Histogram({ name: `h${f}`, help: "h", labelNames: ["path"], registers });
    for (let s = 0; s < series; s++) histogram.observe({ path: `/things/${s}` }, 0.3);
  }
}

for (const [families, series] of [[50, 3], [1, 2000], [20, 1000]] as const) {
  const name = `${families} ${families === 1 ? "counter" : "counters"} with ${series.toLocaleString("en")} series`;
  await compareText(name, (client, registers) => addCounters(client, registers, families, series));
}
await compareText(
  "1 counter with 100,000 series",
  (client, registers) => addCounters(client, registers, 1, 100_000),
  1,
);
await compareText("50 counters without labels", (client, registers) => {
  for (let f = 0; f < 50; f++) new client.Counter({ name: `c${f}`, help: "c", registers }).inc(f);
}, 50);
await compareText("50 histograms with 10 series", (client, registers) => addHistograms(client, registers, 50, 10));
await compareText("500 counters and 50 histograms with 5 series", (client, registers) => {
  addCounters(client, registers, 500, 5);
  addHistograms(client, registers, 50, 5);
});
await compareText("20 gauges with 1,000 fractions", (client, registers) => {
  for (let f = 0; f < 20; f++) {
    const gauge = new client.Gauge({ name: `g${f}`, help: "g", labelNames: ["path"], registers });
    for (let s = 0; s < 1000; s++) gauge.set({ path: `/things/${s}` }, Math.sin(s + f));
  }
}, 5);

const head = ["", "./prom-client", "prom-client 15", "ratio", "@prometheus-io/client", "ratio"];
process.stdout.write(`${table(head, rows)}\n`);
