import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Histogram } from "../../src/metrics/histogram.ts";
import { type NativeOptions, nativeSettings } from "../../src/metrics/native_options.ts";

/** Schema of a factor, as client_golang picks it. */
const SCHEMAS: readonly [factor: number, schema: number][] = [
  [Number.MAX_VALUE, -4],
  [65536, -4],
  [65535.9, -3],
  [256, -3],
  [17, -2],
  [16, -2],
  [4, -1],
  [2, 0],
  [1.5, 1],
  [1.2, 2],
  [1.1, 3],
  [1.05, 4],
  [1.03, 5],
  [1.02, 6],
  [1.01, 7],
  [1.005, 8],
  [1 + Number.EPSILON, 8],
];

/** Options that are not usable, and what the error says of them. */
const BAD: readonly [native: object, ErrorClass: new () => Error, message: string][] = [
  [{}, TypeError, "native must have either factor or schema, current value is {}"],
  [
    { factor: 2, schema: 0 },
    TypeError,
    'native must have either factor or schema, current value is {"factor":2,"schema":0}',
  ],
  ...[1, 0.5, 0, -2, NaN, Infinity, "x"].map((factor): [object, new () => Error, string] => [
    { factor },
    RangeError,
    `native.factor must be finite and > 1, current value is ${JSON.stringify(factor)?.replace("null", String(factor))}`,
  ]),
  ...[-5, 9, 0.5, NaN].map((schema): [object, new () => Error, string] => [
    { schema },
    RangeError,
    `native.schema must be an integer from -4 to 8, current value is ${schema}`,
  ]),
  ...["zeroThreshold", "maxBuckets", "minResetDurationMs", "maxZeroThreshold", "maxExemplars", "exemplarTtlMs"].flatMap(
    (name) =>
      [-1, NaN].map((value): [object, new () => Error, string] => [
        { factor: 2, [name]: value },
        RangeError,
        `native.${name} must be >= 0, current value is ${value}`,
      ]),
  ),
];

describe("nativeSettings", () => {
  for (const [factor, schema] of SCHEMAS) {
    it(`nativeSettings() has schema ${schema} for the factor ${factor}`, () => {
      assertEquals(nativeSettings({ factor }, "Cannot test").schema, schema);
    });
  }

  it("nativeSettings() takes each schema as it is", () => {
    for (let schema = -4; schema <= 8; schema++) {
      assertEquals(nativeSettings({ schema }, "Cannot test").schema, schema);
    }
  });

  it("nativeSettings() has the defaults that the specification recommends", () => {
    assertEquals(nativeSettings({ factor: 1.1 }, "Cannot test"), {
      schema: 3,
      zeroThreshold: 2 ** -128,
      maxBuckets: 160,
      minResetDurationMs: 0,
      maxZeroThreshold: 0,
      maxExemplars: 10,
      exemplarTtlMs: 300_000,
    });
  });

  for (const [native, ErrorClass, message] of BAD) {
    it(`Histogram rejects native options where ${message}`, () => {
      assertThrows(
        () => new Histogram({ name: "test", help: "Test.", native: native as NativeOptions }),
        ErrorClass,
        `Cannot define histogram "test": ${message}`,
      );
    });
  }
});
