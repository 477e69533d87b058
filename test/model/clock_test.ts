import { test } from "node:test";
import { assert } from "@std/assert";
import { systemClock } from "../../src/model/clock.ts";

test("systemClock.now() reads milliseconds since the epoch", () => {
  const before = Date.now();
  const now = systemClock.now();
  assert(before <= now && now <= Date.now());
});

test("systemClock.monotonic() reads the clock that never goes back", () => {
  const before = performance.now();
  const elapsed = systemClock.monotonic();
  assert(before <= elapsed && elapsed <= performance.now());
});
