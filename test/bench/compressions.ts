/** Compares compressions of `node:zlib` on 1 MB of metrics: bytes and time by level, on the runtime that runs this file. */
import process from "node:process";
import zlib from "node:zlib";
import { expose, Registry } from "../../mod.ts";
import { median } from "./_library.ts";

// The types of Node 20 do not know zstd.
const { constants, zstdCompressSync } = zlib as unknown as {
  readonly constants: { readonly ZSTD_c_compressionLevel: number };
  zstdCompressSync(body: Uint8Array, options: { readonly params: Readonly<Record<number, number>> }): Uint8Array;
};

const PARTS = ["http", "db", "cache", "queue", "grpc", "auth", "mail", "jobs"];
const METHODS = ["GET", "POST", "PUT", "DELETE"];
const ROUNDS = 15;

let state = 1;
function random(): number {
  state = Math.imul(state, 1664525) + 1013904223 >>> 0;
  return state / 2 ** 32;
}

const registry = new Registry();
const labelsOf = (i: number) => ({ method: METHODS[i % 4] as string, route: `/api/v1/${PARTS[i % 8]}/${i >> 2}` });
for (let i = 0; i < 90; i++) {
  const counter = registry.counter({
    name: `${PARTS[i % 8]}_requests_${i}_total`,
    help: `Requests of ${PARTS[i % 8]}, by method and route.`,
    labelNames: ["method", "route"],
  });
  for (let k = 0; k < 40; k++) counter.inc(labelsOf(k), k % 2 === 0 ? random() * 1e5 : Math.floor(random() * 1e6));
}
for (let i = 0; i < 35; i++) {
  const histogram = registry.histogram({
    name: `${PARTS[i % 8]}_duration_${i}_seconds`,
    help: "Time to answer.",
    labelNames: ["method", "route"],
  });
  for (let k = 0; k < 1000; k++) histogram.observe(labelsOf(k % 20), random() ** 4 * 12);
}
const body = new TextEncoder().encode(await expose(registry));

function measure(name: string, compress: () => Uint8Array): void {
  let length = 0;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    ({ length } = compress());
    return performance.now() - start;
  });
  process.stdout.write(`| ${name} | ${(length / 1000).toFixed(0)} kB | ${median(rounds).toFixed(2)} ms |\n`);
}

process.stdout.write(`| ${(body.length / 1000).toFixed(0)} kB of text | bytes | time |\n| --- | ---: | ---: |\n`);
for (const level of [1, 2, 3, 4, 6]) measure(`gzip, level ${level}`, () => zlib.gzipSync(body, { level }));
for (const level of [-3, -1, 1, 2, 3, 4, 5, 6]) {
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  measure(`zstd, level ${level}`, () => zstdCompressSync(body, { params }));
}
