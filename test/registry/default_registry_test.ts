import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { defaultRegistry } from "../../src/registry/default_registry.ts";
import { Registry } from "../../src/registry/registry.ts";

const KEY = Symbol.for("@webprom/exporter/default-registry/1");
const shared = globalThis as { [KEY]?: Registry };

/** Runs a test as in a process where nobody has asked for the default registry yet. */
function withoutDefault(check: () => void): () => void {
  return () => {
    const before = shared[KEY];
    delete shared[KEY];
    try {
      check();
    } finally {
      if (before !== undefined) shared[KEY] = before;
    }
  };
}

describe("defaultRegistry", () => {
  it(
    "defaultRegistry() makes a registry at the first call and returns it ever after",
    withoutDefault(() => {
      const registry = defaultRegistry();
      assertInstanceOf(registry, Registry);
      assertStrictEquals(defaultRegistry(), registry);
    }),
  );

  it(
    "defaultRegistry() leaves the registry where another copy of the package finds it",
    withoutDefault(() => {
      assertEquals(KEY in shared, false);
      const registry = defaultRegistry();
      assertStrictEquals(shared[KEY], registry);
    }),
  );

  it(
    "defaultRegistry() returns the registry that another copy of the package has made",
    withoutDefault(() => {
      const ofAnotherCopy = new Registry();
      shared[KEY] = ofAnotherCopy;
      assertStrictEquals(defaultRegistry(), ofAnotherCopy);
    }),
  );
});
