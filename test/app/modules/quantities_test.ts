import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { parseDuration, parseSize, parseTimeout } from "../../../src/app/modules/quantities.ts";

test("parseDuration() reads durations as Prometheus writes them", () => {
  const durations = {
    "10s": 10_000,
    "1m30s": 90_000,
    "250ms": 250,
    "1h": 3_600_000,
    "1d12h": 129_600_000,
    "2w": 12096e5,
  };
  for (const [text, ms] of Object.entries({ ...durations, "1y": 31_536e6, "1s1ms": 1001 })) {
    assertEquals([text, parseDuration(text)], [text, ms]);
  }
});

test("parseDuration() rejects what Prometheus rejects, and no time at all", () => {
  for (const text of ["", "10", "s", "1.5s", "-1s", "1s1m", "1 s", "10S", "1us", "0", "0s", " 1s"]) {
    assertThrows(() => parseDuration(text), SyntaxError, "must be a duration such as 10s or 1m30s");
  }
});

test("parseTimeout() rejects what a timer cannot wait for", () => {
  assertEquals(parseTimeout("24d"), 2_073_600_000);
  assertThrows(() => parseTimeout("4w"), RangeError, "must be less than 25 days");
});

test("parseSize() reads sizes as Prometheus does", () => {
  const sizes = {
    "1B": 1,
    "512KB": 524_288,
    "1MB": 1_048_576,
    "1MiB": 1_048_576,
    "1.5GB": 1_610_612_736,
    "1 KB": 1024,
  };
  for (const [text, bytes] of Object.entries(sizes)) assertEquals([text, parseSize(text)], [text, bytes]);
});

test("parseSize() rejects what is no size, and no bytes at all", () => {
  for (const text of ["", "1", "MB", "-1MB", "1mb", "0B", "0.1B", "1e3B", "1PB"]) {
    assertThrows(() => parseSize(text), SyntaxError, "must be a size such as 512KB or 10MB");
  }
});
