import { isUnit } from "../../src/exposition/text/escape.ts";
import { freeLabel } from "../../src/exposition/wire_names.ts";
import { renameFamilies, wireLabelNames } from "../../src/exposition/wire_names.ts";
import type { EscapingScheme } from "../../src/model/escaping.ts";
import type { Exemplar } from "../../src/model/exemplar.ts";
import type { Labels } from "../../src/model/labels.ts";
import type { HistogramPoint, MetricFamily, PointHead, SummaryPoint } from "../../src/model/metric_family.ts";
import { openMetricsName } from "../../src/model/sample_names.ts";
import type { RandomRegistry } from "../support/random_registry.ts";

/** Name, labels, value, time in milliseconds and exemplar. */
type Sample = readonly [string, readonly Pair[], string, number | null, unknown];
type Pair = readonly [name: string, value: string];

/** Name, type, help, unit and samples. */
type Family = readonly [string, string, string, string, readonly Sample[]];

/** What the text format calls types that it has no word for. */
const TEXT_TYPES: Readonly<Record<string, string>> = { gaugehistogram: "histogram", info: "gauge", stateset: "gauge" };

/** Tells what the Python client should find in a registry as text. */
export function samplesOfText({ families, escaping }: RandomRegistry): Family[] {
  return renameFamilies(families, escaping).map((family) => {
    const { type, name, help } = family;
    const samples = new Samples(escaping, { sum: "_sum", count: "_count" }).of(family);
    const plain = samples.map(([name, labels, value, time]): Sample => [name, labels, value, time, null]);
    const shown = type === "counter" ? openMetricsName(type, name) : name;
    return [shown, TEXT_TYPES[type] ?? type, help.toWellFormed(), "", plain];
  });
}

/** Tells what the Python client should find in a registry as OpenMetrics 1.0, with or without created times. */
export function samplesOfOpenMetrics({ families, escaping }: RandomRegistry, isCreatedTold = false): Family[] {
  return renameFamilies(families, escaping).map((family) => {
    const { type, help, unit = "" } = family;
    const name = openMetricsName(type, family.name);
    const suffixes = type === "gaugehistogram" ? { sum: "_gsum", count: "_gcount" } : { sum: "_sum", count: "_count" };
    const samples = new Samples(escaping, suffixes, true, isCreatedTold).of(family);
    return [name, type, help.toWellFormed(), name.endsWith(`_${unit}`) && isUnit(unit) ? unit : "", samples];
  });
}

class Samples {
  readonly #escaping: EscapingScheme;
  readonly #suffixes: { readonly sum: string; readonly count: string };
  /** Whether negative and undefined numbers are left out where OpenMetrics has no place for them. */
  readonly #isStrict: boolean;
  readonly #isCreatedTold: boolean;

  constructor(
    escaping: EscapingScheme,
    suffixes: { readonly sum: string; readonly count: string },
    isStrict = false,
    isCreatedTold = false,
  ) {
    this.#escaping = escaping;
    this.#suffixes = suffixes;
    this.#isStrict = isStrict;
    this.#isCreatedTold = isCreatedTold;
  }

  of(family: MetricFamily): Sample[] {
    const { name } = family;
    switch (family.type) {
      case "counter":
        return [...family.points].flatMap((point) => [
          this.#sample(point, name, point.value, point.exemplar),
          ...this.#created(point, openMetricsName("counter", name)),
        ]);
      case "gauge":
      case "unknown":
        return Array.from(family.points, (point) => this.#sample(point, name, point.value));
      case "info":
        return Array.from(family.points, (point) => this.#sample(point, name, 1));
      case "stateset":
        return [...family.points].flatMap((point) =>
          Object.entries(point.states).map(([state, isOn]) =>
            this.#sample({ ...point, labels: { ...freeLabel(point.labels, name), [name]: state } }, name, isOn ? 1 : 0)
          )
        );
      case "histogram":
      case "gaugehistogram":
        return [...family.points].flatMap((point) => this.#histogram(name, point));
      case "summary":
        return [...family.points].flatMap((point) => this.#summary(name, point));
    }
  }

  #histogram(name: string, point: HistogramPoint): Sample[] {
    const { sum, count } = this.#suffixes;
    const buckets = bucketsOf(point);
    const [[lowest] = [0]] = buckets;
    const isSum = sum === "_gsum" ? point.sum >= 0 || lowest < 0 && point.sum < 0 : point.sum >= 0 && lowest >= 0;
    return [
      ...buckets.map(([bound, value, exemplar]) => {
        const [, labels, ...rest] = this.#sample(point, `${name}_bucket`, value, exemplar);
        return [`${name}_bucket`, sorted([...labels, ["le", bits(bound)]]), ...rest] as const;
      }),
      ...this.#isStrict && !isSum ? [] : [
        this.#sample(point, name + sum, point.sum),
        this.#sample(point, name + count, buckets.at(-1)?.[1] ?? 0),
      ],
      ...sum === "_gsum" ? [] : this.#created(point, name),
    ];
  }

  #summary(name: string, point: SummaryPoint): Sample[] {
    const quantiles = point.quantiles.filter(({ value }) => !this.#isStrict || !(value < 0));
    return [
      ...quantiles.map(({ quantile, value }) => {
        const [, labels, ...rest] = this.#sample(point, name, value);
        return [name, sorted([...labels, ["quantile", bits(quantile)]]), ...rest] as const;
      }),
      ...this.#isStrict && !(point.sum >= 0) ? [] : [this.#sample(point, `${name}_sum`, point.sum)],
      this.#sample(point, `${name}_count`, point.count),
      ...this.#created(point, name),
    ];
  }

  #created(point: PointHead & { readonly createdMs?: number | undefined }, name: string): Sample[] {
    if (point.createdMs === undefined || !this.#isCreatedTold) return [];
    return [this.#sample(point, `${name}_created`, point.createdMs / 1000)];
  }

  #sample(point: PointHead, name: string, value: number, exemplar?: Exemplar): Sample {
    const isTold = exemplar !== undefined && !Object.values(exemplar.labels).join().includes("\0");
    const told = isTold && [
      pairsOf(exemplar.labels, this.#escaping),
      bits(exemplar.value),
      exemplar.timestampMs ?? null,
    ];
    return [name, pairsOf(point.labels, this.#escaping), bits(value), point.timestampMs ?? null, told || null];
  }
}

/** Cumulates buckets. */
export function bucketsOf({ bounds, counts, offset = 0, exemplars }: HistogramPoint) {
  let total = 0;
  return Array.from({ length: bounds.length + 1 }, (_, i) => {
    total += counts[offset + i] as number;
    return [bounds[i] ?? Infinity, total, exemplars?.[i]] as const;
  });
}

/** Names labels as they go over the wire. */
export function pairsOf(labels: Labels, escaping: EscapingScheme): readonly Pair[] {
  const names = Object.keys(labels).sort();
  const wireNames = wireLabelNames(names, escaping);
  return sorted(names.map((name, i) => [wireNames[i] as string, (labels[name] as string).toWellFormed()] as const));
}

function sorted(pairs: readonly Pair[]): readonly Pair[] {
  return [...pairs].sort(([one], [other]) => one < other ? -1 : 1);
}

function bits(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value + 0); // text has no negative zero
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}
