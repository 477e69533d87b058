import { describe, it } from "node:test";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { printBound, printFloat, printValue } from "../../../src/model/numbers.ts";
import { printSeconds } from "../../../src/exposition/text/numbers.ts";
import { property } from "../../support/property.ts";
import { randomNumber } from "../../support/random_families.ts";

const VALUES: readonly [value: number, printed: string][] = [
  [0, "0"],
  [-0, "0"],
  [1, "1"],
  [-1.5, "-1.5"],
  [1_000_000, "1000000"],
  [0.1 + 0.2, "0.30000000000000004"],
  [1e21, "1e+21"],
  [1e-7, "1e-7"],
  [Number.MIN_VALUE, "5e-324"],
  [Number.MAX_VALUE, "1.7976931348623157e+308"],
  [Number.MAX_SAFE_INTEGER, "9007199254740991"],
  [NaN, "NaN"],
  [Infinity, "+Inf"],
  [-Infinity, "-Inf"],
];

/** As Go prints them with `strconv.FormatFloat(f, 'g', -1, 64)`. */
const BOUNDS: readonly [bound: number, printed: string][] = [
  [0, "0"],
  [-0, "0"],
  [1, "1"],
  [-1, "-1"],
  [2.5, "2.5"],
  [0.1, "0.1"],
  [0.0001, "0.0001"],
  [0.00012345, "0.00012345"],
  [0.00001, "1e-05"],
  [0.000012345, "1.2345e-05"],
  [-0.00001, "-1e-05"],
  [99_999.99, "99999.99"],
  [100_000, "100000"],
  [999_999, "999999"],
  [999_999.5, "999999.5"],
  [1_000_000, "1e+06"],
  [-1_000_000, "-1e+06"],
  [1_234_567, "1.234567e+06"],
  [2_478_268_416, "2.478268416e+09"],
  [1e10, "1e+10"],
  [1e21, "1e+21"],
  [1e100, "1e+100"],
  [1e-10, "1e-10"],
  [1e-100, "1e-100"],
  [Number.MIN_VALUE, "5e-324"],
  [Number.MAX_VALUE, "1.7976931348623157e+308"],
  [Infinity, "+Inf"],
];

/** The values that OpenMetrics 1.0 lists as canonical, and what is not among them. */
const FLOATS: readonly [value: number, printed: string][] = [
  [0, "0.0"],
  [-0, "0.0"],
  [0.001, "0.001"],
  [0.01, "0.01"],
  [0.5, "0.5"],
  [0.95, "0.95"],
  [0.999, "0.999"],
  [1, "1.0"],
  [-1, "-1.0"],
  [10, "10.0"],
  [0.00001, "1e-05"],
  [100_000, "100000.0"],
  [999_999, "999999.0"],
  [1_000_000, "1e+06"],
  [-1_234_567, "-1.234567e+06"],
  [1e10, "1e+10"],
  [1e100, "1e+100"],
  [NaN, "NaN"],
  [Infinity, "+Inf"],
  [-Infinity, "-Inf"],
];

const SECONDS: readonly [ms: number, printed: string][] = [
  [0, "0"],
  [-0, "0"],
  [1, "0.001"],
  [10, "0.01"],
  [999, "0.999"],
  [1000, "1"],
  [1500, "1.5"],
  [-1, "-0.001"],
  [-500, "-0.5"],
  [-1000, "-1"],
  [-1500, "-1.5"],
  [0.5, "0.0005"],
  [0.000001, "0.000000001"],
  [0.0000001, "0"],
  [-0.5, "-0.0005"],
  [-0.0000001, "0"],
  [0.9999999, "0.001"],
  [999.9999999, "1"],
  [1_520_879_607_789, "1520879607.789"],
  [1_520_879_607_789.25, "1520879607.78925"],
  [1_000_000_000_000, "1000000000"],
  [Number.MAX_SAFE_INTEGER, "9007199254740.991"],
  [-Number.MAX_SAFE_INTEGER, "-9007199254740.991"],
  [1e24, "999999999999999983222.784"],
  [1e21, "1000000000000000000"],
];

describe("printValue", () => {
  for (const [value, printed] of VALUES) {
    it(`printValue() prints ${printed}`, () => assertEquals(printValue(value), printed));
  }
});

describe("printBound", () => {
  for (const [bound, printed] of BOUNDS) {
    it(`printBound() prints ${printed}`, () => assertEquals(printBound(bound), printed));
  }

  property("printBound() prints what reads back as the same number", (random) => {
    for (let i = 0; i < 1000; i++) {
      const [bound = 0] = new Float64Array(new Uint32Array([random.below(2 ** 32), random.below(2 ** 32)]).buffer);
      if (Number.isFinite(bound)) assertEquals(Number(printBound(bound)) + 0, bound + 0);
    }
  });
});

describe("printFloat", () => {
  for (const [value, printed] of FLOATS) {
    it(`printFloat() prints ${printed}`, () => assertEquals(printFloat(value), printed));
  }

  property("printFloat() prints what reads back as the same number, and never as an integer", (random) => {
    for (let i = 0; i < 1000; i++) {
      const value = randomNumber(random);
      const printed = printFloat(value);
      assertEquals(/^-?\d+$/.test(printed), false, printed);
      if (Number.isFinite(value)) assertEquals(Number(printed) + 0, value + 0);
    }
  });
});

describe("printSeconds", () => {
  for (const [ms, printed] of SECONDS) {
    it(`printSeconds() prints ${ms} milliseconds as ${printed}`, () => assertEquals(printSeconds(ms), printed));
  }

  property("printSeconds() prints whole milliseconds exactly, and others to the nanosecond", (random) => {
    for (let i = 0; i < 1000; i++) {
      const ms = (random.below(2 ** 31) - 2 ** 30) * random.below(1000);
      assertEquals(Number(printSeconds(ms)) + 0, ms / 1000 + 0);
      const fraction = ms / 2 ** random.below(30);
      const printed = printSeconds(fraction);
      assertEquals(/^-?\d+(?:\.\d{0,8}[1-9])?$/.test(printed), true, printed);
      assertAlmostEquals(Number(printed), fraction / 1000, 1e-9 + Math.abs(fraction) * 1e-18);
    }
  });
});
