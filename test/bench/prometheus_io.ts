/** The works, done by the official Node client. */
import { Counter, Gauge, Histogram, Registry, Summary } from "@prometheus-io/client";
import { DURATIONS, labelsAt, METHODS, PICKS, ROUTES, shuffled } from "./data.ts";
import type { Scrape, Scrapes, Weights, Works } from "./works.ts";

const help = "Help.";

/** What to measure. */
export const works: Works = {
  "counter, bound: inc()"() {
    const cell = new Counter({ registers: [], name: "a_total", help, labelNames: ["method"] }).labels({
      method: "GET",
    });
    return (times) => {
      for (let i = 0; i < times; i++) cell.inc();
    };
  },
  "gauge, bound: set(v)"() {
    const cell = new Gauge({ registers: [], name: "a", help, labelNames: ["method"] }).labels({ method: "GET" });
    return (times) => {
      for (let i = 0; i < times; i++) cell.set(i);
    };
  },
  "counter: inc({2 labels}), 100 series"() {
    const counter = new Counter({ registers: [], name: "a_total", help, labelNames: ["method", "route"] });
    return (times) => {
      for (let i = 0; i < times; i++) {
        counter.inc({
          method: METHODS[PICKS[i & 1023] as number] as string,
          route: ROUTES[PICKS[i * 7 & 1023] as number] as string,
        });
      }
    };
  },
  "counter: inc({3 labels}), 100,000 series, random order"() {
    const counter = new Counter({ registers: [], name: "a_total", help, labelNames: ["method", "route", "user"] });
    const order = shuffled(100_000);
    return (times) => {
      for (let i = 0; i < times; i++) counter.inc(labelsAt(order[i % order.length] as number));
    };
  },
  "histogram, bound: observe(v), 11 buckets"() {
    const cell = new Histogram({ registers: [], name: "a", help, labelNames: ["method"] }).labels({ method: "GET" });
    return (times) => {
      for (let i = 0; i < times; i++) cell.observe(DURATIONS[i & 1023] as number);
    };
  },
  "histogram: observe({2 labels}, v), 11 buckets"() {
    const histogram = new Histogram({ registers: [], name: "a", help, labelNames: ["method", "route"] });
    return (times) => {
      for (let i = 0; i < times; i++) {
        const labels = {
          method: METHODS[PICKS[i & 1023] as number] as string,
          route: ROUTES[PICKS[i * 7 & 1023] as number] as string,
        };
        histogram.observe(labels, DURATIONS[i & 1023] as number);
      }
    };
  },
  "summary, bound: observe(v), 3 quantiles"() {
    const cell = new Summary({
      registers: [],
      name: "a",
      help,
      labelNames: ["method"],
      percentiles: [0.5, 0.9, 0.99],
      maxAgeSeconds: 600,
      ageBuckets: 5,
    }).labels("GET");
    return (times) => {
      for (let i = 0; i < times; i++) cell.observe(DURATIONS[i & 1023] as number);
    };
  },
};

/** What to weigh. */
export const weights: Weights = {
  "counter series, 3 labels"() {
    const counter = new Counter({ registers: [], name: "a_total", help, labelNames: ["method", "route", "user"] });
    return (labels) => counter.inc(labels);
  },
  "histogram series, 3 labels, 11 buckets"() {
    const histogram = new Histogram({ registers: [], name: "a", help, labelNames: ["method", "route", "user"] });
    return (labels) => histogram.observe(labels, 0.2);
  },
};

/** What to scrape. */
export const scrapes: Scrapes = {
  "100,000 counters, 3 labels": () => counters(Registry.PROMETHEUS_CONTENT_TYPE),
  "100,000 counters, 3 labels, OpenMetrics": () => counters(Registry.OPENMETRICS_CONTENT_TYPE),
  "10,000 histograms, 11 buckets, 140,000 lines": () => histograms(Registry.PROMETHEUS_CONTENT_TYPE),
  "10,000 histograms, 11 buckets, OpenMetrics": () => histograms(Registry.OPENMETRICS_CONTENT_TYPE),
};

function counters(contentType: string): Scrape {
  const registry = new Registry(contentType as typeof Registry.PROMETHEUS_CONTENT_TYPE);
  const labelNames = ["method", "route", "user"] as const;
  const counter = new Counter({ name: "http_requests_total", help, labelNames, registers: [registry as Registry] });
  const cells = Array.from({ length: 100_000 }, (_, i) => counter.labels(labelsAt(i)));
  for (const [i, cell] of cells.entries()) cell.inc(i % 2 === 0 ? i : i + 0.5);
  return { change: () => cells.forEach((cell) => cell.inc()), write: writer(registry) };
}

function histograms(contentType: string): Scrape {
  const registry = new Registry(contentType as typeof Registry.PROMETHEUS_CONTENT_TYPE);
  const labelNames = ["method", "route", "user"] as const;
  const histogram = new Histogram({
    name: "http_request_duration_seconds",
    help,
    labelNames,
    registers: [registry as Registry],
  });
  const cells = Array.from({ length: 10_000 }, (_, i) => histogram.labels(labelsAt(i)));
  const change = () => cells.forEach((cell, i) => cell.observe(i % 2 === 0 ? 1 : 0.25));
  return { change, write: writer(registry) };
}

function writer(registry: Registry): () => Promise<number> {
  const encoder = new TextEncoder();
  return async () => encoder.encode(await registry.metrics()).length;
}
