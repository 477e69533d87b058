import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals } from "@std/assert";
import { Flights } from "../../src/http/_flights.ts";
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

function flightsOf(gatherer: Gatherer, options: { coalesceMs?: number; onError?: GatherOptions["onError"] } = {}) {
  const clock = new ManualClock();
  return { clock, flights: new Flights(gatherer, { coalesceMs: 1000, clock, onError: () => {}, ...options }) };
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

describe("Flights", () => {
  it("Flights.gather() gathers once for all who come within a time", async () => {
    const gatherer = new Waiting();
    const { clock, flights } = flightsOf(gatherer);
    const first = flights.gather(client(), Infinity);
    clock.elapsedMs = 999;
    const second = flights.gather(client(), Infinity);
    gatherer.goOn();

    assertStrictEquals((await first)?.families, (await second)?.families);
    assertEquals(gatherer.calls.length, 1);
  });

  it("Flights.gather() gathers again for those who come later", async () => {
    const gatherer = new Waiting();
    const { clock, flights } = flightsOf(gatherer);
    const first = flights.gather(client(), Infinity);
    const goOn = gatherer.goOn;
    clock.elapsedMs = 1000;
    const second = flights.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 2);
    goOn();
    gatherer.goOn();
    await Promise.all([first, second]);

    const third = flights.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 3);
    gatherer.goOn();
    await third;
  });

  it("Flights.gather() never shares where that is not wanted", () => {
    const gatherer = new Waiting();
    const { flights } = flightsOf(gatherer, { coalesceMs: 0 });
    void flights.gather(client(), Infinity);
    void flights.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 2);
  });

  it("Flights.gather() shares only what ends in time", () => {
    const gatherer = new Waiting();
    const { flights, clock } = flightsOf(gatherer);
    void flights.gather(client(), Infinity);
    void flights.gather(client(), 2 ** 40);
    assertEquals(gatherer.calls.length, 2);
    clock.elapsedMs = 10;
    void flights.gather(client(), 2 ** 40);
    void flights.gather(client(), Infinity);
    assertEquals(gatherer.calls.length, 2);
  });

  it("Flights.gather() goes on for the others when a client goes away", async () => {
    const gatherer = new Waiting();
    const { flights } = flightsOf(gatherer);
    const [leaver, stayer] = [client(), client()];
    const left = flights.gather(leaver, Infinity);
    const stayed = flights.gather(stayer, Infinity);
    leaver.abort();

    assertEquals(await within(LIMIT_MS, left), undefined);
    assertEquals(gatherer.reasons, []);
    gatherer.goOn();
    assertEquals((await stayed)?.families?.map(({ name }) => name), ["gather_1"]);
  });

  it("Flights.gather() ends when all clients have gone, and is not shared then", async () => {
    const gatherer = new Waiting();
    const { flights } = flightsOf(gatherer);
    const clients = [client(), client()];
    const lefts = clients.map((client) => flights.gather(client, Infinity));
    for (const client of clients) client.abort();
    const ended = new Promise<void>((resolve) => {
      gatherer.calls[0]?.signal?.addEventListener("abort", () => {
        void flights.gather(client(), Infinity);
        resolve();
      });
    });

    assertEquals(await within(LIMIT_MS, Promise.all(lefts)), [undefined, undefined]);
    await within(LIMIT_MS, ended);
    assertEquals(gatherer.reasons, ["AbortError"]);
    assertEquals(gatherer.calls.length, 2);
  });

  it("Flights.gather() finds out that a client goes who came when others were already watched", async () => {
    const gatherer = new Waiting();
    const { flights } = flightsOf(gatherer);
    const [first, second] = [client(), client()];
    const left = flights.gather(first, Infinity);
    void flights.gather(client(), Infinity);
    first.abort();
    await within(LIMIT_MS, left);
    const lately = flights.gather(second, Infinity);
    second.abort();

    assertEquals(await within(LIMIT_MS, lately), undefined);
    assertEquals(gatherer.calls.length, 1);
  });

  it("Flights.gather() ends at its deadline, with what there is", async () => {
    const gatherer = new Waiting();
    const { flights } = flightsOf(gatherer);
    const gathered = await within(LIMIT_MS, flights.gather(client(), 1));

    assertEquals(gathered?.families?.map(({ name }) => name), ["gather_1"]);
    assertEquals(gatherer.reasons, ["TimeoutError"]);
  });

  it("Flights.gather() reads no signal of a client where the gatherer does not wait", async () => {
    const { flights } = flightsOf({ gather: () => Promise.resolve([]) });
    assertEquals(await flights.gather(untouchable, 10_000), { families: [], failures: [] });
  });

  it("Flights.gather() reads no signal of a client where the gatherer waits a little", async () => {
    const { flights } = flightsOf({
      gather: async ({ signal } = {}) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        assertEquals(signal?.aborted, false);
        return [];
      },
    });
    assertEquals(await flights.gather(untouchable, 10_000), { families: [], failures: [] });
  });

  it("Flights.gather() gives a gatherer the signal also when it copies its options", async () => {
    const gatherer = new Waiting();
    const { flights } = flightsOf({ gather: (options) => gatherer.gather({ ...options }) });
    await within(LIMIT_MS, flights.gather(client(), 1));
    assertEquals(gatherer.reasons, ["TimeoutError"]);
  });

  it("Flights.gather() tells of failures once, and to all who wait", async () => {
    const told: unknown[] = [];
    const { flights } = flightsOf({
      gather: (options) => {
        options?.onError?.("broken", "tested");
        return Promise.resolve([]);
      },
    }, { onError: (error, collector) => told.push([error, collector]) });
    const [one, other] = await Promise.all([flights.gather(client(), Infinity), flights.gather(client(), Infinity)]);

    assertEquals(one, { families: [], failures: ["broken"] });
    assertEquals(other, one);
    assertEquals(told, [["broken", "tested"]]);
  });

  for (const [what, gather] of Object.entries({ throws: () => fail(), rejects: () => Promise.reject("broken") })) {
    it(`Flights.gather() tells of a gatherer that ${what} once, and to all who wait`, async () => {
      const told: unknown[] = [];
      const { flights } = flightsOf({ gather }, { onError: (error, collector) => told.push([error, collector]) });
      const [one, other] = await Promise.all([flights.gather(client(), Infinity), flights.gather(client(), Infinity)]);

      assertEquals(one, { families: undefined, failures: ["broken"] });
      assertEquals(other, one);
      assertEquals(told, [["broken", "gatherer"]]);
    });
  }

  it("Flights.gather() survives a hook that throws", async () => {
    const { flights } = flightsOf({ gather: fail }, { onError: fail });
    assertEquals(await flights.gather(client(), Infinity), { families: undefined, failures: ["broken"] });
  });
});

function fail(): never {
  throw "broken";
}
