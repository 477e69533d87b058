import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { RegistryView } from "../../src/registry/registry_view.ts";
import { Registry } from "../../src/registry/registry.ts";

const help = "Test.";

/** Makes an instrument of each type. */
const MAKERS: Readonly<Record<string, (registry: RegistryView, name: string, options?: object) => object>> = {
  counter: (registry, name, options) => registry.counter({ name: name as "_total", help, ...options }),
  gauge: (registry, name, options) => registry.gauge({ name, help, ...options }),
  histogram: (registry, name, options) => registry.histogram({ name, help, ...options }),
  stateset: (registry, name, options) => registry.stateSet({ name, help, states: ["on", "off"], ...options }),
  summary: (registry, name, options) => registry.summary({ name, help, ...options }),
  info: (registry, name) => registry.info({ name: name as "_info", help, labels: { version: "1" } }),
};

function make(registry: RegistryView, type: string, name: string, options?: object): object {
  return MAKERS[type]?.(registry, name, options) ?? {};
}

describe("Registry get-or-create", () => {
  for (
    const [type, name] of [
      ["counter", "x_total"],
      ["gauge", "x"],
      ["histogram", "x"],
      ["info", "x_info"],
      ["stateset", "x"],
      ["summary", "x"],
    ] as const
  ) {
    it(`Registry.${type}() returns the ${type} that it made before with the same definition`, () => {
      const registry = new Registry();
      assertStrictEquals(make(registry, type, name), make(registry, type, name));
    });
  }

  it("Registry.histogram() finds a histogram by its buckets too, with or without +Inf", () => {
    const registry = new Registry();
    const made = make(registry, "histogram", "x", { buckets: [1, 2] });
    assertStrictEquals(make(registry, "histogram", "x", { buckets: [1, 2, Infinity] }), made);
    assertThrows(
      () => make(registry, "histogram", "x", { buckets: [1, 3] }),
      TypeError,
      'Cannot register histogram "x"',
    );
  });

  it("Registry.histogram() finds a histogram by its native buckets too, however they were asked for", () => {
    const registry = new Registry();
    const made = make(registry, "histogram", "x", { native: { factor: 2 } });
    assertStrictEquals(make(registry, "histogram", "x", { native: { schema: 0, maxBuckets: 160 }, buckets: [] }), made);
    for (const options of [{ native: { schema: 1 } }, { native: { schema: 0, maxBuckets: 5 } }, {}]) {
      assertThrows(() => make(registry, "histogram", "x", options), TypeError, 'Cannot register histogram "x"');
    }
  });

  it("Registry.summary() finds a summary by its quantiles and window too", () => {
    const registry = new Registry();
    const made = make(registry, "summary", "x", { quantiles: { 0.5: 0.05, 0.9: 0.01 } });
    assertStrictEquals(
      make(registry, "summary", "x", { quantiles: { 0.9: 0.01, 0.5: 0.05 }, maxAgeSeconds: 600, ageBuckets: 5 }),
      made,
    );
    for (
      const options of [{}, { quantiles: { 0.5: 0.05, 0.9: 0.02 } }, {
        quantiles: { 0.5: 0.05, 0.9: 0.01 },
        ageBuckets: 4,
      }]
    ) {
      assertThrows(() => make(registry, "summary", "x", options), TypeError, 'Cannot register summary "x"');
    }
  });

  it("Registry.histogram() names the difference to the one that is registered", () => {
    const registry = new Registry();
    registry.histogram({ name: "x", help: "Test.", buckets: [1, 2] });
    assertThrows(
      () => registry.histogram({ name: "x", help: "Test.", buckets: [1] }),
      TypeError,
      'Cannot register histogram "x": it is already registered with buckets: [1,2], not [1]',
    );
  });

  it("Registry.stateSet() finds a state set by its states too", () => {
    const registry = new Registry();
    make(registry, "stateset", "x");
    assertThrows(() => make(registry, "stateset", "x", { states: ["off", "on"] }), TypeError, 'stateset "x"');
  });

  const others: readonly [what: string, options: object][] = [
    ["help", { help: "Other." }],
    ["label names", { labelNames: ["a"] }],
    ["constant label names", { constLabels: { a: "1" } }],
    ["unit", { unit: "seconds" }],
    ["limit of series", { maxSeries: 5 }],
    ["time to live", { ttlSeconds: 5 }],
  ];
  for (const [what, options] of others) {
    it(`Registry.gauge() rejects another ${what} under the same name`, () => {
      const registry = new Registry();
      make(registry, "gauge", "wait_seconds");
      const error = assertThrows(() => make(registry, "gauge", "wait_seconds", options), TypeError);
      assertEquals(error.message.startsWith('Cannot register gauge "wait_seconds"'), true, error.message);
    });
  }

  it("Registry.gauge() makes gauges of one name whose constant labels differ", () => {
    const registry = new Registry();
    const one = make(registry, "gauge", "x", { constLabels: { zone: "a" } });
    const other = make(registry, "gauge", "x", { constLabels: { zone: "b" } });
    assertStrictEquals(make(registry, "gauge", "x", { constLabels: { zone: "a" } }), one);
    assertStrictEquals(make(registry, "gauge", "x", { constLabels: { zone: "b" } }), other);
    assertEquals(one === other, false);
  });

  it("Registry.gauge() rejects a gauge whose series could be those of another one", () => {
    const registry = new Registry();
    make(registry, "gauge", "x", { constLabels: { zone: "a" } });
    assertThrows(() => make(registry, "gauge", "x", { labelNames: ["zone"] }), TypeError, 'Cannot register gauge "x"');
  });
});

/** Pairs of instruments whose samples would bear the same name in some format. */
const CLASHES: readonly [
  one: readonly [type: string, name: string],
  other: readonly [type: string, name: string],
  shared: string,
][] = [
  [["gauge", "x"], ["histogram", "x"], "x"],
  [["gauge", "x_count"], ["histogram", "x"], "x_count"],
  [["gauge", "x_sum"], ["histogram", "x"], "x_sum"],
  [["gauge", "x_bucket"], ["histogram", "x"], "x_bucket"],
  [["gauge", "x_created"], ["histogram", "x"], "x_created"],
  [["counter", "x_count_total"], ["histogram", "x"], "x_count"],
  [["counter", "x_total"], ["gauge", "x"], "x"],
  [["counter", "x_total"], ["gauge", "x_total"], "x_total"],
  [["counter", "x_total"], ["gauge", "x_created"], "x_created"],
  [["counter", "x_total"], ["histogram", "x"], "x"],
  [["info", "x_info"], ["gauge", "x"], "x"],
  [["summary", "x"], ["gauge", "x_sum"], "x_sum"],
  [["summary", "x"], ["gauge", "x_count"], "x_count"],
  [["summary", "x"], ["histogram", "x"], "x"],
  [["summary", "x"], ["counter", "x_count_total"], "x_count"],
  [["stateset", "x"], ["gauge", "x"], "x"],
  [["stateset", "x_sum"], ["summary", "x"], "x_sum"],
  [["info", "x_info"], ["gauge", "x_info"], "x_info"],
  [["info", "x_info"], ["counter", "x_total"], "x"],
  [["histogram", "x_count"], ["histogram", "x"], "x_count"],
];

describe("Registry conflicts", () => {
  for (const [one, other, shared] of CLASHES) {
    for (const [[type, name], [nextType, nextName]] of [[one, other], [other, one]] as const) {
      it(`Registry rejects ${nextType} ${nextName} beside ${type} ${name}`, () => {
        const registry = new Registry();
        make(registry, type, name);
        const subject = `Cannot register ${nextType} "${nextName}": the name "`;
        const error = assertThrows(
          () => make(registry, nextType, nextName),
          TypeError,
          `is already used by ${type} "${name}"`,
        );
        assertEquals(error.message.startsWith(subject), true, error.message);
        assertEquals(error.message.includes(`"${shared}"`), true, error.message);
      });
    }
  }

  it("Registry keeps nothing of an instrument that it rejects", async () => {
    const registry = new Registry();
    make(registry, "gauge", "x_count");
    assertThrows(() => make(registry, "histogram", "x"));
    make(registry, "gauge", "x");
    make(registry, "gauge", "x_sum");
    assertEquals((await registry.gather()).map(({ name }) => name), ["x", "x_count", "x_sum"]);
  });

  it("Registry takes names that only look alike", async () => {
    const registry = new Registry();
    make(registry, "counter", "x_total");
    make(registry, "counter", "x_total_sum_total");
    make(registry, "gauge", "x_count");
    make(registry, "gauge", "X");
    assertEquals((await registry.gather()).length, 4);
  });
});
