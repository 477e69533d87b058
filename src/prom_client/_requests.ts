import type { MetricObjectWithValues } from "./types.ts";

/** What `getMetricsAsJSON()` returned for each registry of one process or thread. */
export type Snapshots = readonly (readonly MetricObjectWithValues[])[];

/** Types of the messages between processes and between threads. They are those of the original, so both can be mixed. */
export const MESSAGES = {
  acknowledgement: "@prometheus-io/client:ack",
  announcement: "@prometheus-io/client:announcement",
  request: "@prometheus-io/client:getMetricsReq",
  response: "@prometheus-io/client:getMetricsRes",
  goodbye: "@prometheus-io/client:goodbye",
} as const;

/** A message between processes or threads. */
export interface Message {
  /** Type of the message. */
  readonly type?: string | undefined;
  /** Number of the request that it belongs to. */
  readonly requestId?: number | undefined;
  /** Metrics of the sender. */
  readonly metrics?: Snapshots | undefined;
  /** Why the sender has no metrics. */
  readonly error?: string | undefined;
  /** Channel of the sender, between threads. */
  readonly name?: string | undefined;
  /** Thread of the sender. */
  readonly threadId?: number | undefined;
  /** Whether the sender is the thread that combines the metrics of the others. */
  readonly primary?: boolean | undefined;
}

/** Time that a request waits for all answers. */
const TIMEOUT_MS = 5000;

interface OpenRequest<K> {
  readonly missing: Set<K>;
  readonly answers: Map<K, Snapshots>;
  readonly settle: PromiseWithResolvers<Snapshots>;
}

/** Requests that wait for the answers of other processes or threads. */
export class Requests<K> {
  readonly #open = new Map<number, OpenRequest<K>>();
  readonly #tasks = new Set<Promise<unknown>>();
  #count = 0;

  /**
   * Starts a task that {@linkcode settled} waits for.
   *
   * @param task Sends requests and uses the answers
   * @returns Its result
   */
  async run<T>(task: () => Promise<T>): Promise<T> {
    const result = task();
    this.#tasks.add(result);
    try {
      return await result;
    } finally {
      this.#tasks.delete(result);
    }
  }

  /**
   * Sends a request and waits until all have answered.
   *
   * @param ids Who must answer
   * @param send Sends the request with this number
   * @param timeoutMs Time to wait, in milliseconds
   * @returns All answers, in the order of `ids`
   * @throws {Error} If an answer is an error, or answers are missing after the timeout
   */
  async send(ids: readonly K[], send: (requestId: number) => void, timeoutMs: number = TIMEOUT_MS): Promise<Snapshots> {
    const requestId = this.#count++;
    const settle = withResolvers<Snapshots>();
    const request = { missing: new Set(ids), answers: new Map<K, Snapshots>(), settle };
    this.#open.set(requestId, request);
    const timer = setTimeout(() => {
      settle.reject(new Error(`Operation timed out. ${request.missing.size} outstanding responses.`));
    }, timeoutMs);
    try {
      send(requestId);
      this.#finish(request);
      await settle.promise;
      return ids.flatMap((id) => request.answers.get(id) ?? []);
    } finally {
      clearTimeout(timer);
      this.#open.delete(requestId);
    }
  }

  /** Takes an answer. One that came too late is ignored. */
  answer(id: K, { requestId = -1, metrics = [], error }: Message): void {
    const request = this.#open.get(requestId);
    if (request === undefined || !request.missing.delete(id)) return;
    if (error !== undefined) request.settle.reject(new Error(error));
    request.answers.set(id, metrics);
    this.#finish(request);
  }

  /**
   * Stops waiting for a process or thread that has ended.
   *
   * @param id Its ID
   * @param last Its last metrics, which open requests return as its answer
   */
  forget(id: K, last: Snapshots = []): void {
    for (const request of this.#open.values()) {
      if (!request.missing.delete(id)) continue;
      request.answers.set(id, last);
      this.#finish(request);
    }
  }

  /** Waits until all tasks have ended or failed. Returns `false` if there are none. */
  async settled(): Promise<boolean> {
    const tasks = [...this.#tasks];
    await Promise.allSettled(tasks);
    return tasks.length > 0;
  }

  #finish({ missing, settle }: OpenRequest<K>): void {
    if (missing.size === 0) settle.resolve([]);
  }
}

/** `Promise.withResolvers()`, which Node 20 does not have. */
interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((...args) => [resolve, reject] = args);
  promise.catch(() => {}); // the caller may wait for something else first
  return { promise, resolve, reject };
}
