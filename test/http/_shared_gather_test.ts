import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals } from "@std/assert";
import { SharedGathers } from "../../src/http/_shared_gather.ts";
import type { Gatherer, GatherOptions } from "../../src/model/collector.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { gaugeFamily } from "../support/families.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { within } from "../support/within.ts";

const LIMIT_MS = 10_000;

/** A gatherer that waits until it is told to go on, or until its signal ends the wait. */
class Waiting implements Gatherer {
  readonly calls: GatherOptions[] = [];
  readonly reasons: string[] = [];
  goOn: () => void = () => {};

  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    this.calls.push(options);
    await new Promise<void>((resolve) => {
      this.goOn = resolve;
      options.signal?.addEventListener("abort", () => {
        this.reasons.push(options.signal?.reason.name);
        resolve();
      });
    });
    return [gaugeFamily(`gather_${this.calls.length}`)];
  }
}

function gathersOf(gatherer: Gatherer, options: { coalesceMs?: number; onError?: GatherOptions["onError"] } = {}) {
  const clock = new ManualClock();
  return { clock, gathers: new SharedGathers(gatherer, { coalesceMs: 1000, clock, onError: () => {}, ...options }) };
}

function client(): AbortController {
  return new AbortController();
}

/** Somebody whose signal nobody may read. */
const untouchable = {
  get signal(): AbortSignal {
    throw new Error("The signal was read");
  },
};

describe("SharedGathers", () => {
  it("SharedGathers.gather() gathers once for all who come within a time", async () => {
    const gatherer = new Waiting();
    const { clock, gathers } = gathersOf(gatherer);
    const first = gathers.gather(client(), Infinity);
    clock.elapsedMs = 999;
    const second = gathers.gather(client(), Infinity);
    gatherer.goOn();

    assertStrictEquals((await first)?.families, (await second)?.families);
    assertEquals(gatherer.calls.length, 1);
  });

  it("SharedGathers.gather() gathers again for those who come later", async () => {
    const gatherer = new Waiting();
    const { clock, gathers } = gathersOf(gatherer);
    const first = gathers.gather(client(), Infinity);
    const goOn = gatherer.goOn;
    clock.elapsedMs = 1000;
    const second = gathers.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 2);
    goOn();
    gatherer.goOn();
    await Promise.all([first, second]);

    const third = gathers.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 3);
    gatherer.goOn();
    await third;
  });

  it("SharedGathers.gather() never shares where that is not wanted", () => {
    const gatherer = new Waiting();
    const { gathers } = gathersOf(gatherer, { coalesceMs: 0 });
    void gathers.gather(client(), Infinity);
    void gathers.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 2);
  });

  it("SharedGathers.gather() shares only what ends in time", () => {
    const gatherer = new Waiting();
    const { gathers, clock } = gathersOf(gatherer);
    void gathers.gather(client(), Infinity);
    void gathers.gather(client(), 2 ** 40);
    assertEquals(gatherer.calls.length, 2);
    clock.elapsedMs = 10;
    void gathers.gather(client(), 2 ** 40);
    void gathers.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 2);
  });

  it("SharedGathers.gather() goes on for the others when a client goes away", async () => {
    const gatherer = new Waiting();
    const { gathers } = gathersOf(gatherer);
    const [leaver, stayer] = [client(), client()];
    const left = gathers.gather(leaver, Infinity);
    const stayed = gathers.gather(stayer, Infinity);
    leaver.abort();

    assertEquals(await within(LIMIT_MS, left), undefined);
    assertEquals(gatherer.reasons, []);
    gatherer.goOn();
    assertEquals((await stayed)?.families?.map(({ name }) => name), ["gather_1"]);
  });

  it("SharedGathers.gather() ends when all clients have gone, and is not shared then", async () => {
    const gatherer = new Waiting();
    const { gathers } = gathersOf(gatherer);
    const clients = [client(), client()];
    const lefts = clients.map((client) => gathers.gather(client, Infinity));
    for (const client of clients) client.abort();
    const ended = new Promise<void>((resolve) => {
      gatherer.calls[0]?.signal?.addEventListener("abort", () => {
        void gathers.gather(client(), Infinity);
        resolve();
      });
    });

    assertEquals(await within(LIMIT_MS, Promise.all(lefts)), [undefined, undefined]);
    await within(LIMIT_MS, ended);
    assertEquals(gatherer.reasons, ["AbortError"]);
    assertEquals(gatherer.calls.length, 2);
  });

  it("SharedGathers.gather() finds out that a client goes who came when others were already watched", async () => {
    const gatherer = new Waiting();
    const { gathers } = gathersOf(gatherer);
    const [first, second] = [client(), client()];
    const left = gathers.gather(first, Infinity);
    void gathers.gather(client(), Infinity);
    first.abort();
    await within(LIMIT_MS, left);
    const lately = gathers.gather(second, Infinity);
    second.abort();

    assertEquals(await within(LIMIT_MS, lately), undefined);
    assertEquals(gatherer.calls.length, 1);
  });

  it("SharedGathers.gather() ends at its deadline, with what there is", async () => {
    const gatherer = new Waiting();
    const { gathers } = gathersOf(gatherer);
    const gathered = await within(LIMIT_MS, gathers.gather(client(), 1));

    assertEquals(gathered?.families?.map(({ name }) => name), ["gather_1"]);
    assertEquals(gatherer.reasons, ["TimeoutError"]);
  });

  it("SharedGathers.gather() reads no signal of a client where the gatherer does not wait", async () => {
    const { gathers } = gathersOf({ gather: () => Promise.resolve([]) });
    assertEquals(await gathers.gather(untouchable, 10_000), { families: [], failures: [] });
  });

  it("SharedGathers.gather() reads no signal of a client where the gatherer waits a little", async () => {
    const { gathers } = gathersOf({
      gather: async ({ signal } = {}) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        assertEquals(signal?.aborted, false);
        return [];
      },
    });
    assertEquals(await gathers.gather(untouchable, 10_000), { families: [], failures: [] });
  });

  it("SharedGathers.gather() gives a gatherer the signal also when it copies its options", async () => {
    const gatherer = new Waiting();
    const { gathers } = gathersOf({ gather: (options) => gatherer.gather({ ...options }) });
    await within(LIMIT_MS, gathers.gather(client(), 1));
    assertEquals(gatherer.reasons, ["TimeoutError"]);
  });

  it("SharedGathers.gather() tells of failures once, and to all who wait", async () => {
    const told: unknown[] = [];
    const { gathers } = gathersOf({
      gather: (options) => {
        options?.onError?.("broken", "tested");
        return Promise.resolve([]);
      },
    }, { onError: (error, collector) => told.push([error, collector]) });
    const [one, other] = await Promise.all([gathers.gather(client(), Infinity), gathers.gather(client(), Infinity)]);

    assertEquals(one, { families: [], failures: ["broken"] });
    assertEquals(other, one);
    assertEquals(told, [["broken", "tested"]]);
  });

  for (const [what, gather] of Object.entries({ throws: () => fail(), rejects: () => Promise.reject("broken") })) {
    it(`SharedGathers.gather() tells of a gatherer that ${what} once, and to all who wait`, async () => {
      const told: unknown[] = [];
      const { gathers } = gathersOf({ gather }, { onError: (error, collector) => told.push([error, collector]) });
      const [one, other] = await Promise.all([gathers.gather(client(), Infinity), gathers.gather(client(), Infinity)]);

      assertEquals(one, { families: undefined, failures: ["broken"] });
      assertEquals(other, one);
      assertEquals(told, [["broken", "gatherer"]]);
    });
  }

  it("SharedGathers.gather() survives a hook that throws", async () => {
    const { gathers } = gathersOf({ gather: fail }, { onError: fail });
    assertEquals(await gathers.gather(client(), Infinity), { families: undefined, failures: ["broken"] });
  });
});

function fail(): never {
  throw "broken";
}
