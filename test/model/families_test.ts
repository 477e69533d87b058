import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { expose } from "../../src/exposition/expose.ts";
import {
  counterFamily,
  gaugeFamily,
  gaugeHistogramFamily,
  histogramFamily,
  infoFamily,
  stateSetFamily,
  summaryFamily,
  unknownFamily,
} from "../../src/model/families.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";

const labels = { shard: 1, primary: true, id: 12345678901234567890n, name: "a" };
const texts = { shard: "1", primary: "true", id: "12345678901234567890", name: "a" };
const distribution = { sum: 3, bounds: [1], counts: [1, 2] };

const MADE: readonly (readonly [made: MetricFamily, type: string, point: object])[] = [
  [counterFamily("a_total", "Help.", [{ labels, value: 1, createdMs: 5 }]), "counter", { value: 1, createdMs: 5 }],
  [gaugeFamily("a", "Help.", [{ labels, value: 1 }]), "gauge", { value: 1 }],
  [unknownFamily("a", "Help.", [{ labels, value: 1 }]), "unknown", { value: 1 }],
  [histogramFamily("a", "Help.", [{ labels, ...distribution }]), "histogram", distribution],
  [gaugeHistogramFamily("a", "Help.", [{ labels, ...distribution }]), "gaugehistogram", distribution],
  [
    summaryFamily("a", "Help.", [{ labels, sum: 1, count: 2, quantiles: [] }]),
    "summary",
    { sum: 1, count: 2, quantiles: [] },
  ],
  [stateSetFamily("a", "Help.", [{ labels, states: { on: true } }]), "stateset", { states: { on: true } }],
  [infoFamily("a_info", "Help.", [{ labels }]), "info", {}],
];

describe("family builders", () => {
  for (const [made, type, point] of MADE) {
    it(`${type} families are made of points whose label values become text`, async () => {
      assertEquals(
        made,
        { type, name: made.name, help: "Help.", points: [{ ...point, labels: texts }] } as MetricFamily,
      );
      const registry = new Registry();
      registry.register({ collect: () => [made] });
      assertStringIncludes(await expose(registry), `id="12345678901234567890"`);
    });
  }

  it("gaugeFamily() takes a unit, and points that can be read once only", () => {
    const points = [{ labels: {}, value: 1 }].values();
    const { unit, points: made } = gaugeFamily("a_seconds", "Help.", points, { unit: "seconds" });
    assertEquals([unit, [...made]], ["seconds", [{ labels: {}, value: 1 }]]);
  });

  it("collectors may return plain objects whose label values are no strings", async () => {
    const registry = new Registry();
    const family = { type: "gauge", name: "a", help: "", points: [{ labels, value: 1 }] } as unknown as MetricFamily;
    registry.register({ collect: () => [family] });
    assertStringIncludes(await expose(registry), 'a{id="12345678901234567890",name="a",primary="true",shard="1"} 1\n');
  });

  it("an unannotated collect() type-checks", () => {
    const collector = {
      collect() {
        return [gaugeFamily("a", "Help.", [{ labels: { n: 1 }, value: 2 }]), counterFamily("b_total", "Help.", [])];
      },
    };
    using registered = new Registry().register(collector);
    assertEquals(typeof registered[Symbol.dispose], "function");
  });
});
