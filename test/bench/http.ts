/**
 * Compares the answers of a handler with a constant one of the same size, in requests per second on this machine, with
 * `wrk` as the client. They take turns, so that whatever else the machine does hits all alike; medians count. Names of
 * runtimes on the command line confine the run.
 */
import { fileURLToPath } from "node:url";
import process from "node:process";
import { type Child, execute, start } from "../support/child.ts";
import type { Servers } from "./http_child.ts";

const CHILD = fileURLToPath(new URL("./http_child.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ROUNDS = 5;
const SECONDS = 2;

/** How each runtime runs a file. Not by npx: it does not end the program with itself. */
const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  node: [firstLineOf(await execute(["npx", "-y", "node@26.10.0", "-p", "process.execPath"])), "--no-warnings"],
  deno: [process.execPath, "run", "-A"],
  bun: [`${ROOT}node_modules/.bin/bun`],
};

/** What is asked, by name: the first is what the others are compared with. */
const RUNS: Readonly<Record<string, { readonly server: keyof Servers; readonly headers?: readonly string[] }>> = {
  "constant answer": { server: "constant" },
  "metricsHandler": { server: "handler" },
  "metricsHandler, gzip": { server: "handler", headers: ["-H", "Accept-Encoding: gzip"] },
  "exporter": { server: "exporter" },
  "exporter, gzip": { server: "exporter", headers: ["-H", "Accept-Encoding: gzip"] },
};

async function measure(url: string, headers: readonly string[]): Promise<number> {
  const report = await execute(["wrk", "-t1", "-c16", `-d${SECONDS}s`, ...headers, url]);
  if (/Non-2xx|Socket errors/.test(report)) throw new Error(`Cannot measure ${url}: ${report}`);
  return Number(/Requests\/sec: +([\d.]+)/.exec(report)?.[1]);
}

async function measureAll(child: Child): Promise<Record<string, number[]>> {
  await child.url;
  const urls: Record<keyof Servers, string> = JSON.parse(child.stdout);
  const figures: Record<string, number[]> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, { server, headers = [] }] of Object.entries(RUNS)) {
      const figure = await measure(urls[server], headers);
      if (round > 0) (figures[name] ??= []).push(figure); // the first round warms up
    }
  }
  return figures;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;
}

function firstLineOf(text: string): string {
  return text.split("\n")[0] ?? "";
}

const chosen = Object.keys(RUNTIMES).filter((name) => process.argv.includes(name));
for (const runtime of chosen.length > 0 ? chosen : Object.keys(RUNTIMES)) {
  await using child = start([...RUNTIMES[runtime] ?? [], CHILD], { cwd: ROOT });
  let constant: number | undefined;
  for (const [name, figures] of Object.entries(await measureAll(child))) {
    const perSecond = median(figures);
    constant ??= perSecond;
    process.stdout.write(`${runtime} | ${name} | ${Math.round(perSecond)}/s | ${(perSecond / constant).toFixed(2)}\n`);
  }
}
