import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Registry } from "../../src/registry/registry.ts";
import { gaugeFamily } from "../support/families.ts";
import { scrape } from "../support/scrape.ts";

function sample(): Registry {
  const registry = new Registry();
  registry.gauge({ name: "instrument", help: "Test." });
  for (const name of ["a", "b"]) registry.register({ name, collect: () => [gaugeFamily(`of_${name}`)] });
  registry.register({ collect: () => [gaugeFamily("of_off")] }, { name: "off", enabled: false, scope: "isolate" });
  return registry;
}

describe("Collector selection", () => {
  it("Registry.gather() asks all collectors that are enabled", async () => {
    assertEquals((await scrape(sample())).names, ["instrument", "of_a", "of_b"]);
  });

  it("Registry.gather() asks only the collectors that are selected, and no instruments", async () => {
    const { names, success } = await scrape(sample(), { collect: new Set(["b", "nobody"]) });
    assertEquals([names, success], [["of_b"], { b: 1 }]);
    assertEquals((await scrape(sample(), { collect: new Set() })).names, []);
  });

  it("Registry.gather() asks all but the collectors that are excluded", async () => {
    const { names, success } = await scrape(sample(), { exclude: new Set(["b", "instrument", "nobody"]) });
    assertEquals([names, success], [["instrument", "of_a"], { a: 1 }]);
  });

  it("Registry.gather() never asks collectors that are disabled", async () => {
    assertEquals((await scrape(sample(), { collect: new Set(["off", "a"]) })).names, ["of_a"]);
  });

  it("Registry.collectors lists collectors by name, and no instruments", () => {
    assertEquals(sample().collectors, [
      { name: "a", enabled: true, scope: "isolate" },
      { name: "b", enabled: true, scope: "isolate" },
      { name: "off", enabled: false, scope: "isolate" },
    ]);
    assertEquals(new Registry().collectors, []);
  });

  it("Registry.enable() and Registry.disable() change which collectors are asked", async () => {
    const registry = sample();
    registry.enable("off");
    registry.disable("a");
    registry.disable("a");
    assertEquals((await scrape(registry)).names, ["instrument", "of_b", "of_off"]);
    registry.enable("a");
    assertEquals((await scrape(registry)).names, ["instrument", "of_a", "of_b", "of_off"]);
  });

  it("Registry.enable() and Registry.disable() reject names that no collector bears", () => {
    const message = 'collector "instrument": it is not registered; collectors are a, b, off';
    assertThrows(() => sample().disable("instrument"), RangeError, `Cannot disable ${message}`);
    assertThrows(
      () => new Registry().enable("a"),
      RangeError,
      'Cannot enable collector "a": it is not registered; collectors are none',
    );
  });
});
