import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { checkFamily } from "../../src/model/check_family.ts";

const gauge = {
  type: "gauge",
  name: "test",
  help: "Test.",
  points: [{ labels: { a: "" }, value: NaN, timestampMs: 1.5 }],
};
const counter = { type: "counter", name: "test_total", help: "Test.", points: [{ labels: {}, value: Infinity }] };
const histogram = {
  type: "histogram",
  name: "test",
  help: "",
  points: [{ labels: {}, sum: NaN, bounds: [-1, 0.5], counts: [0, 1.5, 2] }],
};

const summary = {
  type: "summary",
  name: "test",
  help: "Test.",
  points: [{ labels: {}, count: 2, sum: NaN, quantiles: [{ quantile: 0, value: NaN }, { quantile: 1, value: -1 }] }],
};
const stateset = { type: "stateset", name: "test", help: "Test.", points: [{ labels: {}, states: { on: true } }] };
const native = {
  schema: -4,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [{ offset: -5, counts: [1, 0, 2] }, { offset: 3, counts: [1] }],
  negative: [],
};
const exemplar = { labels: { trace_id: "x" }, value: NaN, timestampMs: 5 };

/** Usable families. */
const GOOD: readonly object[] = [
  gauge,
  counter,
  histogram,
  { ...gauge, name: "http.größe 😱", points: [] },
  { ...gauge, name: "test_seconds", unit: "seconds" },
  { ...counter, name: "test_seconds_total", unit: "seconds" },
  { ...gauge, type: "unknown" },
  { ...gauge, type: "info", name: "test_info", points: [{ labels: { version: "1" } }] },
  { ...histogram, points: [{ labels: {}, sum: 0, bounds: [], counts: [5] }] },
  { ...histogram, type: "gaugehistogram" },
  summary,
  { ...summary, points: [{ labels: { le: "1" }, count: 0, sum: 0, quantiles: [], timestampMs: 1, createdMs: 0 }] },
  stateset,
  { ...stateset, points: [{ labels: {}, states: {}, timestampMs: 5 }] },
  { ...counter, points: [{ labels: {}, value: 1, createdMs: 5, exemplar }] },
  point(histogram, { native, createdMs: 5, exemplars: [exemplar, undefined, exemplar] }) as { type: string },
  point(histogram, { native: { ...native, exemplars: [exemplar] } }) as { type: string },
];

/** What is wrong with a family, and what the error says. */
const BAD: readonly [what: string, family: object, message: string][] = [
  ["an unknown type", { ...gauge, type: "gaugee" }, 'Cannot expose gaugee "test": type must be one of counter,'],
  ["an inherited word as type", { ...gauge, type: "constructor" }, "type must be one of counter,"],
  ["an empty name", { ...gauge, name: "" }, "name must be non-empty, well-formed text"],
  ["a lone surrogate in its name", { ...gauge, name: "a\ud800" }, "name must be non-empty, well-formed text"],
  ["a name that is no text", { ...gauge, name: 5 }, "name must be non-empty, well-formed text"],
  [
    "a time before 1970",
    point(gauge, { timestampMs: -1 }),
    "timestampMs must be from 0 to 2 ** 53, current value is -1",
  ],
  ["a time that is no integer of 64 bits", point(gauge, { timestampMs: 1e21 }), "current value is 1e+21"],
  ["an info's name without _info", { ...gauge, type: "info" }, 'Cannot expose info "test": name must end in "_info"'],
  ["no help", { ...gauge, help: undefined }, "help must be a string, current value is undefined"],
  ["a unit that the name does not end in", { ...gauge, unit: "seconds" }, 'current value is "seconds"'],
  ["labels that are no object", point(gauge, { labels: null }), "labels must be an object, current value is null"],
  ["a reserved label", point(gauge, { labels: { __x: "1" } }), 'label name "__x" is empty, reserved'],
  ["an empty label name", point(gauge, { labels: { "": "1" } }), 'label name "" is empty'],
  [
    "a label that is no text",
    point(gauge, { labels: { a: null } }),
    'label "a" must be a string, current value is null',
  ],
  ["a value that is no number", point(gauge, { value: "5" }), 'value must be a number, current value is "5"'],
  ["a missing value", point(gauge, { value: undefined }), "value must be a number, current value is undefined"],
  ["a negative counter", point(counter, { value: -1 }), "value must be >= 0, current value is -1"],
  ["a counter that is NaN", point(counter, { value: NaN }), "value must be >= 0, current value is NaN"],
  [
    "a timestamp that is NaN",
    point(gauge, { timestampMs: NaN }),
    "timestampMs must be from 0 to 2 ** 53, current value is NaN",
  ],
  [
    "a timestamp that is infinite",
    point(gauge, { timestampMs: Infinity }),
    "timestampMs must be from 0 to 2 ** 53, current value is Infinity",
  ],
  [
    "a timestamp that is text",
    point(gauge, { timestampMs: "5" }),
    'timestampMs must be from 0 to 2 ** 53, current value is "5"',
  ],
  ["the label le on a histogram", point(histogram, { labels: { le: "1" } }), 'label name "le" is empty, reserved'],
  ["a sum that is no number", point(histogram, { sum: "5" }), 'sum must be a number, current value is "5"'],
  ["missing bounds and counts", point(histogram, { bounds: undefined, counts: undefined }), "bounds"],
  [
    "too few counts",
    point(histogram, { counts: [1, 2] }),
    "counts must have one entry more than bounds, current number is 2",
  ],
  ["a negative count", point(histogram, { counts: [1, -2, 3] }), "counts must be >= 0, current value is -2"],
  ["a count that is NaN", point(histogram, { counts: [1, 2, NaN] }), "counts must be >= 0, current value is NaN"],
  ["a count that is text", point(histogram, { counts: ["1", "2", "3"] }), 'counts must be >= 0, current value is "1"'],
  ["unsorted bounds", point(histogram, { bounds: [2, 1] }), "bounds must"],
  ["duplicate bounds", point(histogram, { bounds: [1, 1] }), "bounds must"],
  ["a bound that is NaN", point(histogram, { bounds: [NaN], counts: [1, 2] }), "bounds must"],
  ["a bound that is +Inf", point(histogram, { bounds: [1, Infinity] }), "bounds must"],
  [
    "the label le on a gauge histogram",
    { ...point(histogram, { labels: { le: "1" } }), type: "gaugehistogram" },
    '"le"',
  ],
  ["the label quantile on a summary", point(summary, { labels: { quantile: "1" } }), 'label name "quantile" is empty'],
  ["a quantile above 1", quantile({ quantile: 1.5 }), "quantile must be from 0 to 1, current value is 1.5"],
  ["a quantile below 0", quantile({ quantile: -0.5 }), "quantile must be from 0 to 1, current value is -0.5"],
  ["a quantile that is NaN", quantile({ quantile: NaN }), "quantile must be from 0 to 1, current value is NaN"],
  ["a quantile without a value", quantile({ value: undefined }), "quantile 0.5 must be a number"],
  [
    "a quantile twice",
    point(summary, { quantiles: [{ quantile: 0.5, value: 1 }, { quantile: 0.5, value: 2 }] }),
    "quantiles must differ, current value is 0.5",
  ],
  [
    "native runs that overlap",
    nativeWith({ positive: [{ offset: 5, counts: [1, 1] }, { offset: -1, counts: [1] }] }),
    "native offset must be >= 0 after the first, current value is -1",
  ],
  ["a summary that counts less than nothing", point(summary, { count: -1 }), "count must be >= 0, current value is -1"],
  ["a summary without a sum", point(summary, { sum: undefined }), "sum must be a number, current value is undefined"],
  ["a state set's own name as a label", point(stateset, { labels: { test: "1" } }), 'label name "test" is empty'],
  ["a state that is neither on nor off", point(stateset, { states: { on: 1 } }), 'state "on" must be true or false'],
  [
    "a created time that is NaN",
    point(counter, { createdMs: NaN }),
    "createdMs must be from 0 to 2 ** 53, current value is NaN",
  ],
  [
    "a created time that is text",
    point(histogram, { createdMs: "5" }),
    'createdMs must be from 0 to 2 ** 53, current value is "5"',
  ],
  ["an exemplar with a reserved label", exemplary({ labels: { __x: "1" } }), 'exemplar label name "__x"'],
  ["an exemplar without labels", exemplary({ labels: undefined }), "exemplar labels must be an object"],
  ["an exemplar without a value", exemplary({ value: undefined }), "exemplar must be a number"],
  [
    "an exemplar at no time",
    exemplary({ timestampMs: NaN }),
    "timestampMs must be from 0 to 2 ** 53, current value is NaN",
  ],
  [
    "a bad exemplar of a bucket",
    point(histogram, { exemplars: [undefined, { ...exemplar, labels: { a: 1 } }] }),
    'exemplar label "a" must be a string',
  ],
  [
    "a bad exemplar of native buckets",
    nativeWith({ exemplars: [{ ...exemplar, value: "1" }] }),
    'exemplar must be a number, current value is "1"',
  ],
  ["a native schema beyond 8", nativeWith({ schema: 9 }), "native.schema must be an integer from -4 to 8"],
  ["a native schema between two", nativeWith({ schema: 0.5 }), "native.schema must be an integer from -4 to 8"],
  ["a negative zero threshold", nativeWith({ zeroThreshold: -1 }), "native.zeroThreshold must be >= 0"],
  ["a zero count that is NaN", nativeWith({ zeroCount: NaN }), "native.zeroCount must be >= 0"],
  [
    "a native offset between two buckets",
    nativeWith({ positive: [{ offset: 0.5, counts: [1] }] }),
    "native offset must be an integer, current value is 0.5",
  ],
  [
    "a negative native count",
    nativeWith({ negative: [{ offset: 0, counts: [1, -1] }] }),
    "native counts must be >= 0, current value is -1",
  ],
  ["a bound that is -Inf", point(histogram, { bounds: [-Infinity, 1] }), "bounds must"],
];

describe("checkFamily", () => {
  for (const family of GOOD as MetricFamily[]) {
    it(`checkFamily() accepts ${family.type} ${family.name}`, () => assertStrictEquals(checkFamily(family), family));
  }

  for (const [what, family, message] of BAD) {
    it(`checkFamily() rejects ${what}`, () => {
      const error = assertThrows(() => checkFamily(family as MetricFamily), TypeError, message);
      assertEquals(error.message.startsWith("Cannot expose "), true, error.message);
    });
  }
});

function quantile(changes: object): object {
  return point(summary, { quantiles: [{ quantile: 0.5, value: 1, ...changes }] });
}

function exemplary(changes: object): object {
  return point(counter, { exemplar: { ...exemplar, ...changes } });
}

function nativeWith(changes: object): object {
  return point(histogram, { native: { ...native, ...changes } });
}

/** The family with its point changed. */
function point(family: { readonly points: readonly object[] }, changes: object): object {
  return { ...family, points: family.points.map((point) => ({ ...point, ...changes })) };
}
