import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { type TranslatedType, Translation, type TranslationStrategy } from "../../src/otel/translation.ts";

const STRATEGIES: readonly TranslationStrategy[] = [
  "UnderscoreEscapingWithSuffixes",
  "UnderscoreEscapingWithoutSuffixes",
  "NoUTF8EscapingWithSuffixes",
  "NoTranslation",
];

/** Name, unit and type; the name by each strategy. */
const NAMES: readonly (readonly [string, string, TranslatedType, ...string[]])[] = [
  ["foo.bar", "By", "counter", "foo_bar_bytes_total", "foo_bar", "foo.bar_bytes_total", "foo.bar"],
  [
    "http.server.duration",
    "s",
    "histogram",
    "http_server_duration_seconds",
    "http_server_duration",
    "http.server.duration_seconds",
    "http.server.duration",
  ],
  ["requests", "{request}", "counter", "requests_total", "requests", "requests_total", "requests"],
  ["requests.total", "1", "counter", "requests_total", "requests_total", "requests.total_total", "requests.total"],
  ["jobs_total", "", "counter", "jobs_total", "jobs_total", "jobs_total", "jobs_total"],
  ["memory.bytes", "By", "gauge", "memory_bytes", "memory_bytes", "memory.bytes", "memory.bytes"],
  [
    "disk.io.bytes_total",
    "By",
    "counter",
    "disk_io_bytes_total",
    "disk_io_bytes_total",
    "disk.io.bytes_total",
    "disk.io.bytes_total",
  ],
  [
    "cpu.utilization",
    "1",
    "gauge",
    "cpu_utilization_ratio",
    "cpu_utilization",
    "cpu.utilization_ratio",
    "cpu.utilization",
  ],
  ["speed", "m/s", "gauge", "speed_meters_per_second", "speed", "speed_meters_per_second", "speed"],
  [
    "speed_meters",
    "m/s",
    "gauge",
    "speed_meters_per_second",
    "speed_meters",
    "speed_meters_per_second",
    "speed_meters",
  ],
  ["rate", "{request}/s", "gauge", "rate_per_second", "rate", "rate_per_second", "rate"],
  ["size", "By{payload}", "gauge", "size_bytes", "size", "size_bytes", "size"],
  ["odd", "foo-bar", "gauge", "odd_foo_bar", "odd", "odd_foo_bar", "odd"],
  ["2xx", "", "gauge", "_2xx", "_2xx", "2xx", "2xx"],
  ["a...b__c:d", "", "gauge", "a_b_c:d", "a_b_c:d", "a...b__c:d", "a...b__c:d"],
  ["straße", "", "gauge", "stra_e", "stra_e", "straße", "straße"],
];

/** Label name with underscores, and without translation. */
const LABELS: readonly (readonly [string, string, string])[] = [
  ["http.route", "http_route", "http.route"],
  ["a..b", "a_b", "a..b"],
  ["1st", "key_1st", "1st"],
  ["_private", "key_private", "_private"],
  ["__name__", "key_name_", "key__name__"],
  ["", "key_", "key_"],
  ["straße", "stra_e", "straße"],
];

describe("Translation", () => {
  for (const [name, unit, type, ...expected] of NAMES) {
    it(`names ${type} "${name}" in "${unit}"`, () => {
      const names = STRATEGIES.map((strategy) => new Translation(strategy).familyName({ name, unit, type }).name);
      assertEquals(names, expected);
    });
  }

  it("reports a unit only if the name ends with it", () => {
    const unitBy = (strategy: TranslationStrategy, name: string) =>
      new Translation(strategy).familyName({ name, unit: "By", type: "counter" }).unit;
    assertEquals(STRATEGIES.map((strategy) => unitBy(strategy, "foo")), ["bytes", undefined, "bytes", undefined]);
    assertEquals(STRATEGIES.map((strategy) => unitBy(strategy, "foo_bytes")), ["bytes", "bytes", "bytes", "bytes"]);
    assertEquals(unitBy("NoUTF8EscapingWithSuffixes", "foo.bytes"), undefined);
  });

  for (const [key, escaped, plain] of LABELS) {
    it(`names label "${key}"`, () => {
      assertEquals(STRATEGIES.map((strategy) => new Translation(strategy).labelName(key)), [
        escaped,
        escaped,
        plain,
        plain,
      ]);
    });
  }

  it("refuses an unknown strategy", () => {
    assertThrows(
      () => new Translation("underscores" as TranslationStrategy),
      TypeError,
      "UnderscoreEscapingWithSuffixes",
    );
  });
});
