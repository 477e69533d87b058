import { describe, it } from "node:test";
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { defineMetric, differenceOf, labelText } from "../../src/metrics/definition.ts";
import { quote } from "../../src/model/quote.ts";

describe("defineMetric", () => {
  const base = { name: "test", help: "Test.", labelNames: ["a", "b"], constLabels: { x: "1", y: 2 } };
  const { fingerprint } = defineMetric("gauge", base);

  it("defineMetric() gives equal definitions the same fingerprint", () => {
    assertEquals(defineMetric("gauge", { ...base, labelNames: ["a", "b"] }).fingerprint, fingerprint);
    assertEquals(defineMetric("gauge", { ...base, constLabels: { y: "2", x: 1 } }).fingerprint, fingerprint);
  });

  const others: readonly [what: string, options: object, details?: Readonly<Record<string, unknown>>][] = [
    ["name", { name: "other" }],
    ["help", { help: "Other." }],
    ["unit", { name: "test_seconds", unit: "seconds" }],
    ["label names", { labelNames: ["a"] }],
    ["constant labels", { constLabels: { x: "1", y: "3" } }],
    ["details", {}, { buckets: [1, 2] }],
    ["number of series", { maxSeries: 5 }],
    ["time to live", { ttlSeconds: 5 }],
    ["label values", { labelValues: { a: ["1"] } }],
    ["series up front", { zero: [{ a: "1", b: "2" }] }],
  ];
  for (const [what, options, details] of others) {
    it(`defineMetric() gives another fingerprint to other ${what}`, () => {
      assertNotEquals(defineMetric("gauge", { ...base, ...options }, { details }).fingerprint, fingerprint);
    });
  }

  it("differenceOf() names the first difference", () => {
    const one = defineMetric("histogram", base, { details: { buckets: [1, 2], native: undefined } });
    const cases: readonly [
      expected: string | undefined,
      options: object,
      details: Readonly<Record<string, unknown>>,
    ][] = [
      [undefined, {}, { buckets: [1, 2] }],
      ["buckets: [1,2], not [1]", {}, { buckets: [1] }],
      ["native: not set, not 1", {}, { buckets: [1, 2], native: 1 }],
      ['maxSeries: "Infinity", not 5', { maxSeries: 5 }, { buckets: [1, 2] }],
      ['help: "Test.", not "Other."', { help: "Other." }, { buckets: [1] }],
    ];
    for (const [expected, options, details] of cases) {
      assertEquals(differenceOf(one, defineMetric("histogram", { ...base, ...options }, { details })), expected);
    }
  });

  it("defineMetric() gives another fingerprint to another type", () => {
    assertNotEquals(defineMetric("unknown", base).fingerprint, fingerprint);
  });
});

describe("labelText", () => {
  it("labelText() replaces lone surrogates and nothing else", () => {
    assertEquals(labelText("a\ud800b\udc00 😱", "a", "Cannot test"), "a\ufffdb\ufffd 😱");
  });

  for (const value of [5, true, 2n ** 70n]) {
    it(`labelText() converts the ${typeof value} ${value}`, () => {
      assertEquals(labelText(value, "a", "Cannot test"), String(value));
    });
  }

  for (const value of [undefined, null, {}, [], () => {}, Symbol("x")]) {
    it(`labelText() rejects the ${typeof value} ${String(value)}`, () => {
      assertThrows(
        () => labelText(value, "a", "Cannot test"),
        TypeError,
        'Cannot test: label "a" must be a string, number, boolean or bigint',
      );
    });
  }
});

describe("quote", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const cases: readonly [value: unknown, shown: string][] = [
    ["a\nb", '"a\\nb"'],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [undefined, "undefined"],
    [null, "null"],
    [[1, "a"], '[1,"a"]'],
    [5n, "5n"],
    [Symbol("x"), "Symbol(x)"],
    [circle, "[object Object]"],
  ];
  for (const [value, shown] of cases) it(`quote() shows ${shown}`, () => assertEquals(quote(value), shown));
});
