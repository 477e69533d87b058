import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { type IoredisClient, ioredisCollector } from "@webprom/exporter/pools";
import { samplesOf } from "./_samples.ts";

const redis = { status: "ready", commandQueue: { length: 3 }, offlineQueue: { length: 0 } };

describe("ioredisCollector()", () => {
  it("reports the state and both queues of a client", async () => {
    assertEquals(await samplesOf(ioredisCollector(redis)), [
      "redis_client_commands_pending 3",
      "redis_client_commands_queued 0",
      'redis_client_status{redis_client_status="close"} 0',
      'redis_client_status{redis_client_status="connect"} 0',
      'redis_client_status{redis_client_status="connecting"} 0',
      'redis_client_status{redis_client_status="disconnecting"} 0',
      'redis_client_status{redis_client_status="end"} 0',
      'redis_client_status{redis_client_status="ready"} 1',
      'redis_client_status{redis_client_status="reconnecting"} 0',
      'redis_client_status{redis_client_status="wait"} 0',
    ]);
  });

  it("reports a cluster with its nodes", async () => {
    const nodes = [
      { ...redis, options: { host: "10.0.0.1", port: 7000 } },
      { status: "close", commandQueue: [], options: { host: "::1", port: 7001 } },
    ];
    const cluster = { status: "ready", offlineQueue: { length: 5 }, nodes: () => nodes };
    const lines = await samplesOf(ioredisCollector({ cluster, cache: redis }));
    assertEquals(lines.filter((line) => !line.startsWith("redis_client_status")), [
      'redis_client_commands_pending{client="cache"} 3',
      'redis_client_commands_pending{client="cluster"} 3',
      'redis_client_commands_queued{client="cache"} 0',
      'redis_client_commands_queued{client="cluster"} 5',
      'redis_cluster_node_commands_pending{client="cluster",node="10.0.0.1:7000"} 3',
      'redis_cluster_node_commands_pending{client="cluster",node="[::1]:7001"} 0',
      'redis_cluster_node_ready{client="cluster",node="10.0.0.1:7000"} 1',
      'redis_cluster_node_ready{client="cluster",node="[::1]:7001"} 0',
    ]);
  });

  it("has a state that is not known yet, and omits what a version lacks", async () => {
    const lines = await samplesOf(ioredisCollector({ status: "monitoring" }));
    assertEquals(lines.filter((line) => line.endsWith(" 1")), [
      'redis_client_status{redis_client_status="monitoring"} 1',
    ]);
    assertEquals(lines.filter((line) => line.includes("commands")), []);
  });

  it("omits the numbers of nodes without nodes, or if a cluster throws", async () => {
    const starting = { status: "connecting", nodes: () => [] };
    const broken = {
      status: "end",
      nodes() {
        throw new Error("closed");
      },
    };
    const lines = await samplesOf(ioredisCollector({ starting, broken }));
    assertEquals(lines.filter((line) => !line.startsWith("redis_client_status")), [
      'redis_client_commands_pending{client="starting"} 0',
    ]);
  });

  it("rejects what is not a client", () => {
    assertThrows(() => ioredisCollector({ a: {} as IoredisClient }), TypeError, 'must have a member "status"');
  });
});
