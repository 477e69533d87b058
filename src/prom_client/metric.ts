import type { MetricFamily } from "../model/metric_family.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../model/names.ts";
import { type GivenLabels, LabelTree, type Series } from "./label_tree.ts";
import type { Labels } from "../model/labels.ts";
import { globalRegistry, OPENMETRICS, type Registry } from "./registry.ts";
import type { Aggregator, AnyMetric, ExemplarValue, MetricKind, MetricObject, MetricValue } from "./types.ts";

/** Options of every metric. */
export interface MetricConfiguration<T extends string = string, Self = unknown> {
  /** Name. */
  readonly name: string;
  /** Description. */
  readonly help: string;
  /** Names of the labels. */
  readonly labelNames?: readonly T[] | undefined;
  /**
   * Registries to add it to.
   *
   * @default {[register]}
   */
  readonly registers?: readonly Registry[] | undefined;
  /**
   * How workers of a cluster are merged.
   *
   * @default {"sum"}
   */
  readonly aggregator?: Aggregator | undefined;
  /** Called before each scrape, with the metric as `this`. */
  readonly collect?: ((this: Self) => void | Promise<void>) | undefined;
  /**
   * Whether exemplars are kept.
   *
   * @default {false}
   */
  readonly enableExemplars?: boolean | undefined;
}

/** Characters that an exemplar may have, together. */
const MAX_EXEMPLAR = 128;

/** What all metrics have in common. */
export abstract class Metric<T extends string = string, S extends Series = Series> implements AnyMetric {
  /** Type. */
  abstract readonly type: MetricKind;
  /** Name; a counter in an OpenMetrics registry is written with `_total`. */
  readonly name: string;
  /** Description. */
  readonly help: string;
  /** Names of the labels. */
  readonly labelNames: readonly T[];
  /** How workers of a cluster are merged. */
  readonly aggregator: Aggregator;
  /** Whether exemplars are kept. */
  readonly enableExemplars: boolean;
  /** Called before each scrape. */
  readonly collect: (() => void | Promise<void>) | undefined;
  /** The series. */
  protected readonly tree: LabelTree<S>;

  /**
   * Creates a metric, and registers it.
   *
   * @param config Options
   * @param reserved Label name that the type reserves for itself
   * @throws {TypeError | Error} If an option is invalid, or a registry has a metric of this name
   */
  constructor(config: MetricConfiguration<T, never>, reserved?: string) {
    if (typeof config !== "object" || config === null) throw new TypeError("constructor expected a config object");
    const { name, help, labelNames = [], registers = [globalRegistry()], aggregator = "sum", collect } = config;
    if (!help) throw new Error("Missing mandatory help parameter");
    if (!name) throw new Error("Missing mandatory name parameter");
    if (!isLegacyMetricName(name)) throw new Error("Invalid metric name");
    if (!labelNames.every((label) => isLegacyLabelName(label))) throw new Error("Invalid label name");
    if (collect !== undefined && typeof collect !== "function") {
      throw new Error('Optional "collect" parameter must be a function');
    }
    if (reserved !== undefined && (labelNames as readonly string[]).includes(reserved)) {
      throw new Error(`${reserved} is a reserved label keyword`);
    }
    this.name = name;
    this.help = help;
    this.labelNames = [...labelNames];
    this.aggregator = aggregator;
    this.enableExemplars = config.enableExemplars ?? false;
    this.collect = (collect as ((this: unknown) => void | Promise<void>) | undefined)?.bind(this);
    this.tree = new LabelTree<S>(this.labelNames, (labels) => this.make(labels));
    for (const registry of registers) {
      if (this.enableExemplars && registry.contentType !== OPENMETRICS) {
        throw new TypeError("Exemplars are supported only on OpenMetrics registries");
      }
    }
    for (const registry of registers) registry.registerMetric(this);
  }

  /** Makes a series. */
  protected abstract make(labels: Labels): S;
  /** Values of a series. */
  protected abstract valuesOf(series: S): readonly MetricValue[];
  /** The family, without running `collect`. */
  abstract family(): MetricFamily;

  /** Removes all series; a metric without labels starts again at 0. */
  reset(): void {
    this.tree.clear();
    if (this.labelNames.length === 0) this.tree.of({});
  }

  /** Removes the series with these labels, given as an object or as values in the order of the names. */
  remove(...args: readonly unknown[]): void {
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    this.tree.remove(labels);
  }

  /** Runs `collect`, and returns all values. */
  async get(): Promise<MetricObject> {
    await this.collect?.();
    const { help, name, type, aggregator } = this;
    return { help, name, type, values: [...this.tree.all].flatMap((series) => this.valuesOf(series)), aggregator };
  }

  /** Reads the arguments of `labels()` and `remove()`. */
  protected labelsOf(args: readonly unknown[]): GivenLabels {
    const [first] = args;
    if (typeof first === "object" && first !== null) return first as GivenLabels;
    if (args.length !== this.labelNames.length) {
      throw new Error(
        `Invalid number of arguments (${args.length}): "${
          args.join(", ")
        }" for label names (${this.labelNames.length}): ` +
          `"${this.labelNames.join(", ")}".`,
      );
    }
    return Object.fromEntries(this.labelNames.map((name, i) => [name, args[i] as string]));
  }
}

/** Makes an exemplar of now. */
export function makeExemplar(labels: GivenLabels, value: number): ExemplarValue {
  const labelSet = Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, String(text)]));
  const length = Object.entries(labelSet).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  if (length > MAX_EXEMPLAR) throw new RangeError("Label set size must be smaller than 128 UTF-8 chars");
  return { labelSet, value, timestamp: Date.now() / 1000 };
}

/** Checks that a value is a number, for metrics that take only finite ones. */
export function checkFinite(value: unknown): asserts value is number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`Value is not a valid number: ${shown(value)}`);
  }
}

/** Shows a value in a message. */
export function shown(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** Whether an argument is an object with labels. */
export function isLabels(value: unknown): value is GivenLabels {
  return typeof value === "object" && value !== null;
}
