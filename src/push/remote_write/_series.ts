import type { Labels } from "../../model/labels.ts";
import type {
  HistogramPoint,
  MetricFamily,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../../model/metric_family.ts";
import { printBound } from "../../model/numbers.ts";
import type { ClassicHistograms } from "./classic_histograms.ts";
import type { Symbols } from "./_symbols.ts";

/** A series of the sender. */
export interface Series {
  /** Symbols of its labels: name and value, sorted by name. */
  readonly refs: readonly number[];
  /** Time of its last sample, in milliseconds since the epoch. */
  timeMs: number;
  /** Whether the source says when its samples were taken. It has no end then. */
  hasOwnTime: boolean;
}

/** Changes the labels of a series, and returns whether to send it. */
export type Relabel = (labels: Map<string, string>) => boolean;

/** Numbers of series of a source. */
export interface SeriesCounts {
  readonly all: number;
  readonly kept: number;
  readonly added: number;
}

/** Options of {@linkcode SeriesTable}. */
export interface SeriesOptions {
  readonly labels: Labels;
  readonly classicHistograms: ClassicHistograms;
  readonly honorLabels?: boolean | undefined;
  readonly relabel?: Relabel | undefined;
}

/** What distinguishes the series of one point. */
interface Part {
  readonly suffix: string;
  /** Label that the type adds. */
  readonly label?: readonly [name: string, value: string] | undefined;
}

/** Time of the last sample of a series that is not sent: no sample is later. */
const DROPPED = Infinity;

const SINGLE: readonly Part[] = [{ suffix: "" }];
const SUM_AND_COUNT: readonly Part[] = [{ suffix: "_sum" }, { suffix: "_count" }];

/**
 * Lists the series of a point, in the order of their samples: the same list as before if they are the same. A native histogram
 * is one series, after those of the classic buckets.
 */
function partsOf(
  family: MetricFamily,
  point: PointHead,
  classic: ClassicHistograms,
  before: readonly Part[],
): readonly Part[] {
  const parts = newPartsOf(family, point, classic);
  const isSame = parts.length === before.length && parts.every(({ suffix, label }, i) => {
    const other = before[i] as Part;
    return suffix === other.suffix && label?.[0] === other.label?.[0] && label?.[1] === other.label?.[1];
  });
  return isSame ? before : parts;
}

function newPartsOf({ type, name }: MetricFamily, point: PointHead, classic: ClassicHistograms): readonly Part[] {
  switch (type) {
    case "summary": {
      const { quantiles } = point as SummaryPoint;
      if (quantiles.length === 0) return SUM_AND_COUNT;
      return [
        ...quantiles.map(({ quantile }) => ({ suffix: "", label: ["quantile", printBound(quantile)] as const })),
        ...SUM_AND_COUNT,
      ];
    }
    case "stateset":
      return Object.keys((point as StateSetPoint).states).map((state) => ({ suffix: "", label: [name, state] }));
    case "histogram":
    case "gaugehistogram":
      return histogramParts(point as HistogramPoint, classic);
    default:
      return SINGLE;
  }
}

function histogramParts(point: HistogramPoint, classic: ClassicHistograms): readonly Part[] {
  if (isOneSeries(point, classic)) return SINGLE;
  const parts: Part[] = Array.from(
    { length: point.bounds.length + 1 },
    (_, i) => ({ suffix: "_bucket", label: ["le", printBound(point.bounds[i] ?? Infinity)] }),
  );
  return [...parts, ...SUM_AND_COUNT, ...point.native === undefined ? [] : SINGLE];
}

/** Checks whether a histogram is sent as a native one only. */
export function isOneSeries({ bounds, native }: HistogramPoint, classic: ClassicHistograms): boolean {
  return classic === "nhcb" || native !== undefined && (classic === "fallback" || bounds.length === 0);
}

/** The series of one family, and of its points. */
interface FamilySeries {
  /** The array of points, if it is only appended to. */
  points: readonly PointHead[] | undefined;
  groups: Series[][];
  round: number;
}

/** All series of a sender, from round to round. */
export class SeriesTable {
  readonly #symbols: Symbols;
  readonly #added: readonly (readonly [name: string, value: string])[];
  readonly #classic: ClassicHistograms;
  readonly #honorLabels: boolean;
  readonly #relabel: Relabel | undefined;
  readonly #families = new Map<string, FamilySeries>();
  #round = 0;
  /** Series that are new in this round. */
  #new = 0;
  /** Series that the current round does not have any more. */
  #ended: Series[] = [];

  constructor(symbols: Symbols, { labels, classicHistograms, honorLabels = false, relabel }: SeriesOptions) {
    this.#symbols = symbols;
    this.#added = Object.entries(labels);
    this.#classic = classicHistograms;
    this.#honorLabels = honorLabels;
    this.#relabel = relabel;
  }

  /** Numbers of series in this round. */
  get counts(): SeriesCounts {
    let [all, kept] = [0, 0];
    for (const { groups } of this.#families.values()) {
      for (const group of groups) for (const { timeMs } of group) timeMs === DROPPED ? all++ : (all++, kept++);
    }
    return { all, kept, added: this.#new };
  }

  /** Begins a round. */
  begin(): void {
    this.#round++;
    this.#new = 0;
    this.#ended = [];
  }

  /**
   * Returns the series of each point of a family.
   *
   * @param family The family
   * @param points Its points
   * @param isLive Whether the labels never change, and the array is only appended to
   */
  of(family: MetricFamily, points: readonly PointHead[], isLive: boolean): readonly (readonly Series[])[] {
    const { name, type } = family;
    const key = `${type} ${name}`;
    const known = this.#families.get(key);
    if (known !== undefined && known.points === points) {
      known.round = this.#round;
      this.#extend(family, points, known.groups, undefined);
      return known.groups;
    }
    const before = known && keyed(known.groups);
    const groups: Series[][] = [];
    this.#extend(family, points, groups, before);
    if (before !== undefined) { for (const series of before.values()) this.#ended.push(series); }
    this.#families.set(key, { points: isLive ? points : undefined, groups, round: this.#round });
    return groups;
  }

  /** Ends the round, and returns the series that are not there any more. */
  end(): readonly Series[] {
    for (const [key, { groups, round }] of this.#families) {
      if (round === this.#round) continue;
      this.#families.delete(key);
      for (const group of groups) this.#ended.push(...group);
    }
    return this.#ended.filter(({ hasOwnTime, timeMs }) => !hasOwnTime && timeMs > 0 && timeMs !== DROPPED);
  }

  /** Forgets all series, and returns them. */
  clear(): readonly Series[] {
    this.begin();
    return this.end();
  }

  #extend(
    family: MetricFamily,
    points: readonly PointHead[],
    groups: Series[][],
    before: Map<string, Series> | undefined,
  ): void {
    if (groups.length === points.length) return;
    let layouts: readonly Layout[] = [];
    let parts: readonly Part[] = [];
    let given: readonly string[] = [];
    for (let i = groups.length; i < points.length; i++) {
      const { labels } = points[i] as PointHead;
      const names = Object.keys(labels);
      const next = partsOf(family, points[i] as PointHead, this.#classic, parts);
      if (next !== parts || !isSameList(names, given)) {
        layouts = next.map((part) => this.#layoutOf(names, family.name, part));
        parts = next;
        given = names;
      }
      const group: Series[] = [];
      for (const layout of layouts) {
        const refs = this.#refsOf(layout, labels);
        group.push(this.#seriesOf(refs, before));
      }
      groups.push(group);
    }
  }

  /** Takes the series with these labels out of those of the round before, or makes a new one. */
  #seriesOf(refs: readonly number[], before: Map<string, Series> | undefined): Series {
    const isDropped = refs.length === 0;
    const key = before && !isDropped ? keyOf(refs) : undefined;
    const known = key === undefined ? undefined : before?.get(key);
    if (known !== undefined) {
      before?.delete(key as string);
      return known;
    }
    if (!isDropped) this.#new++;
    return { refs, timeMs: isDropped ? DROPPED : 0, hasOwnTime: false };
  }

  /** Returns where the labels of a series go. Points of a family mostly have the same names. */
  #layoutOf(names: readonly string[], family: string, { suffix, label }: Part): Layout {
    const fixed = new Map<string, string>([["__name__", family + suffix], ...this.#added]);
    if (label !== undefined) fixed.set(...label);
    const slots = [
      ...Array.from(fixed, ([name, value]) => ({ name, value, from: "" })).filter(({ name }) =>
        !this.#isOwn(name, names)
      ),
      ...names.map((from) => ({ name: this.#nameOf(from, fixed), value: undefined, from })),
    ].sort((one, other) => one.name < other.name ? -1 : 1);
    return slots.filter(({ value }) => value !== "").map(({ name, value, from }) => ({
      name: this.#symbols.numberOf(name),
      value: value === undefined ? 0 : this.#symbols.numberOf(value),
      from,
    }));
  }

  /** Whether a label of the source wins over one that is added. */
  #isOwn(name: string, names: readonly string[]): boolean {
    return this.#honorLabels && names.includes(name) && this.#added.some(([added]) => added === name);
  }

  /** Returns the name of a label of the source: the labels of the sender win, as those of a target do. */
  #nameOf(from: string, fixed: ReadonlyMap<string, string>): string {
    return fixed.has(from) && !this.#isOwn(from, [from]) ? `exported_${from}` : from;
  }

  #refsOf(layout: Layout, labels: Labels): readonly number[] {
    const relabelled = this.#relabel && this.#relabelled(layout, labels, this.#relabel);
    if (relabelled !== undefined) return relabelled;
    const refs = new Array<number>(layout.length * 2);
    let length = 0;
    for (const { name, value, from } of layout) {
      const ref = value === 0 ? this.#symbols.numberOf(labels[from] ?? "") : value;
      if (ref === 0) continue; // an empty label does not exist
      refs[length++] = name;
      refs[length++] = ref;
    }
    refs.length = length;
    return refs;
  }

  /** Returns the symbols of changed labels; none if the series is not to be sent. */
  #relabelled(layout: Layout, labels: Labels, relabel: Relabel): readonly number[] {
    const pairs = layout.map(({ name, value, from }) =>
      [this.#symbols.textOf(name), value === 0 ? labels[from] ?? "" : this.#symbols.textOf(value)] as const
    );
    const changed = new Map(pairs.filter(([, value]) => value !== ""));
    if (!relabel(changed) || !changed.get("__name__")) return [];
    return [...changed].filter(([, value]) => value !== "").sort(([one], [other]) => one < other ? -1 : 1)
      .flatMap(([name, value]) => [this.#symbols.numberOf(name), this.#symbols.numberOf(value)]);
  }
}

/** Labels of a series: the symbol of the name, and that of the value or the label of the point that has it. */
type Layout = readonly { readonly name: number; readonly value: number; readonly from: string }[];

function keyed(groups: readonly (readonly Series[])[]): Map<string, Series> {
  const map = new Map<string, Series>();
  for (const group of groups) for (const series of group) map.set(keyOf(series.refs), series);
  return map;
}

function keyOf(refs: readonly number[]): string {
  let key = "";
  for (const ref of refs) key += String.fromCharCode(ref & 0xffff, ref >>> 16);
  return key;
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, i) => name === other[i]);
}
