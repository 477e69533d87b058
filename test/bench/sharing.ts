/**
 * Compares a scrape of several workers with that of `AggregatorRegistry` and `WorkerRegistry` of `@prometheus-io/client`, on
 * Node: the libraries take turns, medians count. Prints a table; `--write` also writes it to sharing_results.md. Parts of the
 * names of rows select what is measured.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { figure, median, ratio, start, table } from "./_library.ts";

const ROUNDS = 31;
const WARM_UP = 20;

/** Transport, number of workers, series of each. */
const SHAPES = [
  ["cluster", 4, 100],
  ["cluster", 4, 10_000],
  ["threads", 4, 100],
  ["threads", 4, 10_000],
  ["threads", 8, 10_000],
] as const;

const LIBRARIES = ["webprom", "prometheus_io"] as const;
const rows: string[][] = [];
const isWritten = process.argv.includes("--write");
const parts = process.argv.slice(2).filter((arg) => arg !== "--write");

for (const [transport, workers, series] of SHAPES) {
  const name = `${transport}, ${workers} × ${series.toLocaleString("en")} series`;
  if (parts.length > 0 && !parts.some((part) => name.includes(part))) continue;
  const libraries = LIBRARIES.map((library) =>
    start("node", "sharing_child.ts", library, transport, `${workers}`, `${series}`)
  );
  for (const order of ["idle", "busy"] as const) {
    const times: number[][] = LIBRARIES.map(() => []);
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const turns = [...libraries.keys()];
      for (const i of round % 2 === 0 ? turns : turns.reverse()) {
        const ms = await libraries[i]?.ask(order) ?? NaN;
        if (round >= 0) times[i]?.push(ms);
      }
    }
    const [own = NaN, other = NaN] = times.map(median);
    const what = order === "idle" ? "nothing has changed" : "everything has changed";
    rows.push([`${name}, ${what}`, figure(own, "ms"), figure(other, "ms"), ratio(own, other)]);
  }
  const hangs = await Promise.all(libraries.map(({ ask }) => ask("hang")));
  const told = hangs.map((ms) => figure(Math.abs(ms ?? NaN), "ms") + ((ms ?? 0) < 0 ? ", rejected" : ""));
  rows.push([`${name}, a worker hangs`, told[0] ?? "", told[1] ?? "", "–"]);
  for (const { end } of libraries) end();
}
const results = table(["node, scrape of several workers", "webprom", "@prometheus-io/client", "ratio"], rows);
process.stdout.write(`${results}\n`);
if (isWritten) {
  writeFileSync(new URL("./sharing_results.md", import.meta.url), `# Results of the bench of sharing\n\n${results}\n`);
}
