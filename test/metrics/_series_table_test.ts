import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { SeriesTable } from "../../src/metrics/_series_table.ts";
import { Cell } from "../../src/metrics/cell.ts";
import { defineMetric } from "../../src/metrics/definition.ts";
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
