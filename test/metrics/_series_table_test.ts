import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { SeriesTable } from "../../src/metrics/_series_table.ts";
import { Cell } from "../../src/metrics/cell.ts";
import { Counter } from "../../src/metrics/counter.ts";
import { defineMetric } from "../../src/metrics/definition.ts";
import type { CounterFamily } from "../../src/model/metric_family.ts";
import { type FakeClock, fakeClock } from "../../src/testing/fake_clock.ts";
import { property } from "../support/property.ts";

class EmptyCell extends Cell {}

function tableOf(...labelNames: string[]): SeriesTable<EmptyCell> {
  const definition = defineMetric("gauge", { name: "test", help: "Test.", labelNames });
  return new SeriesTable(definition, (home, slot) => new EmptyCell(home, slot));
}

describe("SeriesTable", () => {
  it("SeriesTable.get() makes a cell once", () => {
    const table = tableOf("a", "b");
    const cell = table.get({ a: "1", b: "2" });
    assertEquals(cell.labels, { a: "1", b: "2" });
    assertStrictEquals(table.get({ b: "2", a: "1" }), cell);
    assertEquals(table.cells.length, 1);
  });

  it("SeriesTable.peek() makes no cell", () => {
    const table = tableOf("a");
    assertEquals(table.peek({ a: "1" }), undefined);
    assertEquals(table.cells.length, 0);
    assertStrictEquals(table.peek({ a: "1" }), undefined);
  });

  it("SeriesTable.get() finds the text of numbers and booleans", () => {
    const table = tableOf("a", "b");
    assertStrictEquals(table.get({ a: 1, b: true }), table.get({ a: "1", b: "true" }));
  });

  it("SeriesTable.get() checks labels and turns them into text", () => {
    const table = tableOf("a", "b");
    assertEquals(table.get({ b: true, a: 1 }).labels, { a: "1", b: "true" });
    const subject = 'Cannot use gauge "test"';
    assertThrows(() => table.get({ a: 1, b: 2, c: 3 }), TypeError, `${subject}: it has no label "c"`);
    assertThrows(
      () => table.get({ a: 1 }),
      TypeError,
      `${subject}: label "b" must be a string, number, boolean or bigint, current value is undefined`,
    );
  });

  property("SeriesTable finds each of many deep paths, also after others were removed", (random) => {
    const labelNames = ["a", "b", "c", "d", "e", "f"].slice(0, 4 + random.below(3));
    const table = tableOf(...labelNames);
    const cells = new Map<string, EmptyCell>();
    for (let i = 0; i < 500; i++) {
      const labels = Object.fromEntries(labelNames.map((name) => [name, random.pick(["x", "y", "z"])]));
      const key = JSON.stringify(labels);
      assertStrictEquals(table.peek(labels), cells.get(key));
      if (random.below(2) === 0) assertEquals(table.remove(labels), cells.delete(key));
      else cells.set(key, table.get(labels));
      assertStrictEquals(table.peek(labels), cells.get(key));
    }
    assertEquals(table.cells.map(({ labels }) => JSON.stringify(labels)), [...cells.keys()]);
  });
});

describe("Series that are removed or expire", () => {
  const help = "Test.";

  it("removeMatching() accepts inherited labels, as inc() does", () => {
    const counter = new Counter({ name: "a_total", help, labelNames: ["x", "y"] });
    for (const x of ["a", "b"]) counter.inc({ x, y: "1" });
    assertEquals(counter.removeMatching(Object.create({ x: "a" }) as { x: string }), 1);
    assertEquals(counter.value({ x: "b", y: "1" }), 1);
  });

  it("removeMatching() may omit a label named like a member of every object", () => {
    const counter = new Counter({ name: "a_total", help, labelNames: ["constructor", "y"] });
    counter.inc({ constructor: "a", y: "b" });
    assertEquals(counter.removeMatching({ y: "b" } as never), 1);
  });

  it("a cell whose labels another cell has taken counts again when that cell has expired", () => {
    const clock = fakeClock();
    const counter = new Counter({ name: "a_total", help, labelNames: ["x"], ttlSeconds: 60, clock });
    const held = counter.labels({ x: "u" });
    expire(counter, clock);
    counter.inc({ x: "u" });
    held.inc();
    assertEquals(counter.value({ x: "u" }), 1);
    expire(counter, clock);
    held.inc();
    assertEquals(counter.value({ x: "u" }), 2);
  });

  it("expired cells that are written to again do not exceed maxSeries", () => {
    const clock = fakeClock();
    const counter = new Counter({ name: "a_total", help, labelNames: ["x"], ttlSeconds: 60, maxSeries: 2, clock });
    const held = ["a", "b"].map((x) => counter.labels({ x }));
    expire(counter, clock);
    for (const x of ["c", "d"]) counter.inc({ x });
    for (const cell of held) cell.inc();
    const [family] = counter.collect() as Iterable<CounterFamily>;
    assertEquals([...family?.points ?? []].map(({ labels }) => labels.x), ["c", "d"]);
  });

  it("a cell that expired before clear() does not return", () => {
    const clock = fakeClock();
    const counter = new Counter({ name: "a_total", help, labelNames: ["x"], ttlSeconds: 60, clock });
    const held = counter.labels({ x: "a" });
    held.inc(3);
    expire(counter, clock);
    counter.clear();
    held.inc();
    assertEquals(counter.value({ x: "a" }), undefined);
  });

  it("with().clear() starts series that are declared up front again, which never expire", () => {
    const clock = fakeClock();
    const labels = [{ x: "a" }, { x: "b" }];
    const counter = new Counter({ name: "a_total", help, labelNames: ["x"], zero: labels, ttlSeconds: 60, clock });
    for (const label of labels) counter.inc(label);
    counter.with({ x: "a" }).clear();
    assertEquals(labels.map((label) => counter.value(label)), [0, 1]);
    expire(counter, clock);
    assertEquals(labels.map((label) => counter.value(label)), [0, 1]);
  });

  function expire(counter: Counter<"x">, clock: FakeClock): void {
    counter.collect();
    clock.advance(61_000);
    counter.collect();
  }
});
