import { describe, it } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { Poller, type PollerOptions } from "../../../../src/app/landing/client/poller.ts";

/** A poller whose time passes only when it is told to. */
class Bench {
  readonly poller: Poller<number>;
  readonly log: unknown[] = [];
  waitMs: number | undefined;
  nowMs = 0;
  #answers = 0;
  #call: () => void = () => {};

  constructor(options: Partial<PollerOptions<number>> = {}) {
    this.poller = new Poller({
      ask: () => Promise.resolve(++this.#answers),
      onAnswer: (answer) => this.log.push(answer),
      onState: ({ kind }) => this.log.push(kind),
      later: (call, ms) => {
        this.#call = call;
        this.waitMs = ms;
        return () => this.waitMs = undefined;
      },
      now: () => this.nowMs,
      ...options,
    });
  }

  /** Lets the time pass until the poller asks again, and has its answer. */
  async pass(): Promise<void> {
    this.#call();
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

describe("Poller", () => {
  it("asks when it is started, and every five seconds then", async () => {
    const bench = new Bench();
    bench.poller.start();
    bench.poller.start();
    await settle();
    assertEquals([bench.log, bench.waitMs], [["live", 1], 5000]);
    await bench.pass();
    assertEquals([bench.log, bench.waitMs], [["live", 1, "live", 2], 5000]);
  });

  it("asks less often who answers slowly", async () => {
    for (const [tookMs, waitMs] of [[100, 5000], [1000, 20_000], [30_000, 60_000]] as const) {
      const bench: Bench = new Bench({
        ask: () => {
          bench.nowMs += tookMs;
          return Promise.resolve(0);
        },
      });
      bench.poller.start();
      await settle();
      assertEquals(bench.waitMs, waitMs);
    }
  });

  it("asks less and less often who does not answer, until one does", async () => {
    let isBroken = true;
    const waits: unknown[] = [];
    const bench: Bench = new Bench({
      ask: () => isBroken ? Promise.reject(new Error("HTTP status 503")) : Promise.resolve(0),
      onState: (state) => waits.push(state.kind === "unreachable" ? [state.reason, state.waitMs] : state.kind),
    });
    bench.poller.start();
    await settle();
    for (let i = 0; i < 5; i++) await bench.pass();
    assertEquals(waits, [5, 10, 20, 40, 60, 60].map((seconds) => ["HTTP status 503", seconds * 1000]));
    isBroken = false;
    await bench.pass();
    assertEquals([waits.at(-1), bench.waitMs], ["live", 5000]);
  });

  it("does not ask while it is paused, unless it is told to", async () => {
    const bench = new Bench();
    bench.poller.start();
    await settle();
    bench.poller.pause();
    assertEquals([bench.log, bench.waitMs], [["live", 1, "paused"], undefined]);
    await bench.poller.askNow();
    assertEquals([bench.log.slice(3), bench.waitMs], [["paused", 2], undefined]);
    bench.poller.start();
    await settle();
    assertEquals([bench.log.slice(5), bench.waitMs], [["live", 3], 5000]);
  });

  it("stays paused when it is paused while it asks", async () => {
    const bench = new Bench();
    bench.poller.start();
    bench.poller.pause();
    await settle();
    assertEquals([bench.log, bench.waitMs], [["paused", "paused", 1], undefined]);
  });

  it("goes on when it is started again while it asks", async () => {
    const bench = new Bench();
    bench.poller.start();
    bench.poller.pause();
    bench.poller.start();
    await settle();
    assertEquals([bench.log, bench.waitMs], [["paused", "live", 1], 5000]);
  });

  it("asks once at a time", async () => {
    const bench = new Bench();
    await Promise.all([bench.poller.askNow(), bench.poller.askNow()]);
    assertEquals(bench.log, ["paused", 1]);
  });

  it("does not take a fault of the page for one of the exporter, and can ask again", async () => {
    const bench = new Bench({
      onAnswer() {
        throw new RangeError("fault");
      },
    });
    for (let i = 0; i < 2; i++) await assertRejects(() => bench.poller.askNow(), RangeError, "fault");
    assertEquals(bench.log, ["paused", "paused"]);
  });
});
