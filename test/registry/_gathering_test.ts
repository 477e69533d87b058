import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import type { Labels } from "../../src/model/labels.ts";
import type { GaugeFamily } from "../../src/model/metric_family.ts";
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
      assertThrows(() => emptyGathering().addCollected([family]), TypeError, 'Cannot expose gauge "test": two points');
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
    assertThrows(() => gathering.addCollected([gaugeFamily("wait_count")]), TypeError, message);
  });

  it("Gathering.addCollected() keeps nothing of a collector that cannot stand beside the others", () => {
    const gathering = emptyGathering();
    gathering.addCollected([gaugeFamily("a")]);
    assertThrows(() => gathering.addCollected([gaugeFamily("b"), gaugeFamily("a")]), TypeError);
    gathering.addCollected([{ ...gaugeFamily("b_total"), type: "counter" }]);
    assertEquals(gathering.finish().map(({ name }) => name), ["a", "b_total"]);
  });
});
