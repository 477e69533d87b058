import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import { instrumentContract } from "../contract/instrument.ts";
import { ManualClock } from "../support/manual_clock.ts";

const HEAD = { name: "test", help: "Test." } as const;

instrumentContract<Gauge<string>>({
  title: "Gauge",
  type: "gauge",
  name: HEAD.name,
  make: (options) => new Gauge<string>({ ...HEAD, ...options }),
  write: (gauge, labels) => gauge.definition.labelNames.length > 0 ? gauge.inc(labels) : gauge.labels().inc(),
  miswrite: (gauge, labels) => gauge.set(labels, "5" as never),
  writes: (gauge, labels) => gauge.value(labels),
});

describe("Gauge", () => {
  it("Gauge.set() keeps any number", () => {
    const gauge = new Gauge(HEAD);
    for (const value of [5, -2.5, 0, -0, Infinity, -Infinity, NaN]) {
      gauge.set(value);
      assertEquals(gauge.value(), value);
    }
  });

  it("Gauge.inc() and Gauge.dec() go by 1, or by any amount", () => {
    const gauge = new Gauge({ ...HEAD, labelNames: ["a"] });
    gauge.inc({ a: "1" });
    gauge.inc({ a: "1" }, 4);
    gauge.inc({ a: "1" }, -0.5);
    assertEquals(gauge.value({ a: "1" }), 4.5);
    gauge.dec({ a: "1" });
    gauge.dec({ a: "1" }, 10);
    gauge.dec({ a: "1" }, -0.5);
    assertEquals(gauge.value({ a: "1" }), -6);
  });

  it("Gauge.setToCurrentTime() sets seconds since the epoch", () => {
    const clock = new ManualClock();
    clock.wallMs = 1_700_000_000_123;
    clock.elapsedMs = 5;
    const gauge = new Gauge({ ...HEAD, clock });
    gauge.setToCurrentTime();
    assertEquals(gauge.value(), 1_700_000_000.123);
  });

  for (const [method, verb] of [["set", "set"], ["inc", "increment"], ["dec", "decrement"]] as const) {
    for (const value of ["5", null, true, {}, [5], 5n]) {
      it(`Gauge.${method}() rejects the ${typeof value} ${value}`, () => {
        const gauge = new Gauge(HEAD);
        gauge.set(2);
        const message = `Cannot ${verb} gauge "test": value must be a number, current value is `;
        assertThrows(() => gauge[method](value as number), TypeError, message);
        assertEquals(gauge.value(), 2);
      });
    }
  }

  it("Gauge.set() rejects a missing value", () => {
    const gauge = new Gauge({ ...HEAD, labelNames: ["a"] });
    assertThrows(() => gauge.set({ a: "1" }, undefined as never), TypeError, "current value is undefined");
  });
});
