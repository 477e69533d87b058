import { describe, it } from "node:test";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { pushEvery, type SendOptions, type Sink } from "@webprom/exporter/push";
import { valueOf } from "@webprom/exporter/testing";
import { until } from "../support/until.ts";

/** A sink that does what a test says at each push. */
class FakeSink implements Sink {
  readonly name = "fake";
  readonly signals: (AbortSignal | undefined)[] = [];
  isClosed = false;
  readonly #push: (count: number, signal: AbortSignal | undefined) => Promise<void>;

  constructor(push: (count: number, signal: AbortSignal | undefined) => Promise<void> = () => Promise.resolve()) {
    this.#push = push;
  }

  send(_gatherer: unknown, { signal }: SendOptions = {}): Promise<void> {
    this.signals.push(signal);
    return this.#push(this.signals.length, signal);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

describe("pushEvery()", () => {
  it("pushes again and again, and a last time when it is closed", async () => {
    const sink = new FakeSink();
    const loop = pushEvery(0.1, new Registry(), sink);
    await until(() => sink.signals.length >= 2);
    const before = sink.signals.length;
    await loop.close();
    await loop.close();
    assertEquals([sink.signals.length, sink.isClosed], [before + 1, true]);
    await new Promise((resolve) => setTimeout(resolve, 250));
    assertEquals(sink.signals.length, before + 1);
  });

  it("goes on after failures, and counts them", async () => {
    const errors: unknown[] = [];
    const sink = new FakeSink((count) => count === 1 ? Promise.reject(new Error("down")) : Promise.resolve());
    const registry = new Registry();
    const loop = pushEvery(0.1, registry, sink, {
      onError(error) {
        errors.push(error);
        throw new Error("a hook that fails");
      },
    });
    registry.register(loop);
    await until(() => sink.signals.length === 3);
    await loop.close();
    assertEquals(errors.map((error) => (error as Error).message), ["down"]);
    assertEquals(await valueOf(registry, "webprom_push_total", { target: "fake", outcome: "error" }), 1);
    const good = await valueOf(registry, "webprom_push_total", { target: "fake", outcome: "success" });
    assertEquals(good, sink.signals.length - 1);
    assert((await valueOf(registry, "webprom_push_last_success_timestamp_seconds", { target: "fake" }) ?? 0) > 1e9);
  });

  it("never overlaps, and ends a push that takes too long", async () => {
    let running = 0;
    const reasons: unknown[] = [];
    const sink = new FakeSink(async (_count, signal) => {
      assertEquals(++running, 1);
      await untilAborted(signal).finally(() => running--);
    });
    await using loop = pushEvery(0.1, new Registry(), sink, {
      timeoutSeconds: 0.15,
      closeTimeoutSeconds: 0.05,
      onError: (error) => reasons.push(error),
    });
    await until(() => reasons.length >= 2);
    assertEquals(reasons.map((error) => (error as Error).name).slice(0, 2), ["TimeoutError", "TimeoutError"]);
    await loop.close();
  });

  it("stops without a last push if its signal is aborted", async () => {
    const controller = new AbortController();
    const sink = new FakeSink((_count, signal) => untilAborted(signal));
    const errors: unknown[] = [];
    const options = { signal: controller.signal, onError: (error: unknown) => errors.push(error) };
    const loop = pushEvery(0.1, new Registry(), sink, options);
    await until(() => sink.signals.length === 1);
    controller.abort(new Error("enough"));
    await until(() => errors.length === 1);
    await loop.close();
    assertEquals([sink.signals.length, sink.isClosed], [1, true]);
  });

  it("rejects times that no timer can keep", () => {
    for (const seconds of [0, 0.05, -1, NaN, Infinity, 1e9]) {
      assertThrows(() => pushEvery(seconds, new Registry(), new FakeSink()), RangeError, "seconds must be >= 0.1");
    }
    assertThrows(
      () => pushEvery(1, new Registry(), new FakeSink(), { timeoutSeconds: 0 }),
      RangeError,
      "timeoutSeconds",
    );
  });
});
