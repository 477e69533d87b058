import type { Gatherer, GatherOptions } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { aggregateMetrics } from "./aggregators.ts";
import { familyOf } from "./_values_family.ts";
import { valuesText } from "./_text.ts";
import { layoutOf, type TextLayout } from "./_text_layout.ts";
import type {
  ForeignMetric,
  MetricObjectWithValues,
  OpenMetricsContentType,
  PrometheusContentType,
  RegisteredMetric,
  RegistryContentType,
} from "./types.ts";

/** Content type of the Prometheus text format. */
export const PROMETHEUS: PrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";
/** Content type of OpenMetrics. */
export const OPENMETRICS: OpenMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

let shared: Registry | undefined;

/** Returns the registry that metrics are added to by default. */
export function globalRegistry(): Registry {
  return shared ??= new Registry();
}

/**
 * Holds metrics and returns their text. It is a gatherer, so `metricsHandler(register)` of the main module serves it in every
 * format.
 *
 * @example Serve a registry
 * ```ts
 * import { metricsHandler } from "@webprom/exporter";
 * import { Counter, Registry } from "@webprom/exporter/prom-client";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * new Counter({ name: "jobs_total", help: "Jobs.", registers: [registry] }).inc();
 * const handler = metricsHandler(registry);
 *
 * assertEquals((await handler(new Request("http://localhost/metrics"))).status, 200);
 * ```
 */
export class Registry<T extends RegistryContentType = RegistryContentType> implements Gatherer {
  /** Content type of the Prometheus text format. */
  static readonly PROMETHEUS_CONTENT_TYPE: PrometheusContentType = PROMETHEUS;
  /** Content type of OpenMetrics. */
  static readonly OPENMETRICS_CONTENT_TYPE: OpenMetricsContentType = OPENMETRICS;

  readonly #metrics = new Map<string, RegisteredMetric>();
  #defaultLabels: Readonly<Record<string, string | number>> = {};
  #contentType: RegistryContentType;
  #layout: TextLayout;

  /**
   * Creates an empty registry.
   *
   * @param contentType Content type of the text
   * @throws {TypeError} If it is not one of the two
   */
  constructor(contentType: T | RegistryContentType = PROMETHEUS) {
    if (!isContentType(contentType)) throw new TypeError(`Content type ${contentType} is unsupported`);
    this.#contentType = contentType;
    this.#layout = layoutOf(contentType === OPENMETRICS, {});
  }

  /** Registry that metrics are added to by default. */
  static get globalRegistry(): Registry {
    return globalRegistry();
  }

  /**
   * Creates a registry with the metrics of others.
   *
   * @param registers The others
   * @throws {Error} If their content types differ, or two have different metrics with the same name
   */
  static merge(registers: readonly Registry[]): Registry {
    const merged = new Registry(registers[0]?.contentType);
    for (const registry of registers) {
      if (registry.contentType !== merged.contentType) {
        throw new Error("Registers can only be merged if they have the same content type");
      }
    }
    for (const registry of registers) for (const metric of registry.#metrics.values()) merged.registerMetric(metric);
    return merged;
  }

  /**
   * Creates a registry with the combined metrics of several processes.
   *
   * @param sources What `getMetricsAsJSON()` returned in each process
   * @param contentType Content type of the registry
   * @throws {Error} If the aggregator of a metric is unknown
   */
  static aggregate<T extends RegistryContentType = RegistryContentType>(
    sources: readonly object[],
    contentType: RegistryContentType = PROMETHEUS,
  ): Registry<T> {
    const registry = new Registry<T>(contentType);
    for (const metric of aggregateMetrics(sources as readonly MetricObjectWithValues[][])) {
      registry.registerMetric({ ...metric, get: () => metric });
    }
    return registry;
  }

  /** Content type of the text. */
  get contentType(): RegistryContentType {
    return this.#contentType;
  }

  /**
   * Changes the content type of the text.
   *
   * @param contentType The new content type
   * @throws {Error} If it is not one of the two
   */
  setContentType(contentType: RegistryContentType): void {
    if (!isContentType(contentType)) throw new Error(`Content type ${contentType} is unsupported`);
    this.#contentType = contentType;
    this.#updateLayout();
  }

  /**
   * Adds a metric.
   *
   * @param metric The metric
   * @throws {Error} If another metric has the name
   */
  registerMetric(metric: ForeignMetric): void {
    const { name } = metric as RegisteredMetric;
    const known = this.#metrics.get(name);
    if (known !== undefined && known !== metric) {
      throw new Error(`A metric with the name ${name} has already been registered.`);
    }
    this.#metrics.set(name, metric as RegisteredMetric);
  }

  /**
   * Sets labels that all series get unless they have them.
   *
   * @param labels Label values by name
   */
  setDefaultLabels(labels: object): void {
    this.#defaultLabels = { ...labels as Record<string, string | number> };
    this.#updateLayout();
  }

  /**
   * Calls `collect` of all metrics, and returns their text. A metric whose `collect` fails is left out.
   *
   * @throws {unknown} The error of a `collect`, if there is no other metric
   */
  async metrics(): Promise<string> {
    const failures = collectAll(this.#metrics.values());
    const metrics = without(this.getMetricsAsArray(), failures instanceof Promise ? await failures : failures);
    const isOpenMetrics = this.#contentType === OPENMETRICS;
    const separator = isOpenMetrics ? "\n" : "\n\n";
    const layout = this.#layout;
    let text = "";
    for (let i = 0; i < metrics.length; i++) {
      const metric = metrics[i] as RegisteredMetric;
      if (i > 0) text += separator;
      text += metric.text?.(layout) ?? valuesText(await metric.get(), layout);
    }
    return isOpenMetrics ? `${text}\n# EOF\n` : `${text}\n`;
  }

  /**
   * Calls `collect` of a metric, and returns its text.
   *
   * @param metric The metric; it need not be in the registry
   */
  async getMetricsAsString(metric: ForeignMetric): Promise<string> {
    const { text, collect } = metric as RegisteredMetric;
    if (text === undefined) return valuesText(await metric.get() as MetricObjectWithValues, this.#layout);
    await collect?.();
    return text.call(metric, this.#layout);
  }

  /**
   * Calls `collect` of all metrics, and returns their values. A metric whose `collect` fails is left out.
   *
   * @param aggregator Leaves out metrics with other aggregators
   * @throws {unknown} The error of a `collect`, if there is no other metric
   */
  async getMetricsAsJSON(aggregator?: string): Promise<MetricObjectWithValues[]> {
    const metrics = this.getMetricsAsArray(aggregator);
    const results = await Promise.allSettled(metrics.map(async (metric) => await metric.get()));
    const all = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
    const failed = results.find((result) => result.status === "rejected");
    if (all.length === 0 && failed !== undefined) throw failed.reason;
    const defaults = Object.entries(this.#defaultLabels);
    if (defaults.length === 0) return all;
    return all.map((metric) => ({
      ...metric,
      values: metric.values.map((value) => {
        const labels = { ...value.labels };
        for (const [name, text] of defaults) labels[name] ??= text;
        return { ...value, labels };
      }),
    }));
  }

  /**
   * Returns all metrics.
   *
   * @param aggregator Leaves out metrics with other aggregators
   */
  getMetricsAsArray(aggregator?: string): RegisteredMetric[] {
    const metrics = [...this.#metrics.values()];
    return aggregator === undefined ? metrics : metrics.filter((metric) => (metric.aggregator ?? "sum") === aggregator);
  }

  /**
   * Returns a metric, or `undefined` if there is no metric with the name.
   *
   * @param name Name of the metric
   */
  getSingleMetric<M extends ForeignMetric = RegisteredMetric>(name: string): M | undefined {
    return this.#metrics.get(name) as ForeignMetric | undefined as M | undefined;
  }

  /**
   * Calls `collect` of a metric, and returns its text.
   *
   * @param name Name of the metric
   * @throws {Error} If there is no metric with the name
   */
  async getSingleMetricAsString(name: string): Promise<string> {
    const metric = this.#metrics.get(name);
    if (metric === undefined) throw new Error(`There is no metric with the name ${name}`);
    return await this.getMetricsAsString(metric);
  }

  /**
   * Removes a metric.
   *
   * @param name Name of the metric
   */
  removeSingleMetric(name: string): void {
    this.#metrics.delete(name);
  }

  /** Removes all metrics and the default labels. */
  clear(): void {
    this.#metrics.clear();
    this.setDefaultLabels({});
  }

  /** Resets all metrics. */
  resetMetrics(): void {
    for (const metric of this.#metrics.values()) (metric as Partial<RegisteredMetric>).reset?.();
  }

  /**
   * Calls `collect` of all metrics, and returns them as families, sorted by name. A metric whose `collect` fails is left out.
   *
   * @param options What to call for each metric that failed
   */
  async gather({ onError }: Pick<GatherOptions, "onError"> = {}): Promise<readonly MetricFamily[]> {
    const failures = await collectAll(this.#metrics.values());
    const families: MetricFamily[] = [];
    for (const metric of this.#metrics.values()) {
      try {
        if (failures.has(metric)) throw failures.get(metric);
        families.push(withLabels(metric.family?.() ?? familyOf(await metric.get()), this.#layout.defaultLabels));
      } catch (error) {
        onError?.(error, metric.name);
      }
    }
    return families.sort((one, other) => one.name < other.name ? -1 : 1);
  }

  #updateLayout(): void {
    const entries = Object.entries(this.#defaultLabels).map(([name, value]) => [name, String(value)]);
    this.#layout = layoutOf(this.#contentType === OPENMETRICS, Object.fromEntries(entries));
  }
}

/** Errors of `collect` by metric. */
type Failures = ReadonlyMap<RegisteredMetric, unknown>;

const NO_FAILURES: Failures = new Map();

/** Calls `collect` of the metrics that return their text themselves. Returns a promise if one of them does. */
function collectAll(metrics: Iterable<RegisteredMetric>): Failures | Promise<Failures> {
  let failures: Map<RegisteredMetric, unknown> | undefined;
  let pending: Promise<void>[] | undefined;
  for (const metric of metrics) {
    if (metric.collect === undefined || metric.text === undefined) continue;
    const fail = (error: unknown) => void (failures ??= new Map()).set(metric, error);
    try {
      const result = metric.collect();
      if (result instanceof Promise) (pending ??= []).push(result.catch(fail));
    } catch (error) {
      fail(error);
    }
  }
  return pending === undefined ? failures ?? NO_FAILURES : Promise.all(pending).then(() => failures ?? NO_FAILURES);
}

/** Leaves out metrics that failed. If there is no other one, their error is thrown. */
function without(metrics: readonly RegisteredMetric[], failures: Failures): readonly RegisteredMetric[] {
  if (failures.size === 0) return metrics;
  const others = metrics.filter((metric) => !failures.has(metric));
  if (others.length === 0) throw failures.values().next().value;
  return others;
}

function withLabels(family: MetricFamily, added: Labels | undefined): MetricFamily {
  if (added === undefined) return family;
  const points = Array.from(family.points as Iterable<PointHead>, (point) => ({
    ...point,
    labels: { ...added, ...point.labels },
  }));
  return { ...family, points } as MetricFamily;
}

function isContentType(contentType: string): contentType is RegistryContentType {
  return contentType === PROMETHEUS || contentType === OPENMETRICS;
}
