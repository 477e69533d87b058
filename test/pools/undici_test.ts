import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { undiciCollector, type UndiciDispatcher } from "@webprom/exporter/pools";
import { samplesOf } from "./_samples.ts";

const poolStats = { connected: 4, free: 1, pending: 5, queued: 2, running: 3, size: 8 };
const clientStats = { connected: true, pending: 1, running: 1, size: 2 };

function dispatcher(stats: object): UndiciDispatcher & { stats: object } {
  return { dispatch: () => false, stats };
}

describe("undiciCollector()", () => {
  it("reports connections and requests of a pool", async () => {
    assertEquals(await samplesOf(undiciCollector(dispatcher(poolStats))), [
      "undici_connections 4",
      "undici_connections_free 1",
      'undici_requests{state="pending"} 5',
      'undici_requests{state="running"} 3',
      "undici_requests_queued 2",
    ]);
  });

  it("omits what a client lacks", async () => {
    assertEquals(await samplesOf(undiciCollector(dispatcher(clientStats))), [
      "undici_connections 1",
      'undici_requests{state="pending"} 1',
      'undici_requests{state="running"} 1',
    ]);
  });

  it("reports each origin of an agent, and those above the limit together", async () => {
    const agent = dispatcher({ "http://a": poolStats, "http://b": clientStats, "http://c": poolStats });
    const connections = async (maxOrigins?: number) =>
      (await samplesOf(undiciCollector({ agent }, { maxOrigins }))).filter((line) => /^undici_conn/.test(line));
    assertEquals(await connections(), [
      'undici_connections{dispatcher="agent",origin="http://a"} 4',
      'undici_connections{dispatcher="agent",origin="http://b"} 1',
      'undici_connections{dispatcher="agent",origin="http://c"} 4',
      'undici_connections_free{dispatcher="agent",origin="http://a"} 1',
      'undici_connections_free{dispatcher="agent",origin="http://c"} 1',
    ]);
    assertEquals(await connections(1), [
      'undici_connections{dispatcher="agent",origin="_overflow"} 5',
      'undici_connections{dispatcher="agent",origin="http://a"} 4',
      'undici_connections_free{dispatcher="agent",origin="_overflow"} 1',
      'undici_connections_free{dispatcher="agent",origin="http://a"} 1',
    ]);
    assertEquals((await connections(0))[0], 'undici_connections{dispatcher="agent",origin="_overflow"} 9');
  });

  it("reports nothing of dispatchers without numbers, such as an agent without origins or a proxy", async () => {
    const broken = {
      dispatch: () => false,
      get stats(): object {
        throw new Error("closed");
      },
    };
    assertEquals(
      await samplesOf(undiciCollector({ new: dispatcher({}), proxy: { dispatch: () => false }, broken })),
      [],
    );
  });

  it("rejects what is not a dispatcher, and a wrong limit", () => {
    assertThrows(() => undiciCollector({ a: {} as UndiciDispatcher }), TypeError, 'must have a member "dispatch"');
    for (const maxOrigins of [-1, 1.5, NaN]) {
      assertThrows(() => undiciCollector({}, { maxOrigins }), RangeError, `current value is ${maxOrigins}`);
    }
  });
});
