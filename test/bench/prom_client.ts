/**
 * Compares `./prom-client` with the libraries whose API it has: calls and scrapes, in turns, medians. Prints a table; `--write` also
 * writes it to prom_client_results.md.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import successor from "@prometheus-io/client";
import original from "prom-client";
import own from "../../src/prom_client/mod.ts";
import { figure, median, ratio, table } from "./_library.ts";

const ROUNDS = 21;
// deno-lint-ignore no-explicit-any
type Client = any;

const LIBRARIES: readonly Client[] = [own, original, successor];
const rows: string[][] = [];

/** Measures a task of each library in turns. */
async function compare(
  name: string,
  unit: string,
  prepare: (client: Client) => () => unknown,
  times: number,
): Promise<void> {
  const tasks = LIBRARIES.map(prepare);
  const taken: number[][] = tasks.map(() => []);
  for (let round = -5; round < ROUNDS; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = performance.now();
      for (let n = 0; n < times; n++) {
        const result = task();
        if (result instanceof Promise) await result;
      }
      const ms = (performance.now() - start) / times;
      if (round >= 0) taken[i]?.push(unit === "ns" ? ms * 1e6 : ms);
    }
  }
  const [mine = NaN, ...others] = taken.map(median);
  rows.push([name, figure(mine, unit), ...others.flatMap((other) => [figure(other, unit), ratio(mine, other)])]);
}

const LABELS = Array.from({ length: 100 }, (_, i) => ({ method: i % 2 ? "GET" : "POST", code: `${200 + i}` }));

await compare("`inc()` with two labels", "ns", (client) => {
  const counter = new client.Counter({
    name: "c",
    help: "c",
    labelNames: ["method", "code"],
    registers: [new client.Registry()],
  });
  let i = 0;
  return () => counter.inc(LABELS[i++ % LABELS.length]);
}, 100_000);

await compare("`observe()` with two labels", "ns", (client) => {
  const histogram = new client.Histogram({
    name: "h",
    help: "h",
    labelNames: ["method", "code"],
    registers: [new client.Registry()],
  });
  let i = 0;
  return () => histogram.observe(LABELS[i++ % LABELS.length], 0.3);
}, 100_000);

for (const [families, series] of [[50, 3], [1, 2000], [20, 1000]] as const) {
  await compare(`text of ${families} counters with ${series.toLocaleString("en")} series`, "ms", (client) => {
    const registry = new client.Registry();
    for (let f = 0; f < families; f++) {
      const counter = new client.Counter({
        name: `c${f}`,
        help: "c",
        labelNames: ["path", "code"],
        registers: [registry],
      });
      for (let s = 0; s < series; s++) counter.inc({ path: `/things/${s}`, code: "200" });
    }
    return () => registry.metrics();
  }, 10);
}

await compare("text of 50 histograms with 10 series", "ms", (client) => {
  const registry = new client.Registry();
  for (let f = 0; f < 50; f++) {
    const histogram = new client.Histogram({ name: `h${f}`, help: "h", labelNames: ["path"], registers: [registry] });
    for (let s = 0; s < 10; s++) histogram.observe({ path: `/things/${s}` }, 0.3);
  }
  return () => registry.metrics();
}, 10);

const head = ["", "./prom-client", "prom-client 15", "ratio", "@prometheus-io/client", "ratio"];
const text = table(head, rows);
process.stdout.write(`${text}\n`);
if (process.argv.includes("--write")) {
  const file = new URL("prom_client_results.md", import.meta.url);
  writeFileSync(file, `# Results of the bench of ./prom-client\n\nMedians of ${ROUNDS} rounds on Node.\n\n${text}\n`);
}
