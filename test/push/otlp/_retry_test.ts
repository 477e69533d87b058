import { describe, it } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { type RetryOptions, withRetries } from "../../../src/push/otlp/_retry.ts";
import { PushError } from "../../../src/push/push_error.ts";
import { ManualClock } from "../../support/manual_clock.ts";

/** Fails with each error in turn, and returns what was waited for. */
async function waitsOf(
  errors: readonly Error[],
  { maxAttempts = 20, deadlineMs = 600_000, random = () => 1 }: Partial<RetryOptions> = {},
): Promise<{ readonly waits: readonly number[]; readonly error: unknown }> {
  const clock = new ManualClock();
  const waits: number[] = [];
  const left = [...errors];
  const push = () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve() : Promise.reject(error);
  };
  const wait = (ms: number) => {
    waits.push(ms);
    clock.elapsedMs += ms;
    return Promise.resolve();
  };
  const error = await withRetries(push, { maxAttempts, deadlineMs, clock, random, wait }).catch((error) => error);
  return { waits, error };
}

function status(status?: number, retryAfterMs?: number): PushError {
  return new PushError("no", { status, retryAfterMs });
}

describe("withRetries()", () => {
  it("waits longer each time, with jitter", async () => {
    const errors = Array.from({ length: 7 }, () => status(503));
    assertEquals((await waitsOf(errors)).waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    assertEquals((await waitsOf(errors, { random: () => 0 })).waits, [500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it("waits as long as the receiver asks", async () => {
    assertEquals((await waitsOf([status(429, 7000), status(503, 0)])).waits, [7000, 0]);
  });

  it("repeats what may succeed later, and nothing else", async () => {
    for (const retryable of [undefined, 429, 502, 503, 504]) {
      assertEquals((await waitsOf([status(retryable)])).waits.length, 1, String(retryable));
    }
    const fatal = [status(400), status(401), status(413), status(500), new TypeError("a mistake")];
    for (const error of fatal) assertEquals(await waitsOf([error]), { waits: [], error });
  });

  it("gives up after its attempts, or when the deadline would pass", async () => {
    const errors = [status(503), status(502), status(504)];
    assertEquals(await waitsOf(errors, { maxAttempts: 2 }), { waits: [1000], error: errors[1] });
    assertEquals(await waitsOf(errors, { deadlineMs: 2999 }), { waits: [1000], error: errors[1] });
    const late = status(503, 60_001);
    assertEquals(await waitsOf([late], { deadlineMs: 60_000 }), { waits: [], error: late });
  });

  it("ends at once with the reason of its signal", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const options = { maxAttempts: 5, deadlineMs: 1e6, signal: controller.signal };
    const pushing = withRetries(() => Promise.reject(status(503, 100_000)), options);
    setTimeout(() => controller.abort(reason), 1);
    assertEquals(await assertRejects(() => pushing), reason);
  });
});
