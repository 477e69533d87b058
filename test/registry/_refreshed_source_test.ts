import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertThrows } from "@std/assert";
import { Registry } from "../../src/registry/registry.ts";
import { CountedSource } from "../support/counted_source.ts";
import { plain } from "../support/families.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { reported } from "../support/scrape.ts";
import { until } from "../support/until.ts";

/** A registry whose clock stands still, while its timers run. */
function refreshed(refreshSeconds = 0.001) {
  const clock = new ManualClock();
  const registry = new Registry({ clock });
  const source = new CountedSource();
  registry.register(source, { refreshSeconds });
  return { clock, registry, source };
}

async function scrape(registry: Registry) {
  const errors: string[] = [];
  const onError = (error: unknown) => errors.push((error as Error).message);
  const families = await registry.gather({ onError });
  const [asked] = plain(families.filter(({ name }) => name === "asked")) as { points: { value: number }[] }[];
  const success = reported(families, "webprom_collector_success").tested;
  const at = reported(families, "webprom_collector_last_refresh_timestamp_seconds").tested;
  return { asked: asked?.points[0]?.value, success, at, errors };
}

describe("Collector with refreshSeconds", () => {
  it("Collector with refreshSeconds is not asked before the first scrape, which waits for it", async () => {
    const { registry, source } = refreshed();
    assertEquals(source.asked, 0);
    using _ = registry;
    assertEquals((await scrape(registry)).asked, 1);
  });

  it("Collector with refreshSeconds is asked between scrapes", async () => {
    const { registry, source } = refreshed();
    using _ = registry;
    await scrape(registry);
    await until(() => source.asked >= 3);
    assertGreater((await scrape(registry)).asked ?? 0, 1);
  });

  it("Collector with refreshSeconds answers at once with the last result while it collects", async () => {
    const { clock, registry, source } = refreshed();
    using _ = registry;
    clock.wallMs = 7000;
    await scrape(registry);
    const open = source.close();
    const { asked } = source;
    await until(() => source.asked > asked);
    assertEquals(await scrape(registry), { asked, success: 1, at: 7, errors: [] });
    open();
  });

  it("Collector with refreshSeconds that fails leaves the last result, and tells that it failed", async () => {
    const { clock, registry, source } = refreshed();
    using _ = registry;
    clock.wallMs = 7000;
    await scrape(registry);
    const { asked } = await breakDown(source);
    clock.wallMs = 9000;
    await until(() => source.asked > asked + 2);
    const now = await scrape(registry);
    assertEquals([now.success, now.at, now.errors], [0, 7, ["broken"]]);
    assertEquals(now.asked, asked);
    source.isBroken = false;
    await until(async () => (await scrape(registry)).success === 1);
  });

  it("Collector with refreshSeconds that fails loses a result that is three times as old", async () => {
    const { clock, registry, source } = refreshed();
    using _ = registry;
    await scrape(registry);
    const { asked } = await breakDown(source);
    clock.elapsedMs = 3;
    await until(() => source.asked > asked + 2);
    const now = await scrape(registry);
    assertEquals([now.success, now.asked], [0, undefined]);
  });

  it("Collector with refreshSeconds is asked by scrapes where timers do not run", async () => {
    const { clock, registry, source } = refreshed(600);
    using _ = registry;
    await scrape(registry);
    // Three intervals, and the deadline of a collection that might be under way.
    clock.elapsedMs = 3 * 600_000 + 9_999;
    assertEquals((await scrape(registry)).asked, 1);
    clock.elapsedMs = 3 * 600_000 + 10_000;
    assertEquals((await scrape(registry)).asked, 2);
    assertEquals(source.asked, 2);
  });

  const endings: Readonly<Record<string, (registry: Registry, source: CountedSource) => void>> = {
    "Registry[Symbol.dispose]()": (registry) => registry[Symbol.dispose](),
    "Registry.unregister()": (registry, source) => registry.unregister(source),
    "Registry.clear()": (registry) => registry.clear(),
    "Registry.disable()": (registry) => registry.disable("tested"),
  };
  for (const [name, end] of Object.entries(endings)) {
    it(`${name} ends what a collector with refreshSeconds does between scrapes`, async () => {
      const timers = new Set<unknown>();
      const { setTimeout, clearTimeout } = globalThis;
      const { registry, source } = refreshed(600);
      let nextTimer = 1;
      Object.assign(globalThis, {
        setTimeout: () => (timers.add(nextTimer), nextTimer++),
        clearTimeout: (timer: unknown) => timers.delete(timer),
      });
      await registry.gather();
      const before = timers.size;
      end(registry, source);
      Object.assign(globalThis, { setTimeout, clearTimeout });
      assertEquals([before, timers.size], [1, 0]);
    });
  }

  it("Registry[Symbol.dispose]() while a collector is asked begins no timer when it has answered", async () => {
    const { registry, source } = refreshed();
    const open = source.close();
    const scraping = registry.gather();
    registry[Symbol.dispose]();
    open();
    await scraping;
    const { asked } = source;
    const other = refreshed();
    await scrape(other.registry);
    await until(() => other.source.asked >= 5); // as many intervals have passed
    other.registry[Symbol.dispose]();
    assertEquals(source.asked, asked);
  });

  it("Registry[Symbol.dispose]() leaves a registry that can be gathered again", async () => {
    const { registry } = refreshed(600);
    await scrape(registry);
    registry[Symbol.dispose]();
    assertEquals((await scrape(registry)).asked, 2);
    registry[Symbol.dispose]();
  });

  for (const refreshSeconds of [0, -1, NaN, 2 ** 31 / 1000]) {
    it(`Registry.register() rejects to refresh every ${refreshSeconds} seconds`, () => {
      assertThrows(() => refreshed(refreshSeconds), RangeError, "refreshSeconds must be > 0 and < 2 ** 31 / 1000");
    });
  }
});

/** Has a source fail from now on, and tells how often it has succeeded. */
async function breakDown(source: CountedSource): Promise<{ asked: number }> {
  const open = source.close();
  const before = source.asked;
  await until(() => source.asked > before);
  source.isBroken = true;
  open();
  return { asked: before };
}
