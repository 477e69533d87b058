import { builtinModule } from "./_builtin.ts";
import { checkRegistries, combinedText, snapshots } from "./_contributions.ts";
import { type Message, MESSAGES, Requests } from "./_requests.ts";
import { aggregateMetrics } from "./aggregators.ts";
import { Registry } from "./registry.ts";
import type { MetricObjectWithValues, RegistryContentType } from "./types.ts";

/** The part of a `BroadcastChannel` that is used here. */
interface Channel {
  onmessage: ((event: { readonly data: Message }) => void) | null;
  postMessage(message: Message): void;
  close(): void;
  unref?(): void;
}

/** The part of `node:worker_threads` that is used here. */
interface Threads {
  readonly BroadcastChannel: new (name: string) => Channel;
  readonly isMainThread: boolean;
  readonly threadId: number;
}

/** Name of the channel that all threads listen to. */
const COMMON_CHANNEL = "@prometheus-io/client:announce";

/**
 * Combines the metrics of all worker threads of a process. Create one in the main thread and in each worker; the main thread calls
 * `workerMetrics()`. Its own metrics are not included.
 */
export class WorkerRegistry<T extends RegistryContentType = RegistryContentType> extends Registry<T> {
  /** Whether the thread combines the metrics of the others. */
  readonly primary: boolean;

  /**
   * Connects the thread with the others.
   *
   * @param contentType Content type of the combined text
   * @param primary Whether the thread combines the metrics of the others; by default, the main thread does
   * @throws {TypeError} If the content type is not one of the two
   */
  constructor(contentType?: T | RegistryContentType, primary?: boolean) {
    super(contentType);
    const threads = builtinModule<Threads>("node:worker_threads");
    this.primary = primary ?? threads?.isMainThread ?? true;
    if (threads !== undefined) connection ??= new Connection(threads, this.primary);
  }

  /** Returns the number of threads whose metrics are combined. */
  static workerCount(): number {
    return connection?.workers.size ?? 0;
  }

  /**
   * Sets the registries whose metrics the thread contributes.
   *
   * @param registries The registries; the default is `register`
   * @throws {TypeError} If one is not a registry
   */
  static setRegistries(registries: Registry | readonly Registry[]): void {
    contributed = checkRegistries(registries);
  }

  /**
   * Asks all worker threads for their metrics, and combines them.
   *
   * @returns The text of the combined metrics; empty without threads
   * @throws {Error} If a thread fails, or does not answer within 5 s
   */
  async workerMetrics(): Promise<string> {
    if (connection === undefined) return "";
    const { requests, retired } = connection;
    return await requests.run(async () =>
      await combinedText([retired, ...await connection?.ask() ?? []], this.contentType)
    );
  }

  /**
   * Prepares the end of the thread: a worker sends its sums to the main thread, which adds them to all later results; the main
   * thread waits for `workerMetrics()`.
   *
   * @param timeoutMs Time to wait for the main thread, in milliseconds
   * @throws {Error} If the main thread does not answer in time
   */
  async shutdown(timeoutMs = 5000): Promise<void> {
    if (connection === undefined || await connection.requests.settled() || this.primary) return;
    await connection.requests.run(async () => await connection?.leave(timeoutMs));
  }
}

let connection: Connection | undefined;
let contributed: readonly Registry[] | undefined;

/** Thread that combines the metrics, as the others address it in {@linkcode Requests}. */
const PRIMARY = "primary";

/** Connects a thread with all others. */
class Connection {
  /** Requests that wait for answers of other threads, by the name of their channel. */
  readonly requests = new Requests<string>();
  /** Channels of the workers by name, with their threads. */
  readonly workers = new Map<string, { readonly threadId: number; readonly channel: Channel }>();
  /** Sums of the workers that have ended. */
  retired: readonly MetricObjectWithValues[] = [];
  readonly #threads: Threads;
  readonly #common: Channel;
  readonly #own: Channel;
  readonly #name: string;

  constructor(threads: Threads, primary: boolean) {
    this.#threads = threads;
    this.#name = `@prometheus-io/client:worker:${threads.threadId}`;
    this.#common = this.#open(COMMON_CHANNEL, (message) => {
      if (message.type === MESSAGES.announcement) {
        if (primary) this.#addWorker(message);
        if (message.primary === true) this.#announce(false);
      } else if (message.type === MESSAGES.request) void this.#answer(message);
    });
    this.#own = this.#open(this.#name, (message) => {
      if (message.type === MESSAGES.acknowledgement) this.requests.answer(PRIMARY, message);
    });
    this.#announce(primary);
  }

  /** Asks all workers for their metrics, in the order of their threads. */
  ask(): ReturnType<Requests<string>["send"]> {
    const { threadId } = this.#threads;
    const names = [...this.workers].sort(([, one], [, other]) => one.threadId - other.threadId).map(([name]) => name);
    return this.requests.send(names, (requestId) => {
      if (names.length > 0) this.#common.postMessage({ type: MESSAGES.request, threadId, requestId });
    });
  }

  /** Sends the sums of the thread to the one that combines them. */
  async leave(timeoutMs: number): Promise<void> {
    const metrics = await snapshots(contributed, "sum");
    const { threadId } = this.#threads;
    await this.requests.send([PRIMARY], (requestId) => {
      this.#own.postMessage({ type: MESSAGES.goodbye, requestId, threadId, metrics });
    }, timeoutMs);
  }

  #addWorker({ name, threadId = 0, primary }: Message): void {
    if (name === undefined || primary === true || this.workers.has(name)) return;
    const channel = this.#open(name, (message) => {
      if (message.type === MESSAGES.response) this.requests.answer(name, message);
      else if (message.type === MESSAGES.goodbye && this.workers.delete(name)) {
        this.requests.forget(name, message.metrics);
        this.retired = aggregateMetrics([this.retired, ...message.metrics ?? []]);
        const { requestId } = message;
        channel.postMessage({ type: MESSAGES.acknowledgement, requestId, threadId: this.#threads.threadId });
        channel.close();
      }
    });
    this.workers.set(name, { threadId, channel });
  }

  async #answer({ requestId }: Message): Promise<void> {
    const { threadId } = this.#threads;
    try {
      const metrics = await snapshots(contributed);
      this.#own.postMessage({ type: MESSAGES.response, requestId, threadId, metrics });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#own.postMessage({ type: MESSAGES.response, requestId, threadId, error: message });
    }
  }

  #announce(primary: boolean): void {
    const { threadId } = this.#threads;
    this.#common.postMessage({ type: MESSAGES.announcement, name: this.#name, threadId, primary });
  }

  #open(name: string, receive: (message: Message) => void): Channel {
    const channel = new this.#threads.BroadcastChannel(name);
    channel.onmessage = ({ data }) => receive(data);
    channel.unref?.(); // it must not keep the process alive
    return channel;
  }
}
