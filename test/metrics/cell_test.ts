import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import { ManualClock } from "../support/manual_clock.ts";

const HEAD = { name: "test", help: "Test." } as const;

describe("Cell", () => {
  it("Cell.createdMs is never before the first series, also where the clock goes back", () => {
    const clock = new ManualClock();
    clock.wallMs = 5000;
    const gauge = new Gauge({ ...HEAD, labelNames: ["a"], clock });
    gauge.set({ a: "1" }, 1);
    clock.wallMs = 1000;
    gauge.set({ a: "2" }, 1);
    assertEquals([gauge.labels("1").createdMs, gauge.labels("2").createdMs], [5000, 5000]);
  });

  it("Cell.labels puts constant labels first, and those of the series in the order of their definition", () => {
    const gauge = new Gauge({ ...HEAD, labelNames: ["b", "a"], constLabels: { z: "0" } });
    assertEquals(Object.entries(gauge.labels({ a: "1", b: "2" }).labels), [["z", "0"], ["b", "2"], ["a", "1"]]);
  });

  it("Cell keeps its labels where series before it are removed", () => {
    const gauge = new Gauge({ ...HEAD, labelNames: ["a"] });
    const [one, two, three] = ["1", "2", "3"].map((a) => gauge.labels({ a }));
    gauge.remove("1");
    gauge.remove("2");
    gauge.labels("4").set(4);
    three?.set(3);
    gauge.collect();
    assertEquals(three?.labels, { a: "3" });
    assertEquals([one, two].includes(gauge.labels("1")), false);
    assertEquals([gauge.value({ a: "3" }), gauge.value({ a: "4" })], [3, 4]);
  });

  it("Cell that was removed is written to without harm, and without effect", () => {
    const gauge = new Gauge({ ...HEAD, labelNames: ["a"] });
    const removed = gauge.labels({ a: "1" });
    gauge.remove({ a: "1" });
    gauge.collect();
    gauge.set({ a: "2" }, 2);
    removed.set(9);
    assertEquals([gauge.value({ a: "1" }), gauge.value({ a: "2" })], [undefined, 2]);
  });
});
