import { describe, it } from "node:test";
import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import type { PageFamily, PagePoint } from "../../../../src/app/landing/_answers.ts";
import { type Family, Recorder } from "../../../../src/app/landing/client/recorder.ts";
import { HOSTILE_TEXTS } from "../../../support/hostile_text.ts";

function family(type: PageFamily["type"], ...points: readonly PagePoint[]): PageFamily {
  return { name: "n", type, help: "", series: points.length, points };
}

function values(...list: readonly number[]): PagePoint[] {
  return list.map((value, i) => ({ labels: { i: `${i}` }, value }));
}

/** Records one answer after the other, two seconds apart, and returns the last family. */
function record(...families: readonly PageFamily[]): Family {
  const recorder = new Recorder();
  const [last] = families.map((head, i) => recorder.record({ failures: [], families: [head] }, 2 * i)[0]).slice(-1);
  if (last === undefined) throw new Error("There is no family");
  return last;
}

function trends({ series }: Family): number[][] {
  return [...series.values()].map(({ trend }) => trend);
}

describe("Recorder.record()", () => {
  it("follows levels", () => {
    for (const type of ["gauge", "unknown"] as const) {
      assertEquals(trends(record(family(type, ...values(1, 5)), family(type, ...values(3, 4)))), [[1, 3], [5, 4]]);
    }
  });

  it("follows by how much totals go up in a second", () => {
    const last = record(...[[10, 0], [14, 1], [14, 4]].map((list) => family("counter", ...values(...list))));
    assertEquals(trends(last), [[2, 0], [0.5, 1.5]]);
    assertEquals(last.lines, [[2.5, 1.5]]);
  });

  it("begins at 0 with a total that went down", () => {
    assertEquals(trends(record(family("counter", ...values(10)), family("counter", ...values(4)))), [[2]]);
  });

  it("follows the number of observations", () => {
    const [one, two] = [3, 7].map((count) => [{ labels: {}, count, sum: 0 }]);
    for (const type of ["histogram", "summary"] as const) {
      assertEquals(trends(record(family(type, ...one ?? []), family(type, ...two ?? []))), [[2]]);
    }
    assertEquals(trends(record(family("gaugehistogram", ...one ?? []), family("gaugehistogram", ...two ?? []))), [[
      3,
      7,
    ]]);
  });

  it("draws few levels beside each other, and many not at all", () => {
    assertEquals(record(family("gauge", ...values(1, 2))).lines, [[1], [2]]);
    assertEquals(record(family("gauge", ...values(1, 2, 3, 4, 5, 6))).lines, []);
  });

  it("knows series again by their labels, and begins anew where they were gone", () => {
    const recorder = new Recorder();
    const look = (i: number, ...points: readonly PagePoint[]) => {
      return recorder.record({ failures: [], families: [family("gauge", ...points)] }, i)[0]?.series.get('i="1"');
    };
    const first = look(0, ...values(1, 2));
    assertStrictEquals(look(1, ...values(1, 2).reverse()), first);
    look(2, ...values(1));
    assertNotStrictEquals(look(3, ...values(1, 2)), first);
  });

  it("forgets the past of a family that changes its type", () => {
    assertEquals(trends(record(family("gauge", ...values(1)), family("counter", ...values(5)))), [[]]);
  });

  it("keeps so much of the past as can be seen", () => {
    const last = record(...Array.from({ length: 100 }, (_, i) => family("gauge", ...values(i))));
    assertEquals(trends(last), [Array.from({ length: 60 }, (_, i) => 40 + i)]);
  });

  it("tells any labels apart", () => {
    const points = HOSTILE_TEXTS.flatMap((text) => [{ [text]: "1" }, { a: text }, { a: "1", [`b${text}`]: text }])
      .map((labels) => ({ labels, value: 1 }));
    assertEquals(record(family("gauge", ...points)).series.size, points.length);
  });
});
