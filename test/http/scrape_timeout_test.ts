import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { scrapeTimeoutMs } from "../../src/http/scrape_request.ts";

describe("scrapeTimeoutMs()", () => {
  const timeouts: readonly (readonly [header: string | null, offsetSeconds: number, ms: number])[] = [
    ["10", 0.5, 9500],
    ["10", 0, 10_000],
    ["0.5", 0.25, 250],
    ["1e1", 0.5, 9500],
    [" 10 ", 0.5, 9500],
    ["1", 0.75, 500],
    ["0.5", 0.5, 250],
    ["0.5", 100, 250],
    [null, 0.5, Infinity],
    ["", 0.5, Infinity],
    [" ", 0.5, Infinity],
    ["0", 0.5, Infinity],
    ["-1", 0.5, Infinity],
    ["10s", 0.5, Infinity],
    ["NaN", 0.5, Infinity],
    ["Infinity", 0.5, Infinity],
    ["10, 10", 0.5, Infinity],
  ];
  for (const [header, offsetSeconds, ms] of timeouts) {
    it(`scrapeTimeoutMs() reads ${JSON.stringify(header)} less ${offsetSeconds} as ${ms} ms`, () => {
      assertEquals(scrapeTimeoutMs(header, offsetSeconds), ms);
    });
  }
});
