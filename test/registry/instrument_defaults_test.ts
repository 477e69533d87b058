import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals } from "@std/assert";
import type { CounterFamily, MetricFamily } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { scrape } from "../support/scrape.ts";

const help = "Test.";

/** The points of a family as labels and value. */
async function pointsOf(registry: Registry, name: string): Promise<unknown[]> {
  const family = (await registry.gather()).find((family: MetricFamily) => family.name === name);
  return Array.from(
    family?.points as Iterable<CounterFamily["points"] extends Iterable<infer P> ? P : never> ?? [],
    ({ labels, value }) => [{ ...labels }, value],
  );
}

describe("Registry defaults", () => {
  it("Registry limits the series of all its instruments, which may say otherwise", async () => {
    const registry = new Registry({ maxSeries: 1 });
    const jobs = registry.counter({ name: "jobs_total", help, labelNames: ["queue"] });
    const depth = registry.withPrefix("x_").gauge({ name: "depth", help, labelNames: ["queue"], maxSeries: 5 });
    for (const queue of ["a", "b", "c"]) {
      jobs.inc({ queue });
      depth.set({ queue }, 1);
    }
    assertEquals(await pointsOf(registry, "jobs_total"), [[{ queue: "a" }, 1], [{ queue: "_overflow" }, 2]]);
    assertEquals((await pointsOf(registry, "x_depth")).length, 3);
    assertEquals(await pointsOf(registry, "webprom_series_overflow_total"), [
      [{ metric: "jobs_total" }, 2],
      [{ metric: "x_depth" }, 0],
    ]);
  });

  it("Registry tells the overflow of each instrument of one name, by the labels in which they differ", async () => {
    const registry = new Registry({ maxSeries: 1 });
    for (const shard of ["1", "2"]) {
      const jobs = registry.withLabels({ shard }).counter({ name: "jobs_total", help, labelNames: ["queue"] });
      for (const queue of ["a", "b"]) jobs.inc({ queue });
    }
    assertEquals(await pointsOf(registry, "webprom_series_overflow_total"), [
      [{ shard: "1", metric: "jobs_total" }, 1],
      [{ shard: "2", metric: "jobs_total" }, 1],
    ]);
  });

  it("Registry drops series of all its instruments that were not written to for too long", async () => {
    const clock = new ManualClock();
    const registry = new Registry({ ttlSeconds: 60, clock });
    const forgetful = registry.gauge({ name: "forgetful", help, labelNames: ["a"] });
    const lasting = registry.gauge({ name: "lasting", help, labelNames: ["a"], ttlSeconds: Infinity });
    for (const gauge of [forgetful, lasting]) gauge.set({ a: "1" }, 1);
    await registry.gather();
    clock.elapsedMs = 61_000;
    assertEquals(await pointsOf(registry, "forgetful"), []);
    assertEquals((await pointsOf(registry, "lasting")).length, 1);
  });

  it("Registry gives its clock to all its instruments", () => {
    const clock = new ManualClock();
    clock.wallMs = 7000;
    const registry = new Registry({ clock });
    const made = [
      registry.counter({ name: "a_total", help }).labels(),
      registry.gauge({ name: "b", help }).labels(),
      registry.histogram({ name: "c", help }).labels(),
      registry.summary({ name: "d", help }).labels(),
      registry.stateSet({ name: "e", help, states: ["on"] }).labels(),
      registry.withLabels({ x: 1 }).gauge({ name: "f", help }).labels(),
    ];
    assertEquals(made.map(({ createdMs }) => createdMs), made.map(() => 7000));
  });

  it("Registry asks its exemplar provider for all its counters and histograms", () => {
    let asked = 0;
    const registry = new Registry({ exemplar: () => ({ trace_id: String(++asked) }) });
    const jobs = registry.counter({ name: "jobs_total", help });
    const own = registry.counter({ name: "own_total", help, exemplar: () => ({ trace_id: "own" }) });
    const wait = registry.withPrefix("x_").histogram({ name: "wait", help, buckets: [1] });
    jobs.inc();
    own.inc();
    wait.observe(0.5);
    registry.gauge({ name: "depth", help }).set(1);
    assertEquals(jobs.labels().exemplar?.labels, { trace_id: "1" });
    assertEquals(own.labels().exemplar?.labels, { trace_id: "own" });
    assertEquals(wait.labels().exemplars?.[0]?.labels, { trace_id: "2" });
  });

  it("Registry finds an instrument by its definition with the defaults", () => {
    const registry = new Registry({ maxSeries: 7 });
    const made = registry.gauge({ name: "depth", help });
    assertStrictEquals(registry.gauge({ name: "depth", help, maxSeries: 7 }), made);
  });
});

describe("Registry read callbacks", () => {
  it("Registry reads with the newest callback of an instrument that is made again", async () => {
    const registry = new Registry();
    const made = registry.gauge({ name: "depth", help, read: () => 1 });
    assertEquals(await pointsOf(registry, "depth"), [[{}, 1]]);
    assertStrictEquals(registry.gauge({ name: "depth", help, read: () => Promise.resolve(2) }), made);
    assertEquals(await pointsOf(registry, "depth"), [[{}, 2]]);
    registry.counter({ name: "jobs_total", help, read: () => 3 });
    registry.counter({ name: "jobs_total", help, read: () => 4 });
    assertEquals(await pointsOf(registry, "jobs_total"), [[{}, 4]]);
  });

  it("Registry reads no more where an instrument is made again without a callback", async () => {
    const registry = new Registry();
    registry.gauge({ name: "depth", help, read: () => 1 });
    const made = registry.gauge({ name: "depth", help });
    made.set(9);
    assertEquals(await pointsOf(registry, "depth"), [[{}, 9]]);
  });

  const failures: Readonly<Record<string, () => number | Promise<number>>> = {
    throws: () => {
      throw new RangeError("broken");
    },
    rejects: () => Promise.reject(new RangeError("broken")),
    "reads text": () => "broken" as never,
    "reads text, later": () => Promise.resolve("broken" as never),
  };
  for (const [what, read] of Object.entries(failures)) {
    it(`Registry loses only the family of an instrument whose callback ${what}, and tells so`, async () => {
      const registry = new Registry();
      let isBroken = true;
      registry.gauge({ name: "tested", help, read: () => isBroken ? read() : 5 });
      registry.gauge({ name: "healthy", help, read: () => 1 });
      const { names, success, errors } = await scrape(registry);
      assertEquals([names, success], [["healthy"], { tested: 0 }]);
      assertEquals(errors.map(([collector, { message }]) => [collector, message.includes("broken")]), [[
        "tested",
        true,
      ]]);
      isBroken = false;
      assertEquals((await scrape(registry)).names, ["healthy", "tested"]);
    });
  }

  it("Registry gives up a callback that never answers when the scraper leaves", async () => {
    const registry = new Registry();
    registry.gauge({ name: "silent", help, read: () => new Promise<never>(() => {}) });
    registry.gauge({ name: "healthy", help, read: () => Promise.resolve(1) });
    const client = new AbortController();
    const scraping = scrape(registry, { signal: client.signal });
    await Promise.resolve();
    client.abort(new Error("gone"));
    const { names, success } = await scraping;
    assertEquals([names.includes("silent"), success.silent], [false, 0]);
  });

  it("Registry tells the failure of a callback under its prefix and labels", async () => {
    const registry = new Registry();
    registry.withPrefix("x_").withLabels({ shard: 1 }).gauge({ name: "depth", help, read: failures.throws as never });
    assertEquals((await scrape(registry)).success, { x_depth: 0 });
  });
});
