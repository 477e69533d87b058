import type { Collector } from "../model/collector.ts";
import { byName, lengthOf, type OneOrNamed, property, Samples } from "./_samples.ts";

/** The part of a `Redis` or `Cluster` of `ioredis` that is read. */
export interface IoredisClient {
  /** State of the connection, such as `ready`. */
  readonly status: string;
  /**
   * Clients of all nodes, if this is a cluster.
   *
   * @param role Which nodes
   */
  nodes?(role?: "all"): readonly IoredisClient[];
}

const READY = {
  name: "ioredis_ready",
  help: "Whether a client of ioredis can send commands: 1 if its status is ready, else 0.",
};
const COMMANDS = {
  name: "ioredis_command_queue_length",
  help: "Commands that ioredis has sent and that have no reply yet.",
};
const OFFLINE = {
  name: "ioredis_offline_queue_length",
  help: "Commands that ioredis keeps until there is a connection.",
};

/**
 * Reports the connections and queues of clients of `ioredis`, for a cluster those of each node.
 *
 * @example Report a client
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { ioredisCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const redis = { status: "ready", commandQueue: [], offlineQueue: [] }; // new Redis()
 * const registry = new Registry();
 * registry.register(ioredisCollector({ cache: redis }));
 *
 * assertStringIncludes(await expose(registry), 'ioredis_ready{client="cache"} 1');
 * ```
 *
 * @param clients A client, or several by name: the value of the label `client`
 * @returns The collector
 */
export function ioredisCollector(clients: OneOrNamed<IoredisClient>): Collector {
  const all = byName(clients, (given) => typeof (given as Partial<IoredisClient>).status === "string");
  return {
    name: "ioredis",
    collect() {
      const samples = new Samples();
      for (const [name, client] of all) {
        addClient(samples, { client: name }, client);
        for (const node of client.nodes?.("all") ?? []) {
          addClient(samples, { client: name, node: addressOf(node) }, node);
        }
      }
      return samples.families();
    },
  };
}

function addClient(samples: Samples, labels: Readonly<Record<string, string>>, client: IoredisClient): void {
  samples.add(READY, labels, Number(client.status === "ready"));
  samples.add(COMMANDS, labels, lengthOf(client, "commandQueue"));
  samples.add(OFFLINE, labels, lengthOf(client, "offlineQueue"));
}

function addressOf(node: IoredisClient): string {
  const options = property(node, "options");
  return `${property(options, "host")}:${property(options, "port")}`;
}
