/**
 * Compares this package's parsers with another one on one machine: one process for each, which take turns, so that whatever
 * else the machine does hits all alike; medians count. Then times what would hurt a parser that is not linear, at one size
 * and at eight times that. Names of runtimes and parts of names on the command line confine the run.
 */
import process from "node:process";
import { type Library, RUNTIMES, start } from "./_library.ts";
import { hardships, scrapes } from "./parse_bodies.ts";

const PARSERS = ["webprom", "parse-prometheus-text-format"] as const;
const ROUNDS = 15;
const SIZE = 100_000;

type Ask = Library["ask"];

/** Asks all in turns, and takes the median of what each answers after the first time. */
async function timeInTurns(asks: readonly Ask[], order: string): Promise<(number | null)[]> {
  const rounds: (number | null)[][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const figures: (number | null)[] = [];
    for (const ask of asks) figures.push(await ask(order));
    if (round > 0) rounds.push(figures);
  }
  return asks.map((_, i) => {
    const figures = rounds.map((figures) => figures[i] ?? null);
    return figures.includes(null) ? null : (figures as number[]).sort((one, other) => one - other)[ROUNDS >> 1] ?? null;
  });
}

const args = process.argv.slice(2);
const isWanted = (name: string): boolean => {
  const parts = args.filter((arg) => !Object.hasOwn(RUNTIMES, arg));
  return parts.length === 0 || parts.some((part) => name.includes(part));
};
const chosen = Object.keys(RUNTIMES).filter((name) => args.includes(name));
for (const runtime of chosen.length > 0 ? chosen : Object.keys(RUNTIMES)) {
  const children = PARSERS.map((parser) => start(runtime, "parse_child.ts", parser));
  for (const name of Object.keys(scrapes).filter(isWanted)) {
    const [own = null, other = null] = await timeInTurns(children.map(({ ask }) => ask), `scrape - ${name}`);
    const ratio = own === null || other === null ? "–" : `${(other / own).toFixed(1)}×`;
    process.stdout.write(`${runtime} | ${name} | ${own?.toFixed(0)} ns | ${other?.toFixed(0) ?? "–"} ns | ${ratio}\n`);
  }
  for (const name of Object.keys(hardships).filter(isWanted)) {
    const [small = null] = await timeInTurns([children[0]?.ask as Ask], `hardship ${SIZE} ${name}`);
    const [large = null] = await timeInTurns([children[0]?.ask as Ask], `hardship ${SIZE * 8} ${name}`);
    process.stdout.write(
      `${runtime} | ${name} | ${small?.toFixed(1)} ns a byte | at 8 times the size ${large?.toFixed(1)} ns\n`,
    );
  }
  for (const { end } of children) end();
}
