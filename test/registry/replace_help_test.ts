import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { expose } from "../../src/exposition/expose.ts";
import { Counter } from "../../src/metrics/counter.ts";
import { Registry } from "../../src/registry/registry.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";

describe("Registry with replaceHelp", () => {
  it("returns the same instrument with its values and the new text, in a body that is encoded again, too", async () => {
    const registry = new Registry({ replaceHelp: true });
    const scrape = metricsHandler(registry);
    const define = (help: string) =>
      registry.histogram({ name: "x_seconds", help, labelNames: ["a"], buckets: [1, 2] });
    const textOf = async () => await (await scrape(new Request("http://localhost/metrics"))).text();
    const one = define("Old.");
    one.observe({ a: "1" }, 1);
    for (const help of ["Old.", "New.", "Newer.", "New."]) {
      assertStrictEquals(define(help), one);
      assertEquals((await textOf()).match(/^(?:# HELP x_|x_seconds_count).*$/gm), [
        `# HELP x_seconds ${help}`,
        'x_seconds_count{a="1"} 1',
      ]);
    }
  });

  it("changes the text of all instruments of the name: those with other constant labels, and those of views", async () => {
    const registry = new Registry({ replaceHelp: true });
    const one = registry.counter({ name: "app_jobs_total", help: "Old.", constLabels: { shard: "1" } });
    registry.withLabels({ shard: "2" }).register(new Counter({ name: "app_jobs_total", help: "Old." }));
    const three = registry.withPrefix("app_").counter({
      name: "jobs_total",
      help: "New.",
      constLabels: { shard: "3" },
    });
    three.inc();
    assertEquals((await expose(registry)).match(/^.*app_jobs_total.*$/gm), [
      "# HELP app_jobs_total New.",
      "# TYPE app_jobs_total counter",
      'app_jobs_total{shard="1"} 0',
      'app_jobs_total{shard="2"} 0',
      'app_jobs_total{shard="3"} 1',
    ]);
    assertStrictEquals(registry.counter({ name: "app_jobs_total", help: "Old.", constLabels: { shard: "1" } }), one);
  });

  it("takes over the callback, too", async () => {
    const registry = new Registry({ replaceHelp: true });
    registry.gauge({ name: "x", help: "Old.", read: () => 1 });
    registry.gauge({ name: "x", help: "New.", read: () => 2 });
    assertEquals(await expose(registry), "# HELP x New.\n# TYPE x gauge\nx 2\n");
  });

  it("names any other difference, and then keeps the old text", async () => {
    const registry = new Registry({ replaceHelp: true });
    registry.histogram({ name: "x", help: "Old.", buckets: [1, 2] });
    const message = 'Cannot register histogram "x": it is already registered with buckets: [1,2], not [1]';
    assertThrows(() => registry.histogram({ name: "x", help: "New.", buckets: [1] }), TypeError, message);
    assertThrows(
      () => registry.histogram({ name: "x", help: "New.", buckets: [1, 2], labelNames: ["a"] }),
      TypeError,
      "it is already registered with label names []",
    );
    assertThrows(() => registry.gauge({ name: "x", help: "New." }), TypeError, "already used by histogram");
    assertThrows(() => registry.gauge({ name: "x_count", help: "New." }), TypeError, "already used by histogram");
    assertEquals((await expose(registry)).includes("# HELP x Old.\n"), true);
  });

  it("is off by default, and on in the views of a registry that has it", () => {
    const registry = new Registry();
    registry.gauge({ name: "x", help: "Old." });
    assertThrows(() => registry.gauge({ name: "x", help: "New." }), TypeError, '"x"');
    const lenient = new Registry({ replaceHelp: true }).withLabels({ a: "1" });
    const one = lenient.gauge({ name: "x", help: "Old." });
    assertStrictEquals(lenient.gauge({ name: "x", help: "New." }), one);
  });
});
