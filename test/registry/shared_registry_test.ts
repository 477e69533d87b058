import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { Registry } from "../../src/registry/registry.ts";
import { sharedRegistry } from "../../src/registry/shared_registry.ts";

const shared = globalThis as { [key: symbol]: unknown };

function keyOf(name: string): symbol {
  return Symbol.for(`@webprom/exporter/registry/${name}`);
}

describe("sharedRegistry()", () => {
  it("creates a registry at the first call, and returns it from then on", () => {
    const registry = sharedRegistry("test_first");
    assertInstanceOf(registry, Registry);
    assertStrictEquals(sharedRegistry("test_first"), registry);
    assertStrictEquals(shared[keyOf("test_first")], registry);
    assertNotStrictEquals(sharedRegistry("test_second"), registry);
  });

  it('has the name "default" without an argument', () => {
    const before = shared[keyOf("default")];
    assertStrictEquals(sharedRegistry(), sharedRegistry("default"));
    if (before === undefined) delete shared[keyOf("default")];
  });

  it("returns a registry of another copy of the package", () => {
    // What has the methods is enough.
    const methods = Object.getOwnPropertyNames(Registry.prototype).concat(
      Object.getOwnPropertyNames(Object.getPrototypeOf(Registry.prototype)),
    );
    const copy = Object.fromEntries(methods.map((name) => [name, () => {}]));
    shared[keyOf("test_copy")] = copy;
    assertStrictEquals<unknown>(sharedRegistry("test_copy"), copy);
  });

  it("rejects a registry of an incompatible version", () => {
    for (const [i, other] of [{ gather: () => [] }, "registry", 1, () => {}].entries()) {
      shared[keyOf(`test_other_${i}`)] = other;
      assertThrows(
        () => sharedRegistry(`test_other_${i}`),
        TypeError,
        `Cannot share a registry: that named "test_other_${i}" was created by an incompatible version`,
      );
    }
  });

  it("rejects a name that is not text, or empty", () => {
    assertThrows(() => sharedRegistry(""), TypeError, 'name must be a non-empty string, current value is ""');
    assertThrows(() => sharedRegistry({} as string), TypeError, "current value is {}");
  });

  it("takes over a changed help text", () => {
    const registry = sharedRegistry("test_help");
    const one = registry.gauge({ name: "depth", help: "Depth." });
    assertStrictEquals(registry.gauge({ name: "depth", help: "Depth of the queue." }), one);
    assertEquals(one.definition.help, "Depth of the queue.");
  });
});
