/**
 * One library in a process of its own, with one registry that is scraped in one format: `scrape_child.ts <library> <format>
 * <shape>`. Reads orders from standard input, a line each, and answers each with a number: `handle <times>` and `encode
 * <times>` with milliseconds for one scrape through the handler, or without it; `memory` with the bytes in use. Before each
 * scrape values change, which is not timed. Answers `null` if the library lacks the format.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { SHAPES } from "./shapes.ts";
import type { FormatWord, Scraped } from "./works.ts";

const ACCEPT: Readonly<Record<FormatWord, string>> = {
  text: "text/plain;version=0.0.4",
  openmetrics: "application/openmetrics-text;version=1.0.0",
  protobuf: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
};

const [, , library = "", word = "", name = ""] = process.argv;
const format = word as FormatWord;
const module: { scraped(shape: typeof SHAPES[string], format: FormatWord): Scraped | undefined } = await import(
  `./scrape_${library}.ts`
);
// Loads the classes of requests and responses, so that the first scrape is not charged for them.
await new Response(await new Request("http://localhost/", { method: "POST", body: "warm" }).text()).arrayBuffer();
const registry = module.scraped(SHAPES[name] as typeof SHAPES[string], format);

async function handle({ handle }: Scraped): Promise<number> {
  const response = await handle(new Request("http://localhost/metrics", { headers: { accept: ACCEPT[format] } }));
  return (await response.arrayBuffer()).byteLength;
}

async function time(scrape: () => Promise<number>, change: () => void, times: number): Promise<number> {
  let ms = 0;
  for (let i = 0; i < times; i++) {
    change();
    const start = performance.now();
    const length = await scrape();
    ms += performance.now() - start;
    if (length < 1000) throw new Error(`Cannot believe a body of ${length} bytes`);
  }
  return ms / times;
}

/** Bytes in use after a garbage collection: typed arrays are outside the heap. */
function memory(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("Cannot measure memory: run with --expose-gc");
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [order, times = "1"] = line.split(" ");
  let answer: number | null = null;
  if (registry !== undefined) {
    const scrape = order === "handle" ? () => handle(registry) : () => registry.encode();
    answer = order === "memory" ? memory() : await time(scrape, registry.change, Number(times));
  }
  process.stdout.write(`${answer}\n`);
}
