import type { Gatherer } from "../model/collector.ts";
import type { Labels } from "../model/labels.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { AnyMetric, MetricObject } from "./types.ts";
import { textOf } from "./_text.ts";

/** Content type of the text format. */
export type PrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";
/** Content type of OpenMetrics. */
export type OpenMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/** Content types that a registry can have. */
export type RegistryContentType = OpenMetricsContentType | PrometheusContentType;

/** Content type of the text format. */
export const PROMETHEUS: PrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";
/** Content type of OpenMetrics. */
export const OPENMETRICS: OpenMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Holds metrics. It is a gatherer, so `metricsHandler(register)` serves it in all formats. */
export class Registry implements Gatherer {
  /** Content type of the text format. */
  static readonly PROMETHEUS_CONTENT_TYPE: PrometheusContentType = PROMETHEUS;
  /** Content type of OpenMetrics. */
  static readonly OPENMETRICS_CONTENT_TYPE: OpenMetricsContentType = OPENMETRICS;

  #metrics = new Map<string, AnyMetric>();
  #defaultLabels: Labels = {};
  #contentType: RegistryContentType;

  /**
   * Creates an empty registry.
   *
   * @param contentType Content type of `metrics()`
   * @throws {TypeError} If it is not one of the two
   */
  constructor(contentType: RegistryContentType = PROMETHEUS) {
    if (!isContentType(contentType)) throw new TypeError(`Content type ${contentType} is unsupported`);
    this.#contentType = contentType;
  }

  /** Joins registries into a new one. */
  static merge(registers: readonly Registry[]): Registry {
    const [first] = registers;
    const merged = new Registry(first?.contentType);
    for (const registry of registers) {
      if (registry.contentType !== merged.contentType) {
        throw new Error("Registers can only be merged if they have the same content type");
      }
      for (const metric of registry.getMetricsAsArray()) merged.registerMetric(metric);
    }
    return merged;
  }

  /** Content type of `metrics()`. */
  get contentType(): RegistryContentType {
    return this.#contentType;
  }

  /** Changes the content type of `metrics()`. */
  setContentType(contentType: RegistryContentType): void {
    if (!isContentType(contentType)) throw new Error(`Content type ${contentType} is unsupported`);
    this.#contentType = contentType;
  }

  /** Adds a metric. */
  registerMetric(metric: AnyMetric): void {
    const known = this.#metrics.get(metric.name);
    if (known !== undefined && known !== metric) {
      throw new Error(`A metric with the name ${metric.name} has already been registered.`);
    }
    this.#metrics.set(metric.name, metric);
  }

  /** Sets labels that all series get, unless they have them. */
  setDefaultLabels(labels: Readonly<Record<string, string | number>>): void {
    this.#defaultLabels = Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
  }

  /** Writes all metrics. */
  async metrics(): Promise<string> {
    const isOpenMetrics = this.#contentType === OPENMETRICS;
    const metrics = this.getMetricsAsArray();
    await collectAll(metrics);
    const texts = metrics.map((metric) => textOf(metric.family(), this.#defaultLabels, isOpenMetrics));
    return isOpenMetrics ? `${texts.join("\n")}\n# EOF\n` : `${texts.join("\n\n")}\n`;
  }

  /** Returns all values as objects. */
  async getMetricsAsJSON(): Promise<MetricObject[]> {
    const all = await Promise.all(this.getMetricsAsArray().map((metric) => metric.get()));
    return all.map((metric) => ({
      ...metric,
      values: metric.values.map((value) => ({ ...value, labels: { ...this.#defaultLabels, ...value.labels } })),
    }));
  }

  /** Returns all metrics. */
  getMetricsAsArray(): AnyMetric[] {
    return [...this.#metrics.values()];
  }

  /** Returns a metric. */
  getSingleMetric(name: string): AnyMetric | undefined {
    return this.#metrics.get(name);
  }

  /** Writes one metric. */
  async getSingleMetricAsString(name: string): Promise<string> {
    const metric = this.#metrics.get(name);
    if (metric === undefined) throw new Error(`There is no metric ${name}`);
    await metric.collect?.();
    return textOf(metric.family(), this.#defaultLabels, this.#contentType === OPENMETRICS);
  }

  /** Removes a metric. */
  removeSingleMetric(name: string): void {
    this.#metrics.delete(name);
  }

  /** Removes all metrics and default labels. */
  clear(): void {
    this.#metrics.clear();
    this.#defaultLabels = {};
  }

  /** Resets all metrics. */
  resetMetrics(): void {
    for (const metric of this.#metrics.values()) metric.reset();
  }

  /** Runs `collect` of all metrics, and returns families. */
  async gather(): Promise<readonly MetricFamily[]> {
    const metrics = this.getMetricsAsArray();
    await collectAll(metrics);
    const families = metrics.map((metric) => withLabels(metric.family(), this.#defaultLabels));
    return families.sort((one, other) => one.name < other.name ? -1 : 1);
  }
}

/** Runs `collect` of all metrics that have it. */
async function collectAll(metrics: readonly AnyMetric[]): Promise<void> {
  await Promise.all(metrics.filter(({ collect }) => collect !== undefined).map((metric) => metric.collect?.()));
}

let shared: Registry | undefined;

/** Returns the registry of metrics without `registers`. */
export function globalRegistry(): Registry {
  return shared ??= new Registry();
}

function withLabels(family: MetricFamily, added: Labels): MetricFamily {
  if (Object.keys(added).length === 0) return family;
  const points = Array.from(family.points as Iterable<PointHead>, (point) => ({
    ...point,
    labels: { ...added, ...point.labels },
  }));
  return { ...family, points } as MetricFamily;
}

function isContentType(contentType: string): contentType is RegistryContentType {
  return contentType === PROMETHEUS || contentType === OPENMETRICS;
}
