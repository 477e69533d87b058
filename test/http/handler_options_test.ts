import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { GZIP } from "../../src/http/compression.ts";
import { type HandlerOptions, settingsOf } from "../../src/http/handler_options.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { Registry } from "../../src/registry/registry.ts";

describe("HandlerOptions", () => {
  const bad: readonly (readonly [options: HandlerOptions, message: string])[] = [
    [{ errorPolicy: "panic" as never }, 'errorPolicy must be "continue", "fail" or "throw", current value is "panic"'],
    [{ errorPolicy: null as never }, 'current value is "null"'],
    [{ maxRequestsInFlight: 0 }, "maxRequestsInFlight must be >= 1, current value is 0"],
    [{ maxRequestsInFlight: NaN }, "maxRequestsInFlight must be >= 1, current value is NaN"],
    [{ coalesceMs: -1 }, "coalesceMs must be >= 0, current value is -1"],
    [{ timeoutOffsetSeconds: -0.5 }, "timeoutOffsetSeconds must be >= 0, current value is -0.5"],
    [{ timeoutOffsetSeconds: NaN }, "timeoutOffsetSeconds must be >= 0, current value is NaN"],
    [{ formats: [] }, "formats must not be empty"],
    [{ processStartTimeSeconds: NaN }, "processStartTimeSeconds must be >= 0, current value is NaN"],
  ];
  for (const [options, message] of bad) {
    it(`metricsHandler() rejects an option: ${message}`, () => {
      const error = "errorPolicy" in options ? TypeError : RangeError;
      assertThrows(() => metricsHandler(new Registry(), options), error, message);
    });
  }

  it("settingsOf() takes undefined as nothing said", () => {
    const names = ["errorPolicy", "maxRequestsInFlight", "coalesceMs", "compressions", "formats", "clock", "created"];
    const options = Object.fromEntries(names.map((name) => [name, undefined]));
    assertEquals(settingsOf(options), settingsOf({}));
    assertEquals(settingsOf({}).compressions, [GZIP]);
  });

  it("settingsOf() keeps what is said", () => {
    assertEquals(settingsOf({ coalesceMs: 0, compressions: [] }).coalesceMs, 0);
    assertEquals(settingsOf({ coalesceMs: 0, compressions: [] }).compressions, []);
  });
});
