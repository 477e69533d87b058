/** Writes: nanoseconds, allocated bytes and memory of instruments, of three libraries that take turns. */
import { figure, type Library, median, ratio, start, table } from "./_library.ts";
import { weights, works } from "./webprom.ts";

const LIBRARIES = ["webprom", "prometheus_io", "opentelemetry"] as const;
const ROUNDS = 15;
const ROUND_MS = 60;

type Row = readonly [work: string, unit: string, ...figures: (number | null)[]];

/** Times one work on all libraries in turns, each round in the opposite order. */
async function timeWork(work: string, libraries: readonly Library[]): Promise<(number | null)[]> {
  const times: (number | undefined)[] = [];
  for (const [i, { ask }] of libraries.entries()) {
    const slow = await ask(`time 20000 ${work}`);
    const fast = slow === null ? null : await ask(`time 200000 ${work}`);
    times[i] = fast === null ? undefined : Math.ceil(ROUND_MS * 1e6 / Math.max(0.5, fast));
  }
  const rounds: number[][] = libraries.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    const turns = [...libraries.keys()];
    for (const i of round % 2 === 0 ? turns : turns.reverse()) {
      if (times[i] !== undefined) rounds[i]?.push(await libraries[i]?.ask(`time ${times[i]} ${work}`) ?? NaN);
    }
  }
  return rounds.map((values) => values.length === 0 ? null : median(values));
}

/** Weighs in a process that has done nothing else. */
async function weigh(runtime: string, library: string, weight: string): Promise<number | null> {
  const { ask, end } = start(runtime, "child.ts", library);
  const bytes = await ask(`weigh 100000 ${weight}`);
  end();
  return bytes;
}

/**
 * Measures writes.
 *
 * @param runtime Where
 * @param isWanted Whether a work is measured
 * @returns A table; empty if nothing is wanted
 */
export async function timeWorks(runtime: string, isWanted: (work: string) => boolean): Promise<string> {
  const rows: Row[] = [];
  const libraries = LIBRARIES.map((library) => start(runtime, "child.ts", library));
  for (const work of Object.keys(works).filter(isWanted)) {
    rows.push([work, "ns", ...await timeWork(work, libraries)]);
    if (!work.includes("bound") || runtime === "bun") continue;
    const bytes = await Promise.all(libraries.map(({ ask }) => ask(`allocate 100000 ${work}`)));
    rows.push([`${work}, memory allocated`, "B", ...bytes]);
  }
  for (const { end } of libraries) end();
  for (const weight of Object.keys(weights).filter(isWanted)) {
    rows.push([weight, "B", ...await Promise.all(LIBRARIES.map((library) => weigh(runtime, library, weight)))]);
  }
  if (rows.length === 0) return "";
  const head = [
    `${runtime}, writes`,
    "webprom",
    "@prometheus-io/client",
    "ratio",
    "@opentelemetry/sdk-metrics",
    "ratio",
  ];
  return table(
    head,
    rows.map(([work, unit, own, ...others]) => [
      work,
      figure(own, unit),
      ...others.flatMap((other) => [figure(other, unit), ratio(own && own < 0.05 ? null : own, other)]),
    ]),
  );
}
