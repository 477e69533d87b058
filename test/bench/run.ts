/**
 * Compares this package with others on one machine: one process for each library, which take turns, so that whatever else
 * the machine does hits all alike. Prints medians and ratios for each runtime; `--write` writes them to results.md, and
 * some of them into README.md. Names of runtimes and parts of names on the command line select what is measured.
 */
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { RUNTIMES } from "./_library.ts";
import { timeScrapes } from "./time_scrapes.ts";
import { timeWorks } from "./time_works.ts";

const RESULTS = new URL("./results.md", import.meta.url);
const README = new URL("../../README.md", import.meta.url);

/** Beginnings of the rows that the README shows. */
const SHOWN = [
  "counter, bound: inc()",
  "counter: inc({2 labels})",
  "histogram: observe({2 labels}",
  "text: 50 counters × 3",
  "text: 500 counters × 5",
  "text: 1 counter × 100,000, fractions",
];

/** The runtime whose figures the README shows. */
const SHOWN_RUNTIME = "node";

const args = process.argv.slice(2);
const runtimes = Object.keys(RUNTIMES).filter((name) => args.includes(name));
const parts = args.filter((arg) => !arg.startsWith("--") && !Object.hasOwn(RUNTIMES, arg));

if (args.includes("--write") && args.length > 1) {
  throw new Error("Cannot write results of a part: run with --write alone");
}

function isWanted(name: string): boolean {
  return parts.length === 0 || parts.some((part) => name.includes(part));
}

const tables: string[] = [];
for (const runtime of runtimes.length > 0 ? runtimes : Object.keys(RUNTIMES)) {
  for (const measure of [timeWorks, timeScrapes]) {
    const table = await measure(runtime, isWanted);
    if (table === "") continue;
    tables.push(table);
    process.stdout.write(`${table}\n\n`);
  }
}

/** Rows for the README: what is measured, this package, the official client, the ratio. */
function shownRows(): string[] {
  const shown = tables.filter((table) => table.startsWith(`| ${SHOWN_RUNTIME},`));
  const rows = shown.flatMap((table) => table.split("\n").slice(2)).map((line) => line.slice(2, -2).split(" | "));
  return SHOWN.flatMap((name) => {
    const [what = "", own, other, ratio, ...more] = rows.find(([first]) => first?.startsWith(name)) ?? [];
    if (more.length < 4) return [`| ${what} | ${own} | ${other} | ${ratio} |`];
    const shape = what.replace("text: ", "");
    return [
      `| scrape, ${shape} | ${more.slice(0, 3).join(" | ")} |`,
      `| first scrape, ${shape} | ${more.slice(3, 6).join(" | ")} |`,
    ];
  });
}

if (args.includes("--write")) {
  writeFileSync(RESULTS, `# Results of the bench\n\n${tables.join("\n\n")}\n`);
  const readme = readFileSync(README, "utf8");
  const head = "| Node | webprom | @prometheus-io/client | ratio |\n| --- | ---: | ---: | ---: |";
  const block = `<!-- bench -->\n\n${head}\n${shownRows().join("\n")}\n\n<!-- /bench -->`;
  writeFileSync(README, readme.replace(/<!-- bench -->[^]*<!-- \/bench -->/, () => block));
}
