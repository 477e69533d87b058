import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import type { CollectorOptions } from "../../src/registry/collector_options.ts";
import { Registry } from "../../src/registry/registry.ts";
import { CountedSource } from "../support/counted_source.ts";
import { within } from "../support/within.ts";

const SCRAPES = 1000;
const LIMIT_MS = 20_000;

describe("A thousand scrapes at once of a collector that hangs", () => {
  const ways: Readonly<Record<string, CollectorOptions>> = {
    "of a plain collector": {},
    "of one with cacheSeconds": { cacheSeconds: 60 },
    "of one with refreshSeconds": { refreshSeconds: 60 },
  };
  for (const [what, options] of Object.entries(ways)) {
    it(`metricsHandler() answers all ${what}, and leaves no timer behind`, async () => {
      const { setTimeout, clearTimeout } = globalThis;
      const timers = new Set<unknown>();
      Object.assign(globalThis, {
        setTimeout: (callback: () => void, ms: number) => {
          const timer = setTimeout(() => (timers.delete(timer), callback()), ms);
          timers.add(timer);
          return timer;
        },
        clearTimeout: (timer: ReturnType<typeof setTimeout>) => {
          timers.delete(timer);
          clearTimeout(timer);
        },
      });
      using registry = new Registry();
      const source = new CountedSource();
      source.close();
      registry.register(source, { ...options, timeoutMs: 200 });
      registry.gauge({ name: "healthy", help: "Test." }).set(1);
      const handle = metricsHandler(registry);
      const headers = { "x-prometheus-scrape-timeout-seconds": "0.1" };
      const scrape = async () => {
        const response = await handle(new Request("http://localhost/metrics", { headers }));
        const text = await response.text();
        return `${response.status} ${text.match(/^healthy .*|^webprom_collector_success.*/gm)}`;
      };
      try {
        const texts = await within(LIMIT_MS, Promise.all(Array.from({ length: SCRAPES }, scrape)));
        assertEquals([...new Set(texts)], ['200 healthy 1,webprom_collector_success{collector="tested"} 0']);
        assertEquals(source.asked, 1);
        registry[Symbol.dispose]();
        // A shared collection goes on for those to come, until its own deadline.
        assertEquals(timers.size <= (options === ways["of a plain collector"] ? 0 : 1), true, `${timers.size}`);
      } finally {
        Object.assign(globalThis, { setTimeout, clearTimeout });
      }
    });
  }
});
