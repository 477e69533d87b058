import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import type { GatherOptions } from "../../src/model/collector.ts";
import type { CollectorOptions } from "../../src/registry/collector_options.ts";
import { Registry } from "../../src/registry/registry.ts";
import { CountedSource } from "../support/counted_source.ts";
import { plain } from "../support/families.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { reported } from "../support/scrape.ts";

const LAST_REFRESH = "webprom_collector_last_refresh_timestamp_seconds";
const DURATION = "webprom_collector_duration_seconds";

function cached(options: CollectorOptions = { cacheSeconds: 60 }) {
  const clock = new ManualClock();
  const registry = new Registry({ clock });
  const source = new CountedSource();
  registry.register(source, options);
  return { clock, registry, source };
}

async function scrape(registry: Registry, options: GatherOptions = {}) {
  const errors: string[] = [];
  const onError = (error: unknown) => errors.push((error as Error).message);
  const families = await registry.gather({ ...options, onError });
  const [asked] = plain(families.filter(({ name }) => name === "asked")) as { points: { value: number }[] }[];
  return {
    asked: asked?.points[0]?.value,
    success: reported(families, "webprom_collector_success").tested,
    refreshed: reported(families, LAST_REFRESH).tested,
    seconds: reported(families, DURATION).tested,
    errors,
  };
}

describe("Collector with cacheSeconds", () => {
  it("Collector with cacheSeconds is asked again only when its result is so old", async () => {
    const { clock, registry } = cached();
    clock.wallMs = 1_767_225_600_000;
    const first = { asked: 1, success: 1, refreshed: 1_767_225_600, seconds: 0, errors: [] };
    assertEquals(await scrape(registry), first);
    clock.elapsedMs = 59_999;
    clock.wallMs += 59_999;
    assertEquals(await scrape(registry), first);
    clock.elapsedMs = 60_000;
    assertEquals(await scrape(registry), { ...first, asked: 2, refreshed: 1_767_225_659.999 });
  });

  it("Collector with cacheSeconds is told how long the collection took whose result is used again", async () => {
    const { clock, registry, source } = cached();
    const open = source.close();
    const scraping = scrape(registry);
    clock.elapsedMs = 1500;
    open();
    assertEquals((await scraping).seconds, 1.5);
    clock.elapsedMs = 5000;
    assertEquals((await scrape(registry)).seconds, 1.5);
  });

  it("Collector with cacheSeconds collects once for all scrapes that wait", async () => {
    const { registry, source } = cached();
    const open = source.close();
    const scrapes = Array.from({ length: 100 }, () => scrape(registry));
    open();
    assertEquals((await Promise.all(scrapes)).map(({ asked }) => asked), Array.from({ length: 100 }, () => 1));
    assertEquals(source.asked, 1);
  });

  it("Collector with cacheSeconds is asked again at once after it has failed", async () => {
    const { registry, source } = cached();
    source.isBroken = true;
    assertEquals(await scrape(registry).then(({ success, errors }) => [success, errors]), [0, ["broken"]]);
    source.isBroken = false;
    assertEquals(await scrape(registry).then(({ asked, success }) => [asked, success]), [2, 1]);
  });

  it("Collector with cacheSeconds that fails does not fall back on what is too old", async () => {
    const { clock, registry, source } = cached();
    await scrape(registry);
    clock.elapsedMs = 60_000;
    source.isBroken = true;
    assertEquals(await scrape(registry).then(({ asked, success }) => [asked, success]), [undefined, 0]);
  });

  it("Collector with cacheSeconds goes on for those to come when the scraper leaves", async () => {
    const { registry, source } = cached();
    const open = source.close();
    const client = new AbortController();
    const impatient = scrape(registry, { signal: client.signal });
    const patient = scrape(registry);
    client.abort(new Error("gone"));
    assertEquals(await impatient.then(({ asked, success, errors }) => [asked, success, errors]), [undefined, 0, [
      "gone",
    ]]);
    assertEquals(source.signal?.aborted, false);
    open();
    assertEquals([(await patient).asked, (await scrape(registry)).asked], [1, 1]);
  });

  it("Collector with cacheSeconds that hangs is given up at its deadline, by all", async () => {
    const { registry, source } = cached({ cacheSeconds: 60, timeoutMs: 1 });
    source.close();
    const scrapes = await Promise.all([scrape(registry), scrape(registry)]);
    assertEquals(scrapes.map(({ success }) => success), [0, 0]);
    assertEquals([source.asked, source.signal?.aborted], [1, true]);
  });

  it("Collector with cacheSeconds does not wait for a collection whose runtime has forgotten it", async () => {
    const { clock, registry, source } = cached({ cacheSeconds: 60, timeoutMs: 5000 });
    const open = source.close();
    const first = scrape(registry);
    clock.elapsedMs = 5001;
    const second = scrape(registry);
    assertEquals(source.asked, 2);
    open();
    assertEquals([(await first).asked, (await second).asked], [1, 2]);
  });

  it("Collector with cacheSeconds keeps copies: what the source does to its points afterwards is not seen", async () => {
    const { registry } = cached();
    const point = { labels: {}, value: 1 };
    registry.register({ collect: () => [{ type: "gauge", name: "depth", help: "Test.", points: [point] }] }, {
      cacheSeconds: 60,
    });
    await registry.gather();
    point.value = 2;
    const depth = (await registry.gather()).filter(({ name }) => name === "depth");
    assertEquals(plain(depth), [{ type: "gauge", name: "depth", points: [{ labels: {}, value: 1 }] }]);
  });

  it("Collector with cacheSeconds may report at once", async () => {
    const clock = new ManualClock();
    const registry = new Registry({ clock });
    let asked = 0;
    registry.register({ collect: () => (asked++, []) }, { cacheSeconds: 60 });
    await registry.gather();
    await registry.gather();
    assertEquals(asked, 1);
  });

  for (const cacheSeconds of [-1, NaN]) {
    it(`Registry.register() rejects to keep results for ${cacheSeconds} seconds`, () => {
      const message = `Cannot register collector "tested": cacheSeconds must be >= 0, current value is ${cacheSeconds}`;
      assertThrows(() => cached({ cacheSeconds }), RangeError, message);
    });
  }

  it("Registry.register() rejects to keep results in two ways", () => {
    const options = { cacheSeconds: 1, refreshSeconds: 1 };
    assertThrows(() => cached(options), TypeError, "cacheSeconds and refreshSeconds cannot both be set");
  });
});
