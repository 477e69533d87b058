import { test } from "node:test";
import { assertEquals } from "@std/assert";
import type { MetricFamily } from "@webprom/exporter";
import { relabel } from "../../../src/app/modules/relabel.ts";
import { relabelRule } from "../../../src/app/modules/relabel_rule.ts";

function process(families: readonly MetricFamily[], ...rules: object[]): readonly MetricFamily[] {
  return relabel(families, rules.map((rule) => relabelRule.parse(rule)));
}

/** What becomes of the labels of one series; `undefined` if it is dropped. */
function labelsAfter(labels: Record<string, string>, ...rules: object[]): Record<string, string> | undefined {
  const { __name__: name = "m", ...others } = labels;
  const [family] = process([{ type: "gauge", name, help: "", points: [{ labels: others, value: 1 }] }], ...rules);
  const [point] = family?.points ?? [];
  return family === undefined || point === undefined ? undefined : { __name__: family.name, ...point.labels };
}

const ABC = { __name__: "m", a: "foo", b: "bar", c: "baz" };

test("relabel() replaces as Prometheus does", () => {
  const rules: [object, Record<string, string> | undefined][] = [
    [{ source_labels: ["a"], target_label: "d", regex: "f(.*)", replacement: "ch${1}-ch${1}" }, {
      ...ABC,
      d: "choo-choo",
    }],
    [{ source_labels: ["a", "b"], target_label: "a", regex: "(.*);(.*)", replacement: "$2$1" }, {
      ...ABC,
      a: "barfoo",
    }],
    [{ source_labels: ["a"], target_label: "d" }, { ...ABC, d: "foo" }],
    [{ source_labels: ["a"], target_label: "d", regex: "x.*", replacement: "y" }, ABC],
    [{ source_labels: ["a"], target_label: "b", regex: "f", replacement: "" }, ABC],
    [{ source_labels: ["a"], target_label: "b", replacement: "" }, { __name__: "m", a: "foo", c: "baz" }],
    [{ target_label: "d", replacement: "new" }, { ...ABC, d: "new" }],
    [{ source_labels: ["a"], regex: "(?P<word>.*)", target_label: "d", replacement: "${word}$$1$9" }, {
      ...ABC,
      d: "foo$1",
    }],
    [{ source_labels: ["a"], regex: "(f).*", target_label: "${1}_x", replacement: "y" }, { ...ABC, f_x: "y" }],
    [{ source_labels: ["a", "none", "b"], separator: "/", target_label: "d" }, { ...ABC, d: "foo//bar" }],
  ];
  for (const [rule, labels] of rules) assertEquals(labelsAfter(ABC, rule), labels, JSON.stringify(rule));
});

test("relabel() keeps and drops by value and by name", () => {
  assertEquals(labelsAfter(ABC, { action: "keep", source_labels: ["a"], regex: "fo+" }), ABC);
  assertEquals(labelsAfter(ABC, { action: "keep", source_labels: ["a"], regex: "fo" }), undefined);
  assertEquals(labelsAfter(ABC, { action: "drop", source_labels: ["__name__"], regex: "m|n" }), undefined);
  assertEquals(labelsAfter(ABC, { action: "Drop", source_labels: ["__name__"], regex: "n" }), ABC);
  assertEquals(labelsAfter(ABC, { action: "keepequal", source_labels: ["a"], target_label: "b" }), undefined);
  assertEquals(labelsAfter({ a: "x", b: "x" }, { action: "keepequal", source_labels: ["a"], target_label: "b" }), {
    __name__: "m",
    a: "x",
    b: "x",
  });
  assertEquals(
    labelsAfter({ a: "x", b: "x" }, { action: "dropequal", source_labels: ["a"], target_label: "b" }),
    undefined,
  );
});

test("relabel() changes names of labels", () => {
  assertEquals(labelsAfter(ABC, { action: "labelmap", regex: "(b|c)", replacement: "x_$1" }), {
    ...ABC,
    x_b: "bar",
    x_c: "baz",
  });
  assertEquals(labelsAfter(ABC, { action: "labeldrop", regex: "a|c" }), { __name__: "m", b: "bar" });
  assertEquals(labelsAfter(ABC, { action: "labelkeep", regex: "a" }), { __name__: "m", a: "foo" });
});

test("relabel() changes case", () => {
  assertEquals(
    labelsAfter({ a: "Foo" }, { action: "uppercase", source_labels: ["a"], target_label: "b" })?.["b"],
    "FOO",
  );
  assertEquals(
    labelsAfter({ a: "Foo" }, { action: "lowercase", source_labels: ["a"], target_label: "a" })?.["a"],
    "foo",
  );
});

test("relabel() renames families, and joins or splits them", () => {
  const family: MetricFamily = {
    type: "gauge",
    name: "temperature",
    help: "h",
    points: [{ labels: { room: "attic" }, value: 1 }, { labels: { room: "hall" }, value: 2 }],
  };
  const renamed = process([family], {
    source_labels: ["__name__", "room"],
    regex: "temperature;(.*)",
    target_label: "__name__",
    replacement: "room_${1}_celsius",
  });

  assertEquals(renamed.map(({ name }) => name), ["room_attic_celsius", "room_hall_celsius"]);
});

test("relabel() hands labels that begin with __ on to the next rule, and to nobody else", () => {
  const [first, second] = [
    { source_labels: ["a"], target_label: "__tmp_a", replacement: "x$1" },
    { source_labels: ["__tmp_a"], target_label: "d" },
  ];
  assertEquals(labelsAfter(ABC, first, second), { ...ABC, d: "xfoo" });
});

test("relabel() keeps the parts of a histogram together", () => {
  const histogram: MetricFamily = {
    type: "histogram",
    name: "latency_seconds",
    help: "",
    points: [{ labels: {}, sum: 3, bounds: [1], counts: [2, 1] }],
  };
  assertEquals(process([histogram], { action: "drop", source_labels: ["__name__"], regex: ".*_bucket" }), [histogram]);
  assertEquals(process([histogram], { action: "drop", source_labels: ["__name__"], regex: "latency_.*" }), []);
});

test("relabel() drops a series that loses its name", () => {
  assertEquals(labelsAfter(ABC, { target_label: "__name__", replacement: "" }), undefined);
});

test("relabelRule rejects what Prometheus rejects", () => {
  const rules = [
    { action: "hashmod", target_label: "a", modulus: 8 },
    { source_labels: ["a"] },
    { action: "labeldrop", source_labels: ["a"] },
    { action: "keep", regex: "(" },
    { target_label: "__secret", replacement: "x" },
    { unknown: 1 },
  ];
  for (const rule of rules) assertEquals([rule, relabelRule.safeParse(rule).success], [rule, false]);
});
