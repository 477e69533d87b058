import { gaugeFamily } from "../model/families.ts";
import type { Labels } from "../model/labels.ts";
import type { GaugeFamily, Point } from "../model/metric_family.ts";
import { quote } from "../model/quote.ts";

/** One pool, or several by name. */
export type OneOrNamed<T> = T | Readonly<Record<string, T>>;

/** A pool with the labels of its series. */
export interface LabelledPool<T> {
  readonly labels: Labels;
  readonly pool: T;
}

/** A gauge with one value for each pool. */
export interface PoolGauge<T> {
  readonly name: string;
  readonly help: string;
  /** Reads the value of a pool, or several that differ in labels. What is not a number is omitted. */
  readonly read: (pool: T) => unknown;
}

/** What a library calls its pools, and the member that each of them has. */
export interface PoolKind {
  /** Words for errors. */
  readonly library: string;
  readonly label: string;
  readonly member: string;
  /** Whether an instance of another class counts as a pool, of which nothing is known. */
  readonly takesInstances?: boolean;
}

/**
 * Gives every pool its labels: none if it is alone, its name if there are several.
 *
 * @throws {TypeError} If a value is not a pool of the library
 */
export function labelPools<T extends object>(kind: PoolKind, pools: OneOrNamed<T>): readonly LabelledPool<T>[] {
  if (isPool(pools, kind)) return [{ labels: {}, pool: pools as T }];
  const subject = `Cannot collect metrics of ${kind.library}`;
  if (typeof pools !== "object" || pools === null) {
    throw new TypeError(`${subject}: it must be an object, current value is ${quote(pools)}`);
  }
  return Object.entries(pools).map(([name, pool]) => {
    if (isPool(pool, kind)) return { labels: { [kind.label]: name }, pool };
    throw new TypeError(`${subject} ${quote(name)}: it must have a member ${quote(kind.member)}`);
  });
}

function isPool(pool: unknown, { member, takesInstances = false }: PoolKind): boolean {
  if (typeof pool !== "object" || pool === null) return false;
  const value = (pool as Record<string, unknown>)[member];
  // A record may have a pool of that name.
  if (typeof value === "function" || typeof value === "string" || typeof value === "number") return true;
  return takesInstances && ![null, Object.prototype].includes(Object.getPrototypeOf(pool));
}

/** Reads gauges. A pool that throws, as after it was closed, and values that it lacks are omitted. */
export function* readGauges<T>(
  gauges: readonly PoolGauge<T>[],
  pools: readonly LabelledPool<T>[],
): Iterable<GaugeFamily> {
  for (const { name, help, read } of gauges) {
    const points = pools.flatMap(({ labels, pool }) => attempt(() => pointsOf(read(pool), labels)) ?? []);
    if (points.length > 0) yield gaugeFamily(name, help, points);
  }
}

function pointsOf(read: unknown, labels: Labels): Point[] {
  const points = Array.isArray(read) ? read as { labels: Labels; value: unknown }[] : [{ labels: {}, value: read }];
  return points.flatMap(({ labels: own, value }) =>
    typeof value === "number" && !Number.isNaN(value) ? [{ labels: { ...labels, ...own }, value }] : []
  );
}

/** Splits connections into those in use and the others. */
export function byState(all: unknown, idle: unknown): Point[] {
  return [
    { labels: { state: "idle" }, value: idle as number },
    { labels: { state: "used" }, value: (all as number) - (idle as number) },
  ];
}

/** Reads a member that the types of a library do not have. */
export function memberOf(object: object, name: string): unknown {
  return (object as Record<string, unknown>)[name];
}

/** Reads the length of a queue that the types of a library do not have. */
export function lengthOf(object: object, name: string): unknown {
  return (memberOf(object, name) as { readonly length?: unknown } | undefined)?.length;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
