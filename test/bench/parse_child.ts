/**
 * One parser in a process of its own. Reads orders from standard input, a line each, and answers each with nanoseconds:
 * `scrape <name>` for a line, `hardship <size> <name>` for a byte; `null` where the parser does not read the format.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { hardships, scrapes } from "./parse_bodies.ts";

type Parse = (text: string) => readonly unknown[];

/** By parser and format, how it reads. */
const PARSERS: Readonly<Record<string, () => Promise<Readonly<Record<string, Parse>>>>> = {
  async webprom() {
    const { parseOpenMetrics, parseText } = await import("../../src/parse/mod.ts");
    return {
      "text": parseText,
      "openmetrics": parseOpenMetrics,
      "openmetrics-2": (text) => parseOpenMetrics(text, { version: "2.0.0" }),
    };
  },
  async "parse-prometheus-text-format"() {
    const name: string = "parse-prometheus-text-format"; // has no types
    const { default: parse }: { readonly default: Parse } = await import(name);
    return { text: parse };
  },
};

const parsers = await PARSERS[process.argv[2] ?? ""]?.() ?? {};
const bodies = new Map<string, string>();

function time(key: string, format: string, make: () => string, count: (text: string) => number): number | null {
  const parse = parsers[format];
  if (parse === undefined) return null;
  const text = bodies.get(key) ?? make();
  bodies.set(key, text);
  (globalThis as { gc?: () => void }).gc?.(); // what was read before is not to be paid for now
  const start = performance.now();
  const families = parse(text);
  const ns = (performance.now() - start) * 1e6;
  if (families.length === 0) throw new Error(`Cannot believe "${key}": there are no families`);
  return ns / count(text);
}

for await (const line of createInterface({ input: process.stdin })) {
  const [order = "", size = "", ...name] = line.split(" ");
  const key = name.join(" ");
  const [format, make] = order === "scrape" ? scrapes[key] ?? [] : hardships[key] ?? [];
  const answer = format === undefined || make === undefined
    ? null
    : time(`${size} ${key}`, format, () => make(Number(size)), order === "scrape" ? lineCount : ({ length }) => length);
  process.stdout.write(`${answer}\n`);
}

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}
