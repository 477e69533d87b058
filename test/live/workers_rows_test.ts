import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { counterFamily, gaugeFamily, type MetricFamily, Registry } from "@webprom/exporter";
import { mergeFamilies } from "@webprom/exporter/merge";
import { AggregatorRows } from "../../src/share/aggregator_rows.ts";
import { DeltaSender } from "../../src/share/delta_sender.ts";
import { decodeMessage } from "../../src/share/_message.ts";
import { StateReader } from "../../src/share/_state_reader.ts";

const TIMES = { liveMs: 60_000, isolateMs: 86_400_000, seriesMs: 7 * 86_400_000 };

/** SQLite of the runtime that runs this test. */
interface Sqlite {
  readonly DatabaseSync: new (path: string) => {
    prepare(statement: string): { all(...values: unknown[]): Record<string, unknown>[] };
  };
}

const { DatabaseSync } = (process as unknown as { getBuiltinModule(name: string): Sqlite }).getBuiltinModule(
  "node:sqlite",
);

function makeRows(): AggregatorRows {
  const database = new DatabaseSync(":memory:");
  return new AggregatorRows({
    exec: (statement, ...values) => database.prepare(statement).all(...values),
  }, TIMES);
}

function jobs(value: number, queue = "a"): MetricFamily {
  return counterFamily("jobs_total", "Jobs.", [{ labels: { queue }, value }]);
}

/** Values of all points, by name. */
function valuesOf(families: readonly MetricFamily[]): Record<string, number[]> {
  return Object.fromEntries(
    families.map(({ name, points }) =>
      [name, [...points as Iterable<{ value: number }>].map(({ value }) => value)] as const
    ),
  );
}

test("an aggregator adds each frame once", () => {
  const rows = makeRows();
  for (const seq of [1, 1, 2, 1, 2]) rows.add("one", seq, [jobs(5)], 0);
  rows.add("two", 1, [jobs(1), jobs(2, "b")], 0);
  assertEquals(valuesOf(rows.read(0)), { jobs_total: [11, 2] });
});

test("an aggregator has the gauges of live isolates", () => {
  const rows = makeRows();
  const level = (value: number) => gaugeFamily("level", "", [{ labels: {}, value }]);
  rows.add("one", 1, [level(3), jobs(1)], 0);
  rows.add("two", 1, [level(4)], 50_000);
  assertEquals(valuesOf(rows.read(50_000)), { jobs_total: [1], level: [7] });
  assertEquals(valuesOf(rows.read(60_000)), { jobs_total: [1], level: [4] });
  rows.add("two", 2, [level(9)], 70_000);
  assertEquals(valuesOf(rows.read(70_000)), { jobs_total: [1], level: [9] });
  rows.add("two", 3, [], 70_000);
  assertEquals(valuesOf(rows.read(70_000)), { jobs_total: [1] });
});

test("an aggregator keeps many gauges in several rows", () => {
  const rows = makeRows();
  const points = Array.from({ length: 1234 }, (_, i) => ({ labels: { i: `${i}` }, value: i }));
  rows.add("one", 1, [gaugeFamily("level", "", points)], 0);
  assertEquals(valuesOf(rows.read(0))["level"]?.toSorted((a, b) => a - b), points.map(({ value }) => value));
});

test("an aggregator forgets what has expired", () => {
  const rows = makeRows();
  rows.add("one", 1, [jobs(1), jobs(2, "b")], 0);
  rows.add("one", 2, [jobs(1)], TIMES.seriesMs - 1);
  assertEquals(rows.expire(TIMES.seriesMs), true);
  assertEquals(valuesOf(rows.read(TIMES.seriesMs)), { jobs_total: [2] });
  assertEquals(rows.expire(TIMES.seriesMs * 2), false);
  assertEquals(rows.read(0), []);
});

test("an aggregator refuses a family that others define differently", () => {
  const rows = makeRows();
  rows.add("one", 1, [jobs(1)], 0);
  const other: MetricFamily = {
    type: "summary",
    name: "jobs_total",
    help: "",
    points: [{ labels: {}, sum: 1, count: 1, quantiles: [] }],
  };
  assertEquals(rows.add("two", 1, [other, counterFamily("b_total", "", [{ labels: {}, value: 2 }])], 0), [
    "jobs_total",
  ]);
  assertEquals(valuesOf(rows.read(0)), { b_total: [2], jobs_total: [1] });
});

test("what senders send adds up to what merging their registries gives", async () => {
  const rows = makeRows();
  const registries = [new Registry(), new Registry()];
  const senders = [new DeltaSender("one"), new DeltaSender("two")];
  for (let round = 0; round < 5; round++) {
    for (const [i, registry] of registries.entries()) {
      registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"] }).inc({
        queue: `${(round + i) % 3}`,
      }, i + 1);
      const sizes = registry.histogram({ name: "sizes", help: "", buckets: [1, 4], native: { factor: 1.1 } });
      for (const value of [0.5, 1.5, round, 100]) sizes.observe(value);
      registry.summary({ name: "seconds", help: "" }).observe(round);
      registry.gauge({ name: "level", help: "", aggregate: "max" }).set(round - i);
      registry.info({ name: "build_info", help: "", labels: { version: "1" } });
      const frame = senders[i]?.take(await registry.gather());
      if (frame === undefined) continue;
      const envelope = decodeMessage(frame, "");
      if (envelope?.message.kind !== "state") continue;
      const reader = new StateReader();
      reader.apply(envelope.message.changes, [], envelope.values, true);
      for (let repeat = 0; repeat < 2; repeat++) rows.add(envelope.from.id, envelope.message.seq, reader.families, 0);
      if (round !== 2) senders[i]?.confirm(frame); // one answer was lost
    }
  }
  for (const [i, registry] of registries.entries()) {
    const frame = senders[i]?.take(await registry.gather()); // what was not confirmed, then nothing
    const envelope = frame && decodeMessage(frame, "");
    if (envelope?.message.kind !== "state") continue;
    const reader = new StateReader();
    reader.apply(envelope.message.changes, [], envelope.values, true);
    rows.add(envelope.from.id, envelope.message.seq, reader.families, 0);
  }
  const expected = mergeFamilies(await Promise.all(registries.map((registry) => registry.gather())));
  assertEquals(withoutTimes(rows.read(0)), withoutTimes(expected));
});

/** Created times depend on the clock. */
function withoutTimes(families: readonly MetricFamily[]): unknown {
  return JSON.parse(
    JSON.stringify(
      families,
      (key, value) =>
        key === "createdMs" || key === "exemplars" || key === "offset"
          ? undefined
          : ArrayBuffer.isView(value)
          ? Array.from(value as never)
          : value,
    ),
  );
}
