/** Does what it is told, line by line, and answers each line with its metrics. It ends when nothing more will be said. */
import process from "node:process";
import { createInterface } from "node:readline";
import { expose, Registry } from "@webprom/exporter";
import { runtimeCollector } from "@webprom/exporter/runtime";

const registry = new Registry();
registry.register(runtimeCollector({ names: process.argv[2] === "prom-client" ? "prom-client" : "webprom" }));
const kept: unknown[] = [];

/** Works for a while. On a machine that has much to do it takes more time than it works. */
function burn(ms: number): { tookSeconds: number; workedSeconds: number } {
  const [start, before] = [performance.now(), process.cpuUsage()];
  while (performance.now() - start < ms);
  const { user, system } = process.cpuUsage(before);
  return { tookSeconds: (performance.now() - start) / 1000, workedSeconds: (user + system) / 1e6 };
}

function allocate(megabytes: number): void {
  for (let i = 0; i < megabytes; i++) kept.push(new Uint8Array(1e6).fill(i + 1));
}

function collectGarbage(times: number): void {
  const { gc } = globalThis as { gc?(): void };
  for (let i = 0; i < times; i++) gc?.();
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

for await (const line of createInterface({ input: process.stdin })) {
  let times = { tookSeconds: 0, workedSeconds: 0 };
  for (const [, word, amount] of line.matchAll(/(\w+) (\d+)/g)) {
    if (word === "allocate") allocate(Number(amount));
    if (word === "burn") times = burn(Number(amount));
    if (word === "gc") collectGarbage(Number(amount));
    if (word === "rest") await rest(Number(amount));
  }
  // Where a loop's turns are not known, it is looked in on every 600 ms while it is idle.
  if (line !== "") await rest(700);
  process.stdout.write(`${JSON.stringify({ pid: process.pid, ...times, metrics: await expose(registry) })}\n`);
}
