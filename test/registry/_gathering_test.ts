import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Labels } from "../../src/model/labels.ts";
import { OPENMETRICS } from "../../src/exposition/text/openmetrics.ts";
import type { GaugeFamily, MetricFamily } from "../../src/model/metric_family.ts";
import { Gathering } from "../../src/registry/_gathering.ts";
import { Store } from "../../src/registry/_store.ts";
import { gaugeFamily } from "../support/families.ts";

function emptyGathering(): Gathering {
  return new Gathering(new Store([{ type: "gauge", name: "reserved", help: "Test." }]));
}

function withPoints(...points: GaugeFamily["points"][]): GaugeFamily {
  return { ...gaugeFamily("test"), points: points.flatMap((some) => [...some]) };
}

/** Label sets that a reader takes for one and the same. */
const SAME: readonly [what: string, one: Labels, other: Labels][] = [
  ["the same labels", { a: "1" }, { a: "1" }],
  ["the same labels in another order", { a: "1", b: "2" }, { b: "2", a: "1" }],
  ["an empty label and none", { a: "" }, {}],
  ["names with a comma, in another order", { "a,b": "c", a: "b,c" }, { a: "b,c", "a,b": "c" }],
  ["lone surrogates, which are written alike", { a: "\ud800" }, { a: "\udbff" }],
];

const DIFFERENT: readonly [one: Labels, other: Labels][] = [
  [{ a: "1" }, { a: "2" }],
  [{ a: "1" }, { b: "1" }],
  [{ a: 'x",b="y' }, { a: "x", b: "y" }],
  [{ a: "1,b" }, { "a,1": "b" }],
];

describe("Gathering.addCollected()", () => {
  for (const [what, one, other] of SAME) {
    it(`Gathering.addCollected() finds the same series in ${what}`, () => {
      const family = withPoints([{ labels: one, value: 1 }, { labels: other, value: 2 }]);
      const gathering = emptyGathering();
      const [problem] = gathering.addCollected([family]);
      assertStringIncludes(problem?.message ?? "", 'Cannot expose gauge "test": two points have the same labels');
      assertEquals(gathering.finish(), [{ ...family, points: [{ labels: one, value: 1 }] }]);
    });
  }

  for (const [one, other] of DIFFERENT) {
    it(`Gathering.addCollected() tells ${JSON.stringify(one)} from ${JSON.stringify(other)}`, () => {
      const gathering = emptyGathering();
      const family = withPoints([{ labels: one, value: 1 }, { labels: other, value: 2 }]);
      gathering.addCollected([family]);
      assertEquals(gathering.finish(), [family]);
    });
  }

  it("Gathering.addCollected() takes one series at several times", () => {
    const gathering = emptyGathering();
    const family = withPoints([{ labels: {}, value: 1, timestampMs: 1 }, { labels: {}, value: 2, timestampMs: 2 }]);
    gathering.addCollected([family]);
    assertEquals(gathering.finish(), [family]);
  });

  it("Gathering.addCollected() tells names that clash with those of an earlier collector", () => {
    const gathering = emptyGathering();
    gathering.addCollected([{ type: "histogram", name: "wait", help: "Test.", points: [] }]);
    const message = 'Cannot expose gauge "wait_count": the name "wait_count" is already used by histogram "wait"';
    assertEquals(gathering.addCollected([gaugeFamily("wait_count")]).map((problem) => problem.message), [message]);
  });

  it("Gathering.addCollected() adds what does not clash", () => {
    const gathering = emptyGathering();
    gathering.addCollected([gaugeFamily("a")]);
    assertEquals(gathering.addCollected([gaugeFamily("b"), gaugeFamily("a")]).length, 1);
    assertEquals(gathering.addCollected([{ ...gaugeFamily("b"), type: "counter" }]).length, 1);
    assertEquals(gathering.finish().map(({ name }) => name), ["a", "b"]);
  });

  it("Gathering.addCollected() never adds to the families of the registry itself", () => {
    const gathering = emptyGathering();
    const message = 'Cannot expose gauge "reserved": the name "reserved" is already used by gauge "reserved"';
    assertEquals(
      gathering.addCollected([{ ...gaugeFamily("reserved"), help: "Other." }]).map((problem) =>
        problem.message.slice(0, message.length)
      ),
      [message],
    );
  });

  it("Gathering.addCollected() adds families that clash only in OpenMetrics 1.0, which writes one of them as unknown", () => {
    const counter: MetricFamily = { ...gaugeFamily("x_total"), type: "counter" };
    const created = gaugeFamily("y_created");
    const gathering = emptyGathering();
    assertEquals(gathering.addCollected([gaugeFamily("x"), counter]), []);
    assertEquals(gathering.addCollected([{ ...gaugeFamily("y_total"), type: "counter" }, created]), []);
    const families = gathering.finish();
    const text = new TextDecoder().decode(
      new Uint8Array([...OPENMETRICS.encode(families)].flatMap((piece) => [...piece])),
    );
    const types = text.split("\n").filter((line) => line.startsWith("# TYPE "));
    assertEquals(types, [
      "# TYPE x gauge",
      "# TYPE x_total unknown",
      "# TYPE y_created gauge",
      "# TYPE y_total unknown",
    ]);
  });
});
