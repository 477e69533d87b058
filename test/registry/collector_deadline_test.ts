import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { ScrapeContext } from "../../src/model/collector.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { gaugeFamily } from "../support/families.ts";
import { registryWith, reported, scrape } from "../support/scrape.ts";

const never = new Promise<never>(() => {});

describe("Collector deadline", () => {
  it("Collector that is late is given up and told so", async () => {
    let signal: AbortSignal | undefined;
    const collect = (context: ScrapeContext) => {
      signal = context.signal;
      return never;
    };
    const { names, success, errors } = await scrape(registryWith(collect, 1));
    assertEquals(names, ["healthy", "instrument"]);
    assertEquals(success, { tested: 0, healthy: 1 });
    assertEquals(errors.map(([collector, { name }]) => [collector, name]), [["tested", "TimeoutError"]]);
    assertStringIncludes(errors[0]?.[1].message ?? "", '"tested": it did not finish within 1 ms');
    assertEquals(signal?.aborted, true);
    assertStrictEquals(signal?.reason, errors[0]?.[1]);
  });

  it("Collector that is a thenable has a deadline too", async () => {
    const { success } = await scrape(registryWith(() => ({ then: () => {} }) as never, 1));
    assertEquals(success, { tested: 0, healthy: 1 });
  });

  it("Collector that rejects after its deadline harms nobody", async () => {
    const collect = ({ signal }: ScrapeContext) =>
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("too late"))));
    const { errors } = await scrape(registryWith(collect, 1));
    assertEquals(errors.map(([, { name }]) => name), ["TimeoutError"]);
  });

  it("Collector that answers in time is not told to stop", async () => {
    let signal: AbortSignal | undefined;
    await scrape(registryWith((context) => {
      signal = context.signal;
      return Promise.resolve([]);
    }));
    assertEquals(signal?.aborted, false);
  });

  it("Collectors have a deadline each", async () => {
    const registry = registryWith(() => never, 1);
    registry.register({ name: "patient", collect: () => Promise.resolve([gaugeFamily("patient")]) }, {
      timeoutMs: 60_000,
    });
    const { names, success } = await scrape(registry);
    assertEquals(names, ["healthy", "instrument", "patient"]);
    assertEquals(success, { tested: 0, healthy: 1, patient: 1 });
  });

  it("Collector that has not answered is given up when the scraper leaves", async () => {
    const client = new AbortController();
    const registry = registryWith(() => never, 60_000);
    const scraping = scrape(registry, { signal: client.signal });
    client.abort(new Error("gone"));
    const { names, success, errors } = await scraping;
    assertEquals(names, ["healthy", "instrument"]);
    assertEquals(success, { tested: 0, healthy: 1 });
    assertEquals(errors.map(([collector, { message }]) => [collector, message]), [["tested", "gone"]]);
  });

  it("Collector is given up at once when the scraper has left before", async () => {
    const registry = registryWith(() => new Promise<never>(() => {}));
    const { success } = await scrape(registry, { signal: AbortSignal.abort() });
    assertEquals(success.tested, 0);
  });

  it("Collector that answers at once does not need the signal", async () => {
    const options = {
      get signal(): AbortSignal {
        throw new Error("The signal was read");
      },
    };
    const families = await registryWith(() => []).gather(options);
    assertEquals(reported(families, "webprom_collector_success"), { tested: 1, healthy: 1 });
  });

  it("Collector that has answered leaves no timer and no listener behind", async () => {
    const { setTimeout, clearTimeout } = globalThis;
    const { signal } = new AbortController();
    const pending = new Set<unknown>();
    const remember = (thing: unknown) => pending.add(thing);
    const forget = (thing: unknown) => pending.delete(thing);
    Object.assign(signal, {
      addEventListener: (_type: string, listener: unknown) => remember(listener),
      removeEventListener: (_type: string, listener: unknown) => forget(listener),
    });
    Object.assign(globalThis, { setTimeout: () => (remember("timer"), "timer"), clearTimeout: forget });
    const { promise, answer } = answerLater();
    const scraping = scrape(registryWith(() => promise), { signal });
    Object.assign(globalThis, { setTimeout });
    const before = pending.size;
    answer();
    await scraping;
    Object.assign(globalThis, { clearTimeout });
    assertEquals([before, pending.size], [2, 0]);
  });

  for (const timeoutMs of [0, -1, NaN, Infinity, 2 ** 31]) {
    it(`Registry.register() rejects a deadline of ${timeoutMs}, which no timer can keep`, () => {
      const message =
        `Cannot register collector "tested": timeoutMs must be > 0 and < 2 ** 31, current value is ${timeoutMs}`;
      assertThrows(() => registryWith(() => [], timeoutMs), RangeError, message);
    });
  }
});

function answerLater(): { promise: Promise<MetricFamily[]>; answer: () => void } {
  let answer = (): void => {};
  const promise = new Promise<MetricFamily[]>((resolve) => answer = () => resolve([]));
  return { promise, answer };
}
