/**
 * Compares this package with others on one machine: one process for each library, which take turns, so that whatever else
 * the machine does hits all alike. Prints medians and ratios for each runtime; `--write` puts them into README.md.
 * Names of runtimes and parts of names of works on the command line confine the run.
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { scrapes, weights, works } from "./webprom.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LIBRARIES = ["webprom", "prometheus_io", "opentelemetry"] as const;
const ROUNDS = 15;
const FIRST_ROUNDS = 5;
const ROUND_MS = 60;

/** How each runtime runs a file with a garbage collector at hand. */
const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  node: ["npx", "-y", "node@26.10.0", "--expose-gc", "--no-warnings"],
  deno: [process.execPath, "run", "-A", "--v8-flags=--expose-gc"],
  bun: [`${ROOT}node_modules/.bin/bun`, "--expose-gc"],
};

type Ask = (order: string) => Promise<number | null>;
type Row = readonly [work: string, unit: string, ...figures: (number | null)[]];

function start(command: readonly string[], library: string): { ask: Ask; end: () => void } {
  const [program = "", ...options] = command;
  const child = spawn(program, [...options, `${HERE}child.ts`, library], {
    cwd: HERE,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function ask(order: string): Promise<number | null> {
    child.stdin.write(`${order}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`Cannot measure "${order}": ${library} ended`);
    return JSON.parse(value);
  }
  return { ask, end: () => void child.kill() };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;
}

/** Times one work on all libraries in turns, each round in the opposite order. */
async function timeWork(work: string, asks: readonly Ask[]): Promise<(number | null)[]> {
  const times: (number | undefined)[] = [];
  for (const [i, ask] of asks.entries()) {
    const slow = await ask(`time 20000 ${work}`);
    const fast = slow === null ? null : await ask(`time 200000 ${work}`);
    times[i] = fast === null ? undefined : Math.ceil(ROUND_MS * 1e6 / Math.max(0.5, fast));
  }
  const rounds: number[][] = asks.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    const turns = [...asks.keys()];
    for (const i of round % 2 === 0 ? turns : turns.reverse()) {
      if (times[i] !== undefined) rounds[i]?.push(await asks[i]?.(`time ${times[i]} ${work}`) ?? NaN);
    }
  }
  return rounds.map((values) => values.length === 0 ? null : median(values));
}

async function measure(runtime: string, wanted: (work: string) => boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const children = LIBRARIES.map((library) => start(RUNTIMES[runtime] ?? [], library));
  const asks = children.map(({ ask }) => ask);
  for (const work of Object.keys(works).filter(wanted)) {
    rows.push([work, "ns", ...await timeWork(work, asks)]);
    if (!work.includes("bound") || runtime === "bun") continue;
    rows.push([
      `${work}, memory allocated`,
      "B",
      ...await Promise.all(asks.map((ask) => ask(`allocate 100000 ${work}`))),
    ]);
  }
  for (const { end } of children) end();
  for (const weight of Object.keys(weights).filter(wanted)) {
    rows.push([weight, "B", ...await Promise.all(LIBRARIES.map((library) => weigh(runtime, library, weight)))]);
  }
  for (const name of Object.keys(scrapes).filter(wanted)) rows.push(...await timeScrapes(runtime, name));
  return rows;
}

/** Times first scrapes, each in a process of its own, and the median of those after two more. */
async function timeScrapes(runtime: string, name: string): Promise<Row[]> {
  const first: (number | null)[][] = [];
  for (let round = 0; round < FIRST_ROUNDS; round++) first.push(await scrapeInTurns(runtime, name, 1));
  const later = await scrapeInTurns(runtime, name, ROUNDS + 3);
  const of = (rounds: readonly (readonly (number | null)[])[], i: number) => {
    const values = rounds.map((figures) => figures[i] ?? null);
    return values.includes(null) ? null : median(values as number[]);
  };
  return [
    [`first scrape: ${name}`, "ms", ...LIBRARIES.map((_, i) => of(first, i))],
    [`scrape: ${name}`, "ms", ...later],
  ];
}

/** Has all libraries scrape in turns, and returns the median of each; the first three count only if there are no others. */
async function scrapeInTurns(runtime: string, name: string, times: number): Promise<(number | null)[]> {
  const children = LIBRARIES.map((library) => start(RUNTIMES[runtime] ?? [], library));
  const rounds: (number | null)[][] = [];
  for (let round = 0; round < times; round++) {
    const figures: (number | null)[] = [];
    for (const { ask } of children) figures.push(await ask(`scrape ${round} ${name}`));
    rounds.push(figures);
  }
  for (const { end } of children) end();
  return LIBRARIES.map((_, i) => {
    const values = rounds.slice(times > 3 ? 3 : 0).map((figures) => figures[i] ?? null);
    return values.includes(null) ? null : median(values as number[]);
  });
}

/** Weighs in a process that has done nothing else. */
async function weigh(runtime: string, library: string, weight: string): Promise<number | null> {
  const { ask, end } = start(RUNTIMES[runtime] ?? [], library);
  const bytes = await ask(`weigh 100000 ${weight}`);
  end();
  return bytes;
}

function table(runtime: string, rows: readonly Row[]): string {
  const head = `| ${runtime} | webprom | @prometheus-io/client | ratio | @opentelemetry/sdk-metrics | ratio |`;
  const lines = rows.map(([work, unit, own, ...others]) => {
    const cells = others.flatMap((other) => [figure(other, unit), ratio(own, other)]);
    return `| ${work} | ${figure(own, unit)} | ${cells.join(" | ")} |`;
  });
  return [head, "| --- | ---: | ---: | ---: | ---: | ---: |", ...lines].join("\n");
}

function figure(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return "–";
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

function ratio(own: number | null | undefined, other: number | null): string {
  return !own || !other || own < 0.05 ? "–" : `${(other / own).toFixed(1)}×`;
}

const args = process.argv.slice(2);
const runtimes = Object.keys(RUNTIMES).filter((name) => args.includes(name));
const parts = args.filter((arg) => !arg.startsWith("--") && !Object.hasOwn(RUNTIMES, arg));
const tables: string[] = [];
for (const runtime of runtimes.length > 0 ? runtimes : Object.keys(RUNTIMES)) {
  const rows = await measure(runtime, (work) => parts.length === 0 || parts.some((part) => work.includes(part)));
  tables.push(table(runtime, rows));
  process.stdout.write(`${tables.at(-1)}\n\n`);
}
if (args.includes("--write")) {
  const readme = readFileSync(`${ROOT}README.md`, "utf8");
  const block = `<!-- bench -->\n\n${tables.join("\n\n")}\n\n<!-- /bench -->`;
  writeFileSync(`${ROOT}README.md`, readme.replace(/<!-- bench -->[^]*<!-- \/bench -->/, () => block));
}
