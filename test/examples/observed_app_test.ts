import { describe, it } from "node:test";
import { assertEquals, assertGreaterOrEqual, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import exporter, { ApplicationCollector, measureOperation, work } from "../../examples/observed_app/exporter.ts";
import { Application } from "../../examples/observed_app/application.ts";

/** Scrapes the example, and finds values by their series. */
async function scrape(): Promise<(series: string) => number> {
  const response = await exporter.fetch(new Request("http://localhost/metrics"));
  const values = new Map(
    (await response.text()).split("\n").map((line) => [line.split(" ")[0], Number(line.split(" ")[1])]),
  );
  return (series) => values.get(series) ?? NaN;
}

describe("examples/observed_app", () => {
  it("counts hits and misses of the cache, failed look-ups among the misses", async () => {
    const before = await scrape();
    for (let i = 0; i < 20; i++) await work();
    const after = await scrape();

    const gainOf = (series: string) => after(series) - before(series);
    assertEquals(gainOf("app_cache_hits_total"), 15);
    assertEquals(gainOf("app_cache_misses_total"), 5);
    assertEquals(gainOf("app_processing_time_seconds_count"), 20);
    assertGreaterOrEqual(gainOf("app_processing_time_seconds_sum"), 0.02);
    assertGreaterOrEqual(after("app_active_connections"), 20);
    assertGreaterOrEqual(after('app_queue_depth{queue="mail"}'), 0);
    assertGreaterOrEqual(after("app_start_time_seconds"), 1.5e9);
  });

  it("measures operations that return, throw or reject, and hands on what they do", async () => {
    const count = async () => (await scrape())("app_processing_time_seconds_count");
    const before = await count();
    const problem = new Error("Cannot reach the database");
    const fail = () => {
      throw problem;
    };

    assertEquals(measureOperation(() => 42), 42);
    assertEquals(await measureOperation(() => Promise.resolve(42)), 42);
    assertStrictEquals(assertThrows(() => measureOperation(fail)), problem);
    assertStrictEquals(await assertRejects(() => measureOperation(() => Promise.reject(problem))), problem);
    assertEquals(await count(), before + 4);
  });

  it("collects what the application keeps itself at the moment of the scrape", async () => {
    const application = new Application();
    const collector = new ApplicationCollector(application);
    const pointsOf = () => [...collector.collect()].map(({ name, points }) => [name, [...points].length]);

    assertEquals(pointsOf(), [["app_queue_depth", 2], ["app_start_time_seconds", 0]]);
    await application.step();
    assertEquals(pointsOf(), [["app_queue_depth", 2], ["app_start_time_seconds", 1]]);
  });
});
