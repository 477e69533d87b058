import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import type { Module } from "../../../src/app/modules/module.ts";
import { RegisteredModules } from "../../../src/app/modules/registered_modules.ts";
import { Registry } from "../../../src/registry/registry.ts";
import { settingsOf } from "../../support/settings.ts";

function moduleOf(name: string): Module {
  const family = { type: "gauge", name: `app_${name}`, help: "Size.", points: [{ labels: {}, value: 3 }] } as const;
  return { name, collector: { collect: () => [family] }, timeoutMs: 1000 };
}

function make(): { registry: Registry; modules: RegisteredModules } {
  const registry = new Registry();
  registry.register({ name: "own", collect: () => [] });
  return { registry, modules: new RegisteredModules(registry) };
}

function statesOf({ collectors }: Registry): Record<string, boolean> {
  return Object.fromEntries(collectors.map(({ name, enabled }) => [name, enabled]));
}

describe("RegisteredModules.use()", () => {
  it("registers the modules, and replaces them the next time", async () => {
    const { registry, modules } = make();
    modules.use([moduleOf("a"), moduleOf("b")], []);
    assertEquals(statesOf(registry), { own: true, a: true, b: true });
    modules.use([moduleOf("b"), moduleOf("c")], []);

    assertEquals(statesOf(registry), { own: true, b: true, c: true });
    const names = (await registry.gather()).map(({ name }) => name);
    assertEquals(names.filter((name) => name.startsWith("app_")), ["app_b", "app_c"]);
  });

  it("turns collectors on and off, by their names or by those of variables", () => {
    const { registry, modules } = make();
    const { collectors } = settingsOf("--no-collector.own", "--no-collector.net_io", "--collector.c");
    modules.use([moduleOf("net-io"), moduleOf("c")], collectors);

    assertEquals(statesOf(registry), { own: false, "net-io": false, c: true });
  });

  it("leaves collectors as they were by themselves once nothing is said of them any more", () => {
    const { registry, modules } = make();
    registry.disable("own");
    registry.register({ name: "other", collect: () => [] });
    modules.use([moduleOf("a")], settingsOf("--collector.own", "--no-collector.other", "--no-collector.a").collectors);
    assertEquals(statesOf(registry), { own: true, other: false, a: false });
    modules.use([moduleOf("a")], []);

    assertEquals(statesOf(registry), { own: false, other: true, a: true });
  });

  it("changes nothing if a module has the name of another collector", () => {
    const { registry, modules } = make();
    modules.use([moduleOf("a")], []);
    const { problems } = assertThrows(() => modules.use([moduleOf("own"), moduleOf("a")], []), ConfigError);
    assertEquals(problems, ["modules.own has the name of a collector of the exporter; rename the module"]);
    assertEquals(statesOf(registry), { own: true, a: true });
  });

  it("changes nothing where there is no such collector", () => {
    const { registry, modules } = make();
    modules.use([moduleOf("a")], settingsOf("--no-collector.own", "--no-collector.a").collectors);
    const { collectors } = settingsOf("--collector.own", "--collector.a", "--collector.x", "--no-collector.y");
    const { problems } = assertThrows(() => modules.use([moduleOf("b")], collectors), ConfigError);

    assertEquals(statesOf(registry), { own: false, a: false });
    assertEquals(problems, [
      "--collector.a refers to an unknown collector, available collectors are own, b",
      "--collector.x refers to an unknown collector, available collectors are own, b",
      "--no-collector.y refers to an unknown collector, available collectors are own, b",
    ]);
  });
});
