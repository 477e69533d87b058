import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { printBound, printValue } from "../../src/exposition/_numbers.ts";
import { property } from "../support/property.ts";

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
