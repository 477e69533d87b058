import { describe, it } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import type { MetricRule } from "../../../src/app/modules/_metric_rule.ts";
import { Problems } from "../../../src/app/modules/_problems.ts";
import { readMetrics } from "../../../src/app/modules/_read_metrics.ts";
import { constant } from "../../../src/app/modules/_template.ts";

const RULE: MetricRule<number> = {
  families: [{
    name: "size",
    help: "Size.",
    type: "gauge",
    unit: undefined,
    value: { expressions: [], read: (row) => row },
  }],
  labels: [["kind", constant("a")]],
  timestamp: undefined,
  mapping: new Map(),
  scale: 1,
  allowsMissing: false,
  skipsNull: false,
  pattern: undefined,
  decimal: undefined,
};

function contextOf(signal: AbortSignal) {
  return { signal, problems: new Problems("test", () => {}), sampleLimit: 1000 };
}

describe("readMetrics()", () => {
  it("makes a family of rows", async () => {
    const families = await readMetrics(
      [{ rule: RULE, rows: [1, undefined, 2] }],
      contextOf(new AbortController().signal),
    );
    const points = [1, 2].map((value) => ({ labels: { kind: "a" }, value }));
    assertEquals(families, [{ name: "size", help: "Size.", type: "gauge", unit: undefined, points }]);
  });

  it("lets others have their turn between rows that take long, and stops where nobody waits any more", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("nobody waits")), 0);
    function* slowRows(): Generator<number> {
      for (let row = 0; row < 20; row++) {
        for (const end = performance.now() + 20; performance.now() < end;);
        yield row;
      }
    }
    await assertRejects(
      () => readMetrics([{ rule: RULE, rows: slowRows() }], contextOf(controller.signal)),
      Error,
      "nobody waits",
    );
  });
});
