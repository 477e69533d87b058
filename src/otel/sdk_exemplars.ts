import { type Exemplar, exemplarLength, type ExemplarProvider, MAX_EXEMPLAR_LENGTH } from "../model/exemplar.ts";
import { type Clock, systemClock } from "../model/clock.ts";
import type { Attributes, SdkScope } from "./_sdk.ts";
import { attributeText } from "./stream_labels.ts";

/** Maximum number of exemplars of a series. */
const MAX_EXEMPLARS = 8;
/** Maximum number of series of an instrument with exemplars. When it is reached, all of them are forgotten. */
const MAX_SERIES = 10_000;

/** Exemplars of one instrument by the attributes of its series. */
export type InstrumentExemplars = ReadonlyMap<string, readonly Exemplar[]>;

/** A `MeterProvider` of OpenTelemetry. */
export interface MeterProviderLike {
  /** Returns a meter. */
  getMeter(name: string, version?: string, options?: { readonly schemaUrl?: string }): object;
}

/** The methods of meters that make synchronous instruments with exemplars. */
const METHODS: Readonly<Record<string, "add" | "record">> = { createCounter: "add", createHistogram: "record" };

type Measure = (value: number, attributes?: Attributes, ...rest: unknown[]) => void;
type Create = (name: string, ...rest: unknown[]) => Record<string, Measure>;

/** Exemplars of OpenTelemetry's counters and histograms; made by {@linkcode sdkExemplars}. */
export interface SdkExemplars {
  /**
   * Makes a provider whose counters and histograms are sampled. A measurement without an exemplar costs only the call of the
   * function that provides it.
   *
   * @param provider The `MeterProvider`
   * @returns A provider to use instead, with the same methods
   */
  instrument<P extends MeterProviderLike>(provider: P): P;
}

/** Samples exemplars, and keeps the latest ones of each series. */
export class ExemplarSampler implements SdkExemplars {
  readonly #provide: ExemplarProvider;
  readonly #clock: Clock;
  readonly #instruments = new Map<string, Map<string, Exemplar[]>>();

  /**
   * Creates a sampler without exemplars.
   *
   * @param provide Returns the labels of an exemplar, such as the current trace ID, or `undefined`
   * @param clock Source of the current time
   */
  constructor(provide: ExemplarProvider, clock: Clock = systemClock) {
    this.#provide = provide;
    this.#clock = clock;
  }

  instrument<P extends MeterProviderLike>(provider: P): P {
    return overriding(provider, {
      getMeter: (name: string, version?: string, options: { readonly schemaUrl?: string } = {}): object => {
        const meter = provider.getMeter(name, version, options);
        const scope = { name, version: version ?? "", schemaUrl: options.schemaUrl ?? "" };
        const methods = Object.entries(METHODS).map(([create, measure]) => {
          const original = (meter as Record<string, Create>)[create]?.bind(meter);
          const make = (name: string, ...rest: unknown[]) =>
            this.#sampled(original?.(name, ...rest), measure, scope, name);
          return [create, make];
        });
        return overriding(meter, Object.fromEntries(methods));
      },
    });
  }

  /** Returns the exemplars of an instrument, by {@linkcode seriesKey}. */
  of(scope: SdkScope, instrument: string): InstrumentExemplars | undefined {
    return this.#instruments.get(instrumentKey(scope, instrument));
  }

  #sampled(
    instrument: Record<string, Measure> | undefined,
    method: "add" | "record",
    scope: SdkScope,
    name: string,
  ): object | undefined {
    const measure = instrument?.[method]?.bind(instrument);
    if (instrument === undefined || measure === undefined) return instrument;
    const key = instrumentKey(scope, name);
    return overriding(instrument, {
      [method]: (value: number, attributes: Attributes = {}, ...rest: unknown[]): void => {
        measure(value, attributes, ...rest);
        this.#sample(key, value, attributes);
      },
    });
  }

  /** Measured code must not fail because of its exemplars. */
  #sample(key: string, value: number, attributes: Attributes): void {
    try {
      const labels = this.#provide();
      if (labels === undefined || exemplarLength(labels) > MAX_EXEMPLAR_LENGTH) return;
      let series = this.#instruments.get(key);
      if (series === undefined) this.#instruments.set(key, series = new Map());
      const name = seriesKey(attributes);
      const exemplars = series.get(name) ?? [];
      if (exemplars.length === 0 && series.size >= MAX_SERIES) series.clear();
      if (exemplars.push({ labels, value, timestampMs: this.#clock.now() }) > MAX_EXEMPLARS) exemplars.shift();
      series.set(name, exemplars);
    } catch { /* no exemplar */ }
  }
}

/**
 * Samples exemplars of OpenTelemetry's counters and histograms.
 *
 * @example Exemplars with the trace of the active span
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { activeSpanExemplar, registryReader, sdkExemplars } from "@webprom/exporter/otel";
 * import { trace } from "@opentelemetry/api";
 * import { MeterProvider } from "@opentelemetry/sdk-metrics";
 *
 * const registry = new Registry();
 * const exemplars = sdkExemplars(activeSpanExemplar(trace));
 * const provider = exemplars.instrument(new MeterProvider({ readers: [registryReader(registry, { exemplars })] }));
 *
 * provider.getMeter("shop").createHistogram("shop.checkout.duration", { unit: "s" }).record(0.25);
 * ```
 *
 * @param provide Returns the labels of an exemplar, such as {@linkcode activeSpanExemplar}
 * @returns The sampler, for `registryReader()` and for the provider
 */
export function sdkExemplars(provide: ExemplarProvider): SdkExemplars {
  return new ExemplarSampler(provide);
}

/** Identifies a series by its attributes, in any order. */
export function seriesKey(attributes: Attributes): string {
  const names = Object.keys(attributes);
  if (names.length > 1) names.sort();
  let key = "";
  for (const name of names) {
    const text = attributeText(attributes[name]);
    key += `${name.length}:${name}${text.length}:${text}`;
  }
  return key;
}

/** Names of instruments are equal in any case. */
function instrumentKey({ name, version = "", schemaUrl = "" }: SdkScope, instrument: string): string {
  return [name, version, schemaUrl, instrument.toLowerCase()].join("\n");
}

/** Returns an object that is like another one, except for some methods. */
function overriding<T extends object>(object: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(object, {
    get(target, name) {
      if (typeof name === "string" && Object.hasOwn(methods, name)) return methods[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
