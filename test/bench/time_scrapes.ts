/** Scrapes: milliseconds of the first one and of later ones, and memory at rest, of two libraries that take turns. */
import { figure, type Library, median, ratio, start, table } from "./_library.ts";
import { SHAPES } from "./shapes.ts";
import type { FormatWord } from "./works.ts";

const LIBRARIES = ["webprom", "prometheus_io"] as const;
const FORMATS: readonly FormatWord[] = ["text", "openmetrics", "protobuf"];
const FIRST_ROUNDS = 5;
const ROUNDS = 15;
const ROUND_MS = 60;
const WARM_UP_MS = 600;

/** One figure per library. */
type Figures = readonly (number | null)[];

/** Times first scrapes, each in a process that has done nothing else. */
async function timeFirst(runtime: string, args: readonly string[]): Promise<Figures> {
  const rounds: (number | null)[][] = [];
  for (let round = 0; round < FIRST_ROUNDS; round++) {
    const figures: (number | null)[] = [];
    for (const library of LIBRARIES) {
      const { ask, end } = start(runtime, "scrape_child.ts", library, ...args);
      figures.push(await ask("handle 1"));
      end();
    }
    rounds.push(figures);
  }
  return mediansOf(rounds);
}

/** Times scrapes of libraries in turns, each round in the opposite order, after they are warm. */
async function timeLater(libraries: readonly Library[], way: string): Promise<Figures> {
  const times: (number | null)[] = [];
  for (const { ask } of libraries) {
    const slow = await ask(`${way} 3`);
    const fast = slow === null ? null : await ask(`${way} ${Math.ceil(WARM_UP_MS / slow)}`);
    times.push(fast && Math.ceil(ROUND_MS / fast));
  }
  const rounds: (number | null)[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const figures: (number | null)[] = libraries.map(() => null);
    const turns = [...libraries.keys()];
    for (const i of round % 2 === 0 ? turns : turns.reverse()) {
      if (times[i]) figures[i] = await libraries[i]?.ask(`${way} ${times[i]}`) ?? null;
    }
    rounds.push(figures);
  }
  return mediansOf(rounds);
}

function mediansOf(rounds: readonly Figures[]): Figures {
  return LIBRARIES.map((_, i) => {
    const values = rounds.map((figures) => figures[i] ?? null);
    return values.includes(null) ? null : median(values as number[]);
  });
}

async function askAll(libraries: readonly Library[], order: string): Promise<Figures> {
  const answers: (number | null)[] = [];
  for (const { ask } of libraries) answers.push(await ask(order));
  return answers;
}

/** Measures one shape in one format: a row of the table. */
async function measure(runtime: string, format: FormatWord, shape: string): Promise<readonly string[]> {
  const first = await timeFirst(runtime, [format, shape]);
  const libraries = LIBRARIES.map((library) => start(runtime, "scrape_child.ts", library, format, shape));
  const before = await askAll(libraries, "memory");
  await askAll(libraries, "handle 100");
  const after = await askAll(libraries, "memory");
  const encode = await timeLater(libraries, "encode");
  const handle = await timeLater(libraries, "handle");
  for (const { end } of libraries) end();
  const grown = after.map((bytes, i) => bytes === null ? null : (bytes - (before[i] ?? 0)) / 2 ** 20);
  return [
    `${format}: ${shape}`,
    ...[encode, handle, first].flatMap(([own, other]) => [time(own), time(other), ratio(own, other)]),
    ...grown.map((megabytes) => figure(megabytes, "MB")),
  ];
}

function time(ms: number | null | undefined): string {
  return ms && ms < 1 ? figure(ms * 1000, "µs") : figure(ms, "ms");
}

/**
 * Measures scrapes.
 *
 * @param runtime Where
 * @param isWanted Whether a scrape is measured, by its format and shape
 * @returns A table; empty if nothing is wanted
 */
export async function timeScrapes(runtime: string, isWanted: (scrape: string) => boolean): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const format of FORMATS) {
    for (const shape of Object.keys(SHAPES)) {
      if (isWanted(`${format}: ${shape}`)) rows.push(await measure(runtime, format, shape));
    }
  }
  const three = (what: string) => [`${what}, webprom`, "@prometheus-io/client", "ratio"];
  const head = [
    `${runtime}, scrapes`,
    ...three("gather and encode"),
    ...three("through the handler"),
    ...three("first scrape of a process"),
    "memory kept by 100 scrapes, webprom",
    "@prometheus-io/client",
  ];
  return rows.length === 0 ? "" : table(head, rows);
}
