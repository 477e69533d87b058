/**
 * Measures what `httpMetrics()` and `instrumentHandler()` add to a request of a Hono application without a network, compared with
 * `@hono/prometheus`: in each of several processes the variants take turns, and medians count. Prints a table; `--write` also
 * writes it to middleware_results.md. Names of runtimes select where to measure.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { median, RUNTIMES, start, table } from "./_library.ts";

const PROCESSES = 5;
const ROUNDS = 21;
const WARM_UP = 10;

const VARIANTS = ["bare", "empty", "webprom", "handler", "hono_prometheus"] as const;
const isWritten = process.argv.includes("--write");
const selected = process.argv.slice(2).filter((arg) => arg !== "--write");
const rows: string[][] = [];

for (const runtime of Object.keys(RUNTIMES)) {
  if (selected.length > 0 && !selected.includes(runtime)) continue;
  const times: number[][] = VARIANTS.map(() => []);
  for (let i = 0; i < PROCESSES; i++) {
    const { ask, end } = start(runtime, "middleware_child.ts");
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const turns = [...VARIANTS.entries()];
      for (const [i, variant] of round % 2 === 0 ? turns : turns.reverse()) {
        const us = await ask(variant) ?? NaN;
        if (round >= 0) times[i]?.push(us);
      }
    }
    end();
  }
  const [bare = [], ...others] = times;
  // The load of the machine changes from round to round; that of one round is the same for all.
  const added = others.map((other) => median(other.map((us, round) => us - (bare[round] ?? NaN))));
  rows.push([runtime, us(median(bare)), ...added.map(us)]);
}

function us(value: number): string {
  return `${value.toFixed(2)} µs`;
}

const added = ["empty middleware", "httpMetrics", "instrumentHandler", "@hono/prometheus"].map((name) => `+ ${name}`);
const results = table(["one request", "application", ...added], rows);
process.stdout.write(`${results}\n`);
if (isWritten) {
  const text = `# Results of the bench of middleware

Time of a request in a Hono application with one route, without a network, and what each middleware adds to it. Any first
middleware adds the time of the empty one: without it, Hono calls the handler directly.

${results}
`;
  writeFileSync(new URL("./middleware_results.md", import.meta.url), text);
}
