import type { Collector } from "../model/collector.ts";
import { stateSetFamily } from "../model/families.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import {
  type LabelledPool,
  labelPools,
  lengthOf,
  memberOf,
  type OneOrNamed,
  type PoolGauge,
  readGauges,
} from "./_pools.ts";

/** The part of a `Redis` or `Cluster` of `ioredis` that is used here. The lengths of its queues have no public type. */
export interface IoredisClient {
  /** State of the connection. */
  readonly status: string;
}

/** All states of a client or cluster. */
const STATES: readonly string[] = [
  ...["wait", "connecting", "connect", "ready", "reconnecting", "disconnecting", "close", "end"],
];

/** Maximum number of nodes of a cluster that are read. */
const MAX_NODES = 1000;

const GAUGES: readonly PoolGauge<IoredisClient>[] = [
  {
    name: "redis_client_commands_pending",
    help: "Number of commands sent to Redis without a reply yet.",
    read: (client) =>
      nodesOf(client)?.map((node) => lengthOf(node, "commandQueue")).reduce(sum, 0) ??
        lengthOf(client, "commandQueue"),
  },
  {
    name: "redis_client_commands_queued",
    help: "Number of commands that wait until the Redis client is connected.",
    read: (client) => lengthOf(client, "offlineQueue"),
  },
  {
    name: "redis_cluster_node_commands_pending",
    help: "Number of commands sent to a node of the Redis cluster without a reply yet.",
    read: (client) =>
      nodesOf(client)?.map((node) => ({ labels: { node: nameOf(node) }, value: lengthOf(node, "commandQueue") })),
  },
  {
    name: "redis_cluster_node_ready",
    help: "Whether the connection to a node of the Redis cluster is ready (1) or not (0).",
    read: (client) =>
      nodesOf(client)?.map((node) => ({ labels: { node: nameOf(node) }, value: node.status === "ready" ? 1 : 0 })),
  },
];

/**
 * Creates a collector for clients of `ioredis`, also of clusters and of queues of BullMQ:
 *
 * - `redis_client_status`, a state set: the current state of the connection is 1, all others are 0
 * - `redis_client_commands_pending`: commands that were sent and not answered yet
 * - `redis_client_commands_queued`: commands that wait for a connection
 * - `redis_cluster_node_commands_pending` and `redis_cluster_node_ready` of each connected node of a cluster
 *
 * Several clients have a label `client`.
 *
 * @example Report a client
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { ioredisCollector } from "@webprom/exporter/pools";
 * import { assertStringIncludes } from "@std/assert";
 * import { Redis } from "ioredis";
 *
 * const cache = new Redis({ lazyConnect: true });
 * const registry = new Registry();
 * registry.register(ioredisCollector({ cache }));
 *
 * assertStringIncludes(await expose(registry), 'redis_client_commands_pending{client="cache"} 0\n');
 * ```
 *
 * @param clients A client, or several by name
 * @returns The collector
 * @throws {TypeError} If one of them is not a client
 */
export function ioredisCollector(clients: OneOrNamed<IoredisClient>): Collector {
  const labelled = labelPools({ library: "ioredis client", label: "client", member: "status" }, clients);
  return {
    name: "ioredis",
    *collect() {
      yield* readStates(labelled);
      yield* readGauges(GAUGES, labelled);
    },
  };
}

function* readStates(clients: readonly LabelledPool<IoredisClient>[]): Iterable<MetricFamily> {
  const points = clients.map(({ labels, pool: { status } }) => ({
    labels,
    states: Object.fromEntries([...STATES, status].map((state) => [state, state === status])),
  }));
  yield stateSetFamily("redis_client_status", "State of the connection of the Redis client.", points);
}

/** Returns the connections to the nodes of a cluster, or `undefined` of another client. */
function nodesOf(client: IoredisClient): readonly IoredisClient[] | undefined {
  const { nodes } = client as { nodes?(): readonly IoredisClient[] };
  return typeof nodes === "function" ? nodes.call(client).slice(0, MAX_NODES) : undefined;
}

function nameOf(node: IoredisClient): string {
  const { host, port } = memberOf(node, "options") as { readonly host?: string; readonly port?: number };
  return `${host?.includes(":") ? `[${host}]` : host}:${port}`;
}

function sum(one: unknown, other: unknown): unknown {
  return (one as number) + (other as number);
}
