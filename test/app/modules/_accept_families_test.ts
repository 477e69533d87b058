import { test } from "node:test";
import { assertEquals } from "@std/assert";
import type { MetricFamily } from "@webprom/exporter";
import { isChecked } from "../../../src/model/check_family.ts";
import { acceptFamilies } from "../../../src/app/modules/_accept_families.ts";
import { Problems } from "../../../src/app/modules/_problems.ts";

function accept(...families: MetricFamily[]): { families: MetricFamily[]; problems: string[] } {
  const problems: string[] = [];
  const accepted = acceptFamilies(families, new Problems("test", ({ message }) => problems.push(message)));
  return { families: accepted, problems };
}

const gauge = (name: string, ...points: [labels: Record<string, string>, value: number][]): MetricFamily => ({
  type: "gauge",
  name,
  help: "h",
  points: points.map(([labels, value]) => ({ labels, value })),
});

test("acceptFamilies() joins families of one name, and leaves empty ones out", () => {
  assertEquals(accept(gauge("a", [{ x: "1" }, 1]), gauge("b"), gauge("a", [{ x: "2" }, 2])), {
    families: [gauge("a", [{ x: "1" }, 1], [{ x: "2" }, 2])],
    problems: [],
  });
});

test("acceptFamilies() keeps the first of two series with the same labels", () => {
  assertEquals(accept(gauge("a", [{ x: "1", y: "" }, 1], [{ x: "1" }, 2], [{ x: "2" }, 3])), {
    families: [gauge("a", [{ x: "1", y: "" }, 1], [{ x: "2" }, 3])],
    problems: ['Cannot expose gauge "a": two series have the same labels, {"x":"1"}'],
  });
});

test("acceptFamilies() keeps the first of two families whose names clash in every format", () => {
  const counter: MetricFamily = { type: "counter", name: "a_total", help: "", points: [{ labels: {}, value: 1 }] };
  assertEquals(accept(counter, gauge("a", [{}, 1]), gauge("a_created", [{}, 1]), { ...counter, type: "gauge" }), {
    families: [counter, gauge("a", [{}, 1]), gauge("a_created", [{}, 1])],
    problems: ['Cannot expose gauge "a_total": the name "a_total" is already used by counter a_total'],
  });
});

test("acceptFamilies() leaves wrong series out, and keeps the others", () => {
  const counter: MetricFamily = {
    type: "counter",
    name: "a_total",
    help: "",
    points: [{ labels: {}, value: -1 }, { labels: { x: "1" }, value: 1 }],
  };
  assertEquals(accept(counter), {
    families: [{ ...counter, points: [{ labels: { x: "1" }, value: 1 }] }],
    problems: ['Cannot expose counter "a_total": value must be >= 0, current value is -1'],
  });
});

test("acceptFamilies() keeps counters without _total, and makes gauges of infos without _info", () => {
  const counter: MetricFamily = {
    type: "counter",
    name: "a",
    help: "",
    points: [{ labels: {}, value: 1, createdMs: 5 }],
  };
  assertEquals(accept(counter).families, [counter]);
  assertEquals(accept({ type: "info", name: "b", help: "", points: [{ labels: { v: "1" } }] }).families, [
    { type: "gauge", name: "b", help: "", points: [{ labels: { v: "1" }, value: 1 }] },
  ]);
});

test("acceptFamilies() gives up a unit that the name does not have", () => {
  const family = gauge("a_bytes", [{}, 1]);
  assertEquals(accept({ ...family, unit: "bytes" }).families, [{ ...family, unit: "bytes" }]);
  assertEquals(accept({ ...family, unit: "seconds" }).families, [{ ...family, unit: undefined }]);
});

test("Problems counts all, and reports the first", () => {
  const reported: string[] = [];
  const problems = new Problems("m", ({ message }) => reported.push(message));
  for (let i = 0; i < 1000; i++) problems.add(new Error(`${i}`));

  assertEquals([...problems.family.points], [{ labels: { module: "m" }, value: 1000 }]);
  assertEquals(reported, Array.from({ length: 10 }, (_, i) => `${i}`));
});

test("acceptFamilies() returns families that are not checked again", () => {
  const { families: [family] } = accept(gauge("a", [{}, 1]));
  assertEquals(family && isChecked(family), true);
  assertEquals(family && isChecked({ ...family }), false);
});
