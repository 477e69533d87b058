/**
 * One library in a process of its own. Reads orders from standard input, a line each, and answers each with a number:
 * `time <times> <work>` with nanoseconds for one, `allocate <times> <work>` with bytes for one, `weigh <times> <weight>`
 * with bytes of heap for one series; `null` if the library has no such thing.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { labelsAt } from "./data.ts";
import type { Weights, Works } from "./works.ts";

const { works, weights }: { works: Works; weights: Weights } = await import(`./${process.argv[2]}.ts`);
const running = new Map<string, (times: number) => void>();

function time(name: string, times: number): number | null {
  const run = running.get(name) ?? works[name]?.();
  if (run === undefined) return null;
  running.set(name, run);
  const start = performance.now();
  run(times);
  return (performance.now() - start) / times * 1e6;
}

/** Bytes in use: typed arrays are outside the heap. */
function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function collectGarbage(): void {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("Cannot measure memory: run with --expose-gc");
  gc();
  gc();
}

function allocate(name: string, times: number): number | null {
  const run = running.get(name);
  if (run === undefined) return null;
  collectGarbage();
  const before = used();
  run(times);
  return (used() - before) / times;
}

function weigh(name: string, times: number): number | null {
  const make = weights[name]?.();
  if (make === undefined) return null;
  collectGarbage();
  const before = used();
  for (let i = 0; i < times; i++) make(labelsAt(i));
  collectGarbage();
  const bytes = (used() - before) / times;
  make(labelsAt(0));
  return bytes;
}

const orders = { time, allocate, weigh };
for await (const line of createInterface({ input: process.stdin })) {
  const [order = "", times = "", ...name] = line.split(" ");
  const answer = orders[order as keyof typeof orders](name.join(" "), Number(times));
  process.stdout.write(`${answer}\n`);
}
