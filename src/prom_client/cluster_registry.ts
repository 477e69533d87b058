import { builtinModule } from "./_builtin.ts";
import { checkRegistries, combinedText, snapshots } from "./_contributions.ts";
import { type Message, MESSAGES, Requests } from "./_requests.ts";
import { aggregateMetrics } from "./aggregators.ts";
import { Registry } from "./registry.ts";
import type { MetricObjectWithValues, RegistryContentType } from "./types.ts";

/** The part of a worker of `node:cluster` that is used here. */
interface Worker {
  readonly id: number;
  isConnected(): boolean;
  send(message: Message): void;
}

/** The part of `node:cluster` that is used here. */
interface Cluster {
  readonly isPrimary: boolean;
  readonly workers?: Readonly<Record<string, Worker | undefined>>;
  on(event: "message", listener: (worker: Worker, message: Message) => void): void;
  on(event: "disconnect", listener: (worker: Worker) => void): void;
}

/** The part of `process` that is used here. */
interface Process {
  readonly connected?: boolean;
  send?(message: Message): void;
  on(event: "message", listener: (message: Message) => void): void;
}

/**
 * Combines the metrics of all processes of a `node:cluster`. Create one in the primary and in each worker; the primary calls
 * `clusterMetrics()`.
 *
 * @example Combine the metrics of a cluster
 * ```ts
 * import { ClusterRegistry, Counter, Registry } from "@webprom/exporter/prom-client";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * new Counter({ name: "jobs", help: "Jobs.", registers: [registry] }).inc(2);
 * ClusterRegistry.setRegistries(registry);
 *
 * assertStringIncludes(await new ClusterRegistry().clusterMetrics(), "jobs 2");
 * ```
 */
export class ClusterRegistry<T extends RegistryContentType = RegistryContentType> extends Registry<T> {
  /**
   * Connects the process with the others.
   *
   * @param contentType Content type of the combined text
   * @throws {TypeError} If it is not one of the two
   */
  constructor(contentType?: T | RegistryContentType) {
    super(contentType);
    connect();
  }

  /**
   * Sets the registries whose metrics the process contributes.
   *
   * @param registries The registries; the default is `register`
   * @throws {TypeError} If one is not a registry
   */
  static setRegistries(registries: Registry | readonly Registry[]): void {
    contributed = checkRegistries(registries);
  }

  /**
   * Asks all workers for their metrics, and combines them with those of the primary.
   *
   * @returns The text of the combined metrics
   * @throws {Error} If a worker fails, or does not answer within 5 s
   */
  clusterMetrics(): Promise<string> {
    return requests.run(() => this.#combine());
  }

  /**
   * Prepares the end of the process: a worker sends its sums to the primary, which adds them to all later results; the primary
   * waits for `clusterMetrics()`.
   *
   * @param timeoutMs Time to wait for the primary, in milliseconds
   * @throws {Error} If the primary does not answer in time
   */
  async shutdown(timeoutMs = 5000): Promise<void> {
    if (await requests.settled() || builtinModule<Cluster>("node:cluster")?.isPrimary !== false) return;
    await requests.run(async () => {
      const metrics = await snapshots(contributed, "sum");
      const goodbye = (requestId: number) => post({ type: MESSAGES.goodbye, requestId, metrics });
      return await requests.send([PRIMARY], goodbye, timeoutMs);
    });
  }

  async #combine(): Promise<string> {
    const connected = [...workers.values()].filter((worker) => worker.isConnected()).sort((one, other) =>
      one.id - other.id
    );
    const before = retired;
    const [own, others] = await Promise.all([
      snapshots(contributed),
      requests.send(connected.map(({ id }) => id), (requestId) => {
        for (const worker of connected) worker.send({ type: MESSAGES.request, requestId });
      }),
    ]);
    return await combinedText([before, ...own, ...others], this.contentType);
  }
}

/** ID of the primary in {@linkcode requests} of a worker. Workers have positive IDs. */
const PRIMARY = 0;

const requests = new Requests<number>();
const workers = new Map<number, Worker>();
/** Sums of the workers that have ended. */
let retired: readonly MetricObjectWithValues[] = [];
let contributed: readonly Registry[] | undefined;
let isConnected = false;

/** Starts to listen to the other processes; once only. */
function connect(): void {
  const cluster = builtinModule<Cluster>("node:cluster");
  if (isConnected || cluster === undefined) return;
  isConnected = true;
  if (!cluster.isPrimary) {
    ownProcess()?.on("message", answerPrimary);
    post({ type: MESSAGES.announcement });
    return;
  }
  cluster.on("message", takeFromWorker);
  cluster.on("disconnect", ({ id }) => {
    workers.delete(id);
    requests.forget(id);
  });
  for (const worker of Object.values(cluster.workers ?? {})) {
    if (worker?.isConnected()) worker.send({ type: MESSAGES.announcement });
  }
}

/** Handles a message from a worker, in the primary. */
function takeFromWorker(worker: Worker, message: Message): void {
  if (message?.type === MESSAGES.announcement) {
    workers.set(worker.id, worker);
  } else if (message?.type === MESSAGES.response) {
    requests.answer(worker.id, message);
  } else if (message?.type === MESSAGES.goodbye && workers.delete(worker.id)) {
    requests.forget(worker.id, message.metrics);
    retired = aggregateMetrics([retired, ...message.metrics ?? []]);
    worker.send({ type: MESSAGES.acknowledgement, requestId: message.requestId });
  }
}

/** Handles a message from the primary, in a worker. */
async function answerPrimary(message: Message): Promise<void> {
  if (message?.type === MESSAGES.announcement) {
    post({ type: MESSAGES.announcement });
  } else if (message?.type === MESSAGES.acknowledgement) {
    requests.answer(PRIMARY, message);
  } else if (message?.type === MESSAGES.request) {
    const { requestId } = message;
    try {
      post({ type: MESSAGES.response, requestId, metrics: await snapshots(contributed) });
    } catch (error) {
      post({ type: MESSAGES.response, requestId, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** Sends a message to the primary, if there still is a connection. */
function post(message: Message): void {
  const host = ownProcess();
  if (host?.connected === true) host.send?.(message);
}

function ownProcess(): Process | undefined {
  return (globalThis as unknown as { readonly process?: Process }).process;
}
