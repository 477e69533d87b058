/** The works, done by the official Node client. */
import { Counter, Gauge, Histogram, Summary } from "@prometheus-io/client";
import { DURATIONS, labelsAt, METHODS, PICKS, ROUTES, shuffled } from "./data.ts";
import type { Weights, Works } from "./works.ts";

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
