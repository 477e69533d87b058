import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { Counter, counterFamily, gaugeFamily, infoFamily, type MetricFamily } from "@webprom/exporter";
import { totalsOf } from "../../src/merge/totals_of.ts";
import { ManualClock } from "../support/manual_clock.ts";

test("totalsOf() keeps only what stays true of an isolate that has ended", () => {
  const point = { labels: {}, value: 1 };
  const families = [
    counterFamily("a_total", "", [point]),
    { ...counterFamily("b_total", "", [point]), scope: "global" as const },
    gaugeFamily("c", "", [point]),
    infoFamily("d_info", "", [{ labels: {} }]),
  ];
  assertEquals(totalsOf(families).map(({ name }) => name), ["a_total"]);
});

test("totalsOf() copies live points", () => {
  const jobs = new Counter({ name: "jobs_total", help: "", clock: new ManualClock() });
  jobs.inc();
  const [totals] = totalsOf(jobs.collect() as Iterable<MetricFamily>);
  jobs.inc();
  assertEquals([...totals?.points ?? []], [{ labels: {}, value: 1, createdMs: 0 }]);
});
