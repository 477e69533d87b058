/** The works, done by OpenTelemetry's SDK, which has no bound series and no summary. */
import {
  AggregationType,
  InstrumentType,
  MeterProvider,
  MetricReader,
  type ViewOptions,
} from "@opentelemetry/sdk-metrics";
import { DURATIONS, labelsAt, METHODS, PICKS, ROUTES, shuffled } from "./data.ts";
import type { Weights, Works } from "./works.ts";

const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

class Reader extends MetricReader {
  override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function meter(): ReturnType<MeterProvider["getMeter"]> {
  const views: ViewOptions[] = [
    { instrumentType: InstrumentType.COUNTER, aggregationCardinalityLimit: 1_000_000 },
    {
      instrumentType: InstrumentType.HISTOGRAM,
      instrumentName: "classic",
      aggregationCardinalityLimit: 1_000_000,
      aggregation: {
        type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
        options: { boundaries: BOUNDARIES.slice() },
      },
    },
    {
      instrumentType: InstrumentType.HISTOGRAM,
      instrumentName: "native",
      aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
    },
  ];
  return new MeterProvider({ readers: [new Reader()], views }).getMeter("bench");
}

/** What to measure. */
export const works: Works = {
  "counter, bound: inc()"() {
    const counter = meter().createCounter("a_total");
    const labels = { method: "GET" };
    return (times) => {
      for (let i = 0; i < times; i++) counter.add(1, labels);
    };
  },
  "counter: inc({2 labels}), 100 series"() {
    const counter = meter().createCounter("a_total");
    return (times) => {
      for (let i = 0; i < times; i++) {
        counter.add(1, {
          method: METHODS[PICKS[i & 1023] as number] as string,
          route: ROUTES[PICKS[i * 7 & 1023] as number] as string,
        });
      }
    };
  },
  "counter: inc({3 labels}), 100,000 series, random order"() {
    const counter = meter().createCounter("a_total");
    const order = shuffled(100_000);
    return (times) => {
      for (let i = 0; i < times; i++) counter.add(1, labelsAt(order[i % order.length] as number));
    };
  },
  "histogram, bound: observe(v), 11 buckets"() {
    const histogram = meter().createHistogram("classic");
    const labels = { method: "GET" };
    return (times) => {
      for (let i = 0; i < times; i++) histogram.record(DURATIONS[i & 1023] as number, labels);
    };
  },
  "histogram: observe({2 labels}, v), 11 buckets"() {
    const histogram = meter().createHistogram("classic");
    return (times) => {
      for (let i = 0; i < times; i++) {
        const labels = {
          method: METHODS[PICKS[i & 1023] as number] as string,
          route: ROUTES[PICKS[i * 7 & 1023] as number] as string,
        };
        histogram.record(DURATIONS[i & 1023] as number, labels);
      }
    };
  },
  "native histogram, bound: observe(v)"() {
    const histogram = meter().createHistogram("native");
    const labels = { method: "GET" };
    return (times) => {
      for (let i = 0; i < times; i++) histogram.record(DURATIONS[i & 1023] as number, labels);
    };
  },
};

/** What to weigh. */
export const weights: Weights = {
  "counter series, 3 labels"() {
    const counter = meter().createCounter("a_total");
    return (labels) => counter.add(1, labels);
  },
  "histogram series, 3 labels, 11 buckets"() {
    const histogram = meter().createHistogram("classic");
    return (labels) => histogram.record(0.2, labels);
  },
};
