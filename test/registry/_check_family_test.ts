import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { checkFamily } from "../../src/registry/_check_family.ts";

const gauge = {
  type: "gauge",
  name: "test",
  help: "Test.",
  points: [{ labels: { a: "" }, value: NaN, timestampMs: -1.5 }],
};
const counter = { type: "counter", name: "test_total", help: "Test.", points: [{ labels: {}, value: Infinity }] };
const histogram = {
  type: "histogram",
  name: "test",
  help: "",
  points: [{ labels: {}, sum: NaN, bounds: [-1, 0.5], counts: [0, 1.5, 2] }],
};

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
];

/** What is wrong with a family, and what the error says. */
const BAD: readonly [what: string, family: object, message: string][] = [
  ["an unknown type", { ...gauge, type: "gaugee" }, 'Cannot expose gaugee "test": type must be one of counter,'],
  ["an inherited word as type", { ...gauge, type: "constructor" }, "type must be one of counter,"],
  ["an empty name", { ...gauge, name: "" }, "name must be non-empty, well-formed text"],
  ["a lone surrogate in its name", { ...gauge, name: "a\ud800" }, "name must be non-empty, well-formed text"],
  ["a name that is no text", { ...gauge, name: 5 }, "name must be non-empty, well-formed text"],
  ["a counter's name without _total", { ...counter, name: "test" }, 'Cannot expose counter "test": name must be'],
  ["an info's name without _info", { ...gauge, type: "info" }, 'Cannot expose info "test": name must be'],
  ["no help", { ...gauge, help: undefined }, "help must say what is measured, current value is undefined"],
  ["a unit that the name does not end in", { ...gauge, unit: "seconds" }, 'current value is "seconds"'],
  ["labels that are no object", point(gauge, { labels: null }), "labels must be an object, current value is null"],
  ["a reserved label", point(gauge, { labels: { __x: "1" } }), 'label name "__x" is empty, reserved'],
  ["an empty label name", point(gauge, { labels: { "": "1" } }), 'label name "" is empty'],
  ["a label that is no text", point(gauge, { labels: { a: 1 } }), 'label "a" must be a string, current value is 1'],
  ["a value that is no number", point(gauge, { value: "5" }), "value must be a number, current value is 5"],
  ["a missing value", point(gauge, { value: undefined }), "value must be a number, current value is undefined"],
  ["a negative counter", point(counter, { value: -1 }), "value must be >= 0, current value is -1"],
  ["a counter that is NaN", point(counter, { value: NaN }), "value must be >= 0, current value is NaN"],
  ["a timestamp that is NaN", point(gauge, { timestampMs: NaN }), "timestampMs must be finite, current value is NaN"],
  [
    "a timestamp that is infinite",
    point(gauge, { timestampMs: Infinity }),
    "timestampMs must be finite, current value is Infinity",
  ],
  ["a timestamp that is text", point(gauge, { timestampMs: "5" }), "timestampMs must be finite, current value is 5"],
  ["the label le on a histogram", point(histogram, { labels: { le: "1" } }), 'label name "le" is empty, reserved'],
  ["a sum that is no number", point(histogram, { sum: "5" }), "sum must be a number, current value is 5"],
  ["missing bounds and counts", point(histogram, { bounds: undefined, counts: undefined }), "bounds"],
  ["too few counts", point(histogram, { counts: [1, 2] }), "counts must be one more than bounds, current number is 2"],
  ["a negative count", point(histogram, { counts: [1, -2, 3] }), "counts must be >= 0, current value is -2"],
  ["a count that is NaN", point(histogram, { counts: [1, 2, NaN] }), "counts must be >= 0, current value is NaN"],
  ["a count that is text", point(histogram, { counts: ["1", "2", "3"] }), "counts must be >= 0, current value is 1"],
  ["unsorted bounds", point(histogram, { bounds: [2, 1] }), "bounds must"],
  ["duplicate bounds", point(histogram, { bounds: [1, 1] }), "bounds must"],
  ["a bound that is NaN", point(histogram, { bounds: [NaN], counts: [1, 2] }), "bounds must"],
  ["a bound that is +Inf", point(histogram, { bounds: [1, Infinity] }), "bounds must"],
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

/** The family with its point changed. */
function point(family: { readonly points: readonly object[] }, changes: object): object {
  return { ...family, points: family.points.map((point) => ({ ...point, ...changes })) };
}
