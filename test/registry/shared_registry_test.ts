import { describe, it } from "node:test";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertNotStrictEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { expose, metricsHandler, Registry, sharedRegistry } from "@webprom/exporter";

let count = 0;

/** A name that no other test has used. */
function freshName(): string {
  return `test ${count++}`;
}

describe("sharedRegistry()", () => {
  it("returns one registry for each name", () => {
    const name = freshName();
    const registry = sharedRegistry(name);
    assertInstanceOf(registry, Registry);
    assertStrictEquals(sharedRegistry(name), registry);
    assertNotStrictEquals(sharedRegistry(freshName()), registry);
    assertStrictEquals(sharedRegistry(), sharedRegistry("default"));
  });

  it("returns the registry that another copy of the package has made", () => {
    const name = freshName();
    const ofAnotherCopy = new Registry();
    Object.assign(globalThis, { [Symbol.for(`@webprom/exporter/registry/1/${name}`)]: ofAnotherCopy });
    assertStrictEquals(sharedRegistry(name), ofAnotherCopy);
  });

  it("takes over a changed help text, and keeps the values", async () => {
    const registry = sharedRegistry(freshName());
    const handle = metricsHandler(registry);
    const scrape = async () => await (await handle(new Request("http://localhost/metrics"))).text();
    const define = (help: string) => registry.counter({ name: "a_total", help, labelNames: ["b"] });
    const counter = define("One.");
    counter.inc({ b: "x" });
    assertEquals(await scrape(), '# HELP a_total One.\n# TYPE a_total counter\na_total{b="x"} 1\n');
    assertStrictEquals(define("Two."), counter);
    define("Two.").inc({ b: "x" });
    assertEquals(await scrape(), '# HELP a_total Two.\n# TYPE a_total counter\na_total{b="x"} 2\n');
    assertEquals(await expose(registry), await scrape());
    assertStrictEquals(define("One."), counter);
    assert((await scrape()).startsWith("# HELP a_total One.\n"));
  });

  it("takes over the help text of every type, and of all views", async () => {
    const registry = sharedRegistry(freshName());
    for (const help of ["One.", "Two."]) {
      registry.gauge({ name: "b", help }).set(1);
      registry.histogram({ name: "c", help, buckets: [1] }).observe(1);
      registry.summary({ name: "d", help }).observe(1);
      registry.info({ name: "e_info", help, labels: {} });
      registry.stateSet({ name: "f", help, states: ["on"] }).set("on");
      for (const tenant of ["x", "y"]) registry.withLabels({ tenant }).counter({ name: "g_total", help }).inc();
    }
    const text = await expose(registry);
    assertEquals(
      text.match(/# HELP \w+ (\w+)/g),
      ["b", "c", "d", "e_info", "f", "g_total"].map((name) => `# HELP ${name} Two`),
    );
    assert(text.includes('g_total{tenant="x"} 2\ng_total{tenant="y"} 2\n'), text);
  });

  it("throws for any other difference, and names it", () => {
    const registry = sharedRegistry(freshName());
    registry.histogram({ name: "h", help: "H.", buckets: [1] });
    assertThrows(() => registry.histogram({ name: "h", help: "H.", buckets: [2] }), TypeError, "buckets: [1], not [2]");
    assertThrows(() => registry.gauge({ name: "h", help: "Other." }), TypeError, "h");
    registry.gauge({ name: "i", help: "I.", labelNames: ["a"] });
    assertThrows(() => registry.gauge({ name: "i", help: "J.", labelNames: ["b"] }), TypeError, "label");
  });
});

describe("new Registry()", () => {
  it("throws for a changed help text, unless replaceHelp is set", () => {
    const registry = new Registry();
    registry.gauge({ name: "a", help: "One." });
    assertThrows(() => registry.gauge({ name: "a", help: "Two." }), TypeError, "help");
    const replacing = new Registry({ replaceHelp: true });
    replacing.gauge({ name: "a", help: "One." });
    assertEquals(replacing.gauge({ name: "a", help: "Two." }).definition.help, "Two.");
  });
});
