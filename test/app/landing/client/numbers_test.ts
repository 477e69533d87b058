import { describe, it } from "node:test";
import { assertEquals, assertNotMatch } from "@std/assert";
import { formatNumber, formatValue, unitOf } from "../../../../src/app/landing/client/numbers.ts";

describe("formatNumber()", () => {
  it("writes numbers as people read them", () => {
    const numbers = [0, -1, 1234567, 0.1 + 0.2, 12.3456, 0.00001234, 1e21, -0.5];
    const texts = ["0", "-1", "1,234,567", "0.3", "12.35", "1.23e-5", "1.00e21", "-0.5"];
    assertEquals(numbers.map((number) => formatNumber(number)), texts);
  });

  it("writes what is not finite", () => {
    assertEquals([NaN, Infinity, -Infinity].map((number) => formatNumber(number, "seconds")), ["NaN", "∞", "-∞"]);
  });

  it("writes seconds in a handy unit", () => {
    const seconds = [0, 3e-10, 2.5e-6, 0.0123, 1, 59.9, 90, 7200, 200_000, -0.25];
    const texts = ["0 s", "0.3 ns", "2.5 µs", "12.3 ms", "1 s", "59.9 s", "1.5 min", "2 h", "2.31 d", "-250 ms"];
    assertEquals(seconds.map((number) => formatNumber(number, "seconds")), texts);
  });

  it("writes bytes in a handy unit", () => {
    const bytes = [0, 0.5, 1023, 1536, 5 * 2 ** 30, 3 * 2 ** 50];
    const texts = ["0 B", "0.5 B", "1,020 B", "1.5 KiB", "5 GiB", "3,070 TiB"];
    assertEquals(bytes.map((number) => formatNumber(number, "bytes")), texts);
  });

  it("writes ratios as percentages, and other units as numbers", () => {
    assertEquals(formatNumber(0.873, "ratio"), "87.3 %");
    assertEquals(formatNumber(21.5, "celsius"), "21.5");
  });
});

describe("unitOf()", () => {
  it("takes the unit of the family, or finds it in the name", () => {
    assertEquals(unitOf({ name: "a_seconds", unit: "volts" }), "volts");
    assertEquals(["a_seconds", "a_bytes_total", "a_ratio", "a_total", "bytes"].map((name) => unitOf({ name })), [
      ...["seconds", "bytes", "ratio", "", ""],
    ]);
  });
});

describe("formatValue()", () => {
  it("writes moments as such", () => {
    for (const name of ["process_start_time_seconds", "last_success_timestamp_seconds"]) {
      assertNotMatch(formatValue(1_700_000_000, { name }), / d$/);
      assertEquals(formatValue(90, { name }), "1.5 min");
    }
    assertEquals(formatValue(1.728e9, { name: "uptime_seconds" }), "20,000 d");
  });
});
