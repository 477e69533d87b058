import { test } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type GivenLabels, Series, SeriesTree } from "../../src/prom_client/series_tree.ts";
import { property } from "../support/property.ts";

property("SeriesTree finds the series that a map by labels finds", (random) => {
  const names = ["a", "b", "c", "d", "e"].slice(0, random.below(6));
  const tree = new SeriesTree<Series>(names, (labels) => new Series(labels));
  const expected = new Map<string, Series>();
  for (let step = 0; step < 200; step++) {
    const values = names.map(() => random.pick(["", "x", "1", 1, 0.5, undefined]));
    const entries = names.map((name, i) => [name, values[i]] as const).filter(() => random.below(8) > 0);
    if (random.below(2) === 0) entries.reverse();
    const labels: GivenLabels = Object.fromEntries(entries);
    const key = JSON.stringify(names.map((name) => labels[name] === undefined ? null : String(labels[name])));
    if (random.below(4) === 0) {
      tree.remove(labels);
      const removed = expected.get(key);
      if (removed !== undefined) assertEquals(removed.isLive, false);
      expected.delete(key);
    } else {
      const series = tree.of(labels);
      assertStrictEquals(series, expected.get(key) ?? series);
      expected.set(key, series);
      assertStrictEquals(tree.of({ ...labels }), series);
      if (entries.length === names.length && values.every((value) => value !== undefined)) {
        assertStrictEquals(tree.at(values), series);
      }
    }
    assertEquals([...tree.all], [...expected.values()]);
  }
  tree.clear();
  assertEquals([...tree.all], []);
  assertEquals([...expected.values()].some(({ isLive }) => isLive), false);
});

test("SeriesTree.of() rejects unknown labels, also in place of a missing one", () => {
  const tree = new SeriesTree<Series>(["a", "b"], (labels) => new Series(labels));
  tree.of({ a: "1" });
  tree.of({ a: "1", b: "2" });
  for (const labels of [{ a: "1", c: "2" }, { a: "1", b: "2", c: "3" }, { c: "1" }]) {
    assertThrows(() => tree.of(labels), Error, `Added label "c" is not included in initial labelset: [ 'a', 'b' ]`);
  }
  assertEquals(tree.all.size, 2);
});

test("Series copies its labels, and keeps numbers for JSON", () => {
  const labels = { code: 200, path: "/" };
  const series = new Series(labels);
  labels.path = "/x";
  assertEquals(series.labels, { code: "200", path: "/" });
  assertEquals(series.givenLabels, { code: 200, path: "/" });
});
