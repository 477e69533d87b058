import { counterFamily, infoFamily } from "../model/families.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { RegistryView } from "../registry/registry_view.ts";
import type { Attributes, CollectionResult, MetricData, MetricProducer, Resource } from "./_sdk.ts";
import { DATA_POINT, TEMPORALITY } from "./_sdk.ts";
import { SdkStream } from "./_sdk_stream.ts";
import { FamilySet } from "./family_set.ts";
import { ExemplarSampler, type SdkExemplars } from "./sdk_exemplars.ts";
import { type Attribute, scopeAttributes, StreamLabels } from "./stream_labels.ts";
import { Translation, type TranslationStrategy } from "./translation.ts";

/** Options of {@linkcode registryReader}. */
export interface RegistryReaderOptions {
  /**
   * Name of the collector. A second reader in the same registry needs another one, and `targetInfo: false` if it has the same
   * resource.
   *
   * @default {"opentelemetry"}
   */
  readonly name?: string | undefined;
  /**
   * How names are translated.
   *
   * @default {"UnderscoreEscapingWithSuffixes"}
   */
  readonly translation?: TranslationStrategy | undefined;
  /**
   * Adds the labels `otel_scope_name`, `otel_scope_version`, `otel_scope_schema_url` and the attributes of the scope.
   *
   * @default {true}
   */
  readonly scopeLabels?: boolean | undefined;
  /**
   * Reports the attributes of the resource as labels of `target_info`.
   *
   * @default {true}
   */
  readonly targetInfo?: boolean | undefined;
  /**
   * Selects attributes of the resource to add to all series as labels, too.
   *
   * @default {() => false}
   */
  readonly resourceLabels?: ((attribute: string) => boolean) | undefined;
  /**
   * Maximum number of series of each instrument. The SDK adds up further ones in a series with the label
   * `otel_metric_overflow`.
   *
   * @default {2000}
   */
  readonly maxSeries?: number | undefined;
  /**
   * Seconds that the callbacks of observable instruments may take.
   *
   * @default {5}
   */
  readonly callbackTimeoutSeconds?: number | undefined;
  /**
   * Returns the aggregation of an instrument type, such as `COUNTER` or `HISTOGRAM`, as the SDK defines it:
   * `{ type: AggregationType.EXPONENTIAL_HISTOGRAM }` makes native histograms. Views come first.
   *
   * @default {() => ({ type: 0 })}
   */
  readonly aggregation?: ((instrumentType: string) => SdkAggregation) | undefined;
  /** Exemplars of the instruments, which the SDK itself does not sample. */
  readonly exemplars?: SdkExemplars | undefined;
  /** Called for errors of callbacks, and once for each metric that cannot be exposed as it is. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** An aggregation of the SDK: `AggregationOption` of `@opentelemetry/sdk-metrics`. */
export interface SdkAggregation {
  /** A value of `AggregationType`. */
  readonly type: number;
}

/** A metric reader for the `MeterProvider` of `@opentelemetry/sdk-metrics` 2 and 3. */
export interface RegistryReader {
  /** Connects the reader; called by the `MeterProvider`. */
  setMetricProducer(producer: SdkProducer): void;
  /** Selects an aggregation; called by the SDK. */
  selectAggregation(instrumentType: string): never;
  /** Selects cumulative values; called by the SDK. */
  selectAggregationTemporality(instrumentType: string): 1;
  /** Limits the number of series; called by the SDK. */
  selectCardinalityLimit(instrumentType: string): number;
  /**
   * Collects without a scrape.
   *
   * @returns What the SDK reports
   * @throws {Error} Before the reader is given to a `MeterProvider`
   */
  collect<R extends SdkResult = SdkResult>(options?: SdkCollectOptions): Promise<R>;
  /** Unregisters the metrics; called by the SDK. */
  shutdown(): Promise<void>;
  /** Does nothing, because every scrape collects. */
  forceFlush(): Promise<void>;
}

/** Options of a collection. */
export interface SdkCollectOptions {
  /** Time for callbacks, in milliseconds. */
  readonly timeoutMillis?: number;
}

/** Result of a collection: `CollectionResult` of the SDK. */
export interface SdkResult {
  /** The metrics by scope. */
  readonly resourceMetrics: object;
  /** Errors of callbacks. */
  readonly errors: readonly unknown[];
}

/** The source of metrics that the SDK passes to a reader. */
export interface SdkProducer {
  /** Collects all metrics. */
  collect(options?: { timeoutMillis?: number }): Promise<SdkResult>;
}

/**
 * Makes the metrics of an OpenTelemetry `MeterProvider` a collector of a registry. They are collected at each scrape.
 *
 * @example Expose the metrics of OpenTelemetry instruments
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { registryReader } from "@webprom/exporter/otel";
 * import { MeterProvider } from "@opentelemetry/sdk-metrics";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const provider = new MeterProvider({ readers: [registryReader(registry, { scopeLabels: false })] });
 *
 * const duration = provider.getMeter("shop").createCounter("shop.uptime", { unit: "s" });
 * duration.add(2.5, { "shop.region": "eu" });
 *
 * assertStringIncludes(await expose(registry), 'shop_uptime_seconds_total{shop_region="eu"} 2.5');
 * ```
 *
 * @param registry Where the metrics appear
 * @param options Names, labels and limits
 * @returns The reader, for the option `readers` of a `MeterProvider`
 * @throws {TypeError} If an option is invalid
 */
export function registryReader(
  registry: Pick<RegistryView, "register">,
  options: RegistryReaderOptions = {},
): RegistryReader {
  return new Reader(registry, options);
}

/** Collects from the SDK, and translates. */
class Reader implements RegistryReader {
  readonly #name: string;
  readonly #options: RegistryReaderOptions;
  readonly #translation: Translation;
  readonly #registration: Disposable;
  readonly #onError: (error: unknown) => void;
  readonly #reported = new Set<string>();
  readonly #exemplars: ExemplarSampler | undefined;
  #streams = new WeakMap<object, SdkStream>();
  #resource: Resource | undefined;
  #producer: MetricProducer | undefined;
  #errors = 0;

  constructor(registry: Pick<RegistryView, "register">, options: RegistryReaderOptions) {
    const { translation = "UnderscoreEscapingWithSuffixes", onError = () => {}, maxSeries = 2000 } = options;
    if (!(maxSeries >= 1)) {
      throw new RangeError(`Cannot read metrics: maxSeries must be >= 1, current value is ${maxSeries}`);
    }
    this.#options = options;
    this.#name = options.name ?? "opentelemetry";
    this.#translation = new Translation(translation);
    this.#onError = onError;
    if (options.exemplars instanceof ExemplarSampler) this.#exemplars = options.exemplars;
    this.#registration = registry.register({ name: this.#name, collect: () => this.#families() });
  }

  setMetricProducer(producer: SdkProducer): void {
    if (this.#producer !== undefined) {
      throw new Error("Cannot set the metric producer: each MeterProvider needs a reader of its own");
    }
    this.#producer = producer as MetricProducer;
  }

  selectAggregation(instrumentType: string): never {
    // The SDK's types name a member of an enum, which only its own package has.
    return (this.#options.aggregation?.(instrumentType) ?? { type: 0 }) as never;
  }

  selectAggregationTemporality(): 1 {
    return TEMPORALITY.cumulative;
  }

  selectCardinalityLimit(): number {
    return this.#options.maxSeries ?? 2000;
  }

  async collect<R extends SdkResult = SdkResult>(options?: SdkCollectOptions): Promise<R> {
    if (this.#producer === undefined) {
      throw new Error("Cannot collect: pass the reader to a MeterProvider first, as one of its `readers`");
    }
    return await this.#producer.collect(options) as SdkResult as R;
  }

  shutdown(): Promise<void> {
    this.#registration[Symbol.dispose]();
    return Promise.resolve();
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  async #families(): Promise<MetricFamily[]> {
    if (this.#producer === undefined) return [];
    const { callbackTimeoutSeconds = 5 } = this.#options;
    const { resourceMetrics, errors } = await this.#producer.collect({ timeoutMillis: callbackTimeoutSeconds * 1000 });
    const { resource, scopeMetrics } = resourceMetrics;
    if (resource.asyncAttributesPending) await resource.waitForAsyncAttributes?.();
    this.#useResource(resource);
    for (const error of errors) this.#fail(error);
    const set = new FamilySet((message) => this.#failOnce(message));
    for (const { scope, metrics } of scopeMetrics) {
      for (const metric of metrics) {
        const stream = this.#streamOf(metric, scope);
        const family = stream?.familyOf(
          metric.dataPoints,
          this.#exemplars?.of(scope, metric.descriptor.name),
          (message) => this.#failOnce(message),
        );
        if (family !== undefined) set.add(family, stream?.mayCollide ?? false);
      }
    }
    return [...this.#ownFamilies(resource), ...set.families()];
  }

  /** Labels of the resource are part of all streams. */
  #useResource(resource: Resource): void {
    if (resource === this.#resource) return;
    this.#resource = resource;
    this.#streams = new WeakMap();
  }

  #streamOf(
    metric: MetricData,
    scope: CollectionResult["resourceMetrics"]["scopeMetrics"][number]["scope"],
  ): SdkStream | undefined {
    const known = this.#streams.get(metric.descriptor);
    if (known?.isOf(metric)) return known;
    if (metric.aggregationTemporality !== TEMPORALITY.cumulative && metric.dataPointType !== DATA_POINT.gauge) {
      this.#failOnce(`"${metric.descriptor.name}" has delta temporality: it is left out`);
      return undefined;
    }
    const { scopeLabels = true, resourceLabels } = this.#options;
    const attributes = Object.entries(this.#resource?.attributes ?? {});
    const fixed: Attribute[] = [
      ...attributes.filter(([name]) => resourceLabels?.(name)),
      ...scopeLabels ? scopeAttributes({ ...scope, attributes: Object.entries(scope.attributes ?? {}) }) : [],
    ];
    const stream = new SdkStream(metric, this.#translation, fixed);
    this.#streams.set(metric.descriptor, stream);
    return stream;
  }

  #ownFamilies({ attributes }: Resource): MetricFamily[] {
    const { targetInfo = true } = this.#options;
    const families: MetricFamily[] = [errorFamily(this.#name, this.#errors)];
    if (targetInfo && Object.keys(attributes).length > 0) families.push(this.#targetInfo(attributes));
    return families;
  }

  #targetInfo(attributes: Attributes): MetricFamily {
    const labels = new StreamLabels(this.#translation, "gauge", []).of(Object.entries(attributes));
    return infoFamily("target_info", "Attributes of the OpenTelemetry resource.", [{ labels }]);
  }

  #fail(error: unknown): void {
    this.#errors++;
    this.#onError(error);
  }

  #failOnce(message: string): void {
    if (this.#reported.has(message)) return;
    this.#reported.add(message);
    this.#fail(new TypeError(`Cannot expose a metric of OpenTelemetry: ${message}`));
  }
}

function errorFamily(collector: string, value: number): MetricFamily {
  return counterFamily(
    "webprom_otel_errors_total",
    "Errors of OpenTelemetry callbacks, and metrics that cannot be exposed as they are.",
    [{ labels: { collector }, value }] satisfies (PointHead & { value: number })[],
  );
}
