import { printBound } from "../model/numbers.ts";
import type { Gatherer } from "../model/collector.ts";
import type { Labels, LabelValue } from "../model/labels.ts";
import { gather } from "./_gather.ts";
import { samplesOf, type TextSample } from "../exposition/text_samples.ts";

const MOST_SHOWN = 10;

/**
 * Reads the value of a series as Prometheus would, by its name and all its labels. This includes parts of a
 * distribution (`_sum`, `_count`, `_bucket` with `le`, the name of a summary with `quantile`), an info (1), and a state
 * of a state set, whose label has the name of the metric. If you have the counter or gauge itself, call its `value()`
 * instead.
 *
 * @example Read the values of a histogram
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { valueOf } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const wait = registry.histogram({ name: "app_wait_seconds", help: "Time in the queue.", buckets: [0.5, 1] });
 * wait.observe(0.7);
 *
 * assertEquals(await valueOf(registry, "app_wait_seconds_bucket", { le: 1 }), 1);
 * assertEquals(await valueOf(registry, "app_wait_seconds_sum"), 0.7);
 * ```
 *
 * @param gatherer A registry
 * @param name Name of the series
 * @param labels All labels of the series; a label with an empty value counts as missing
 * @returns The value
 * @throws {RangeError} If the series does not exist; the message lists similar ones
 */
export async function valueOf(
  gatherer: Gatherer,
  name: string,
  labels: Readonly<Record<string, LabelValue>> = {},
): Promise<number> {
  const { families, failures, cause } = await gather(gatherer);
  const samples = families.flatMap(samplesOf);
  const named = samples.filter((sample) => sample.name === name);
  const wanted = Object.entries(labels).filter(([, value]) => value !== "");
  const found = named.find((sample) => isMatch(sample, wanted));
  if (found !== undefined) return found.value;
  const subject = `Cannot read the value of ${show(name, wanted)}`;
  const problem = named.length > 0 ? showLabels(named, wanted) : showNames(name, samples);
  throw new RangeError(`${subject}: ${problem}${failures}`, { cause });
}

type Pairs = readonly (readonly [name: string, value: LabelValue])[];

function isMatch({ labels }: TextSample, wanted: Pairs): boolean {
  return pairsOf(labels).length === wanted.length && countEqual(labels, wanted) === wanted.length;
}

function countEqual(labels: Labels, wanted: Pairs): number {
  return wanted.filter(([name, value]) => Object.hasOwn(labels, name) && isEqual(name, labels[name], value)).length;
}

/** Compares label values. Those of `le` and `quantile` are compared as numbers, regardless of their notation. */
function isEqual(name: string, actual: string | undefined, wanted: LabelValue): boolean {
  const text = String(wanted);
  if (name !== "le" && name !== "quantile") return actual === text;
  return actual === text || text !== "" && actual === printBound(Number(text.replace(/^\+?Inf$/, "Infinity")));
}

function pairsOf(labels: Labels): Pairs {
  return Object.entries(labels).filter(([, value]) => value !== "");
}

function show(name: string, pairs: Pairs): string {
  return pairs.length === 0 ? name : `${name}{${pairs.map(([name, value]) => `${name}="${value}"`).join(",")}}`;
}

function showLabels(named: readonly TextSample[], wanted: Pairs): string {
  const nearest = named.toSorted((one, other) => countEqual(other.labels, wanted) - countEqual(one.labels, wanted));
  const shown = nearest.slice(0, MOST_SHOWN).map(({ name, labels }) => show(name, pairsOf(labels)));
  const rest = named.length - shown.length;
  return `series with this name are ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function showNames(name: string, samples: readonly TextSample[]): string {
  const near = nearNames(name, samples.map((sample) => sample.name));
  return near.length > 0 ? `no series has this name; similar names are ${near.join(", ")}` : "no series has this name";
}

const MOST = 5;

/** Finds similar names, the most similar first. */
export function nearNames(name: string, names: Iterable<string>): string[] {
  return [...new Set(names)]
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ candidate, distance }) =>
      candidate.includes(name) || name.includes(candidate) || distance <= Math.max(2, name.length / 4)
    )
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** Returns the Levenshtein distance: the number of inserted, removed or changed characters. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const changed = (row[j] ?? 0) + Number(from[i] !== to[j]);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
