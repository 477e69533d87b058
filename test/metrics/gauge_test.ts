import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import { instrumentContract } from "../contract/instrument.ts";
import { readContract } from "../contract/read.ts";
import { timerContract } from "../contract/timer.ts";
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

timerContract({
  title: "Gauge",
  make: (clock) => new Gauge({ ...HEAD, labelNames: ["a"], clock }),
  recorded: (gauge, labels) => {
    const seconds = gauge.value(labels) ?? 0;
    return { count: seconds === 0 ? 0 : 1, seconds };
  },
});

readContract({
  title: "Gauge",
  subject: 'gauge "test"',
  make: (read) => new Gauge({ ...HEAD, read }),
  makeLabelled: (read, options) => new Gauge({ ...HEAD, labelNames: ["a"], ...options, read }),
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
    for (const value of ["5", null, true, {}, [5]]) {
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

describe("Gauge.track()", () => {
  const broken = new RangeError("broken");

  it("Gauge.track() counts runs that are in progress", async () => {
    const gauge = new Gauge({ ...HEAD, labelNames: ["a"] });
    const ends: (() => void)[] = [];
    const run = (): Promise<string> => new Promise((resolve) => ends.push(() => resolve("done")));
    const series = gauge.labels({ a: "1" });
    const runs = [gauge.track({ a: "1" }, run), series.track(run), gauge.with({ a: "1" }).track(run)];
    assertEquals(gauge.value({ a: "1" }), 3);
    ends[1]?.();
    await runs[1];
    assertEquals(gauge.value({ a: "1" }), 2);
    for (const end of ends) end();
    assertEquals(await Promise.all(runs), ["done", "done", "done"]);
    assertEquals(gauge.value({ a: "1" }), 0);
  });

  it("Gauge.track() counts a function while it runs, and returns what it returns", () => {
    const gauge = new Gauge(HEAD);
    gauge.set(5);
    assertEquals(gauge.track(() => gauge.value()), 6);
    assertEquals(gauge.value(), 5);
  });

  it("Gauge.track() counts down where a function fails, and passes its error on", async () => {
    const gauge = new Gauge(HEAD);
    const thrown = assertThrows(() =>
      gauge.track(() => {
        throw broken;
      })
    );
    assertStrictEquals(thrown, broken);
    assertEquals(gauge.value(), 0);
    assertStrictEquals(await assertRejects(() => gauge.track(() => Promise.reject(broken))), broken);
    assertEquals(gauge.value(), 0);
  });
});
