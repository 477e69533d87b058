import { respond, type RespondOptions } from "../http/respond.ts";
import type { Gatherer } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { DeltaSender } from "../share/delta_sender.ts";
import { familiesOf } from "../share/metrics_aggregator.ts";

/** The part of a Durable Object namespace that is used here. */
export interface AggregatorNamespace {
  /** Returns the ID of a name. */
  idFromName(name: string): unknown;
  /** Returns access to an object. */
  get(id: never): { fetch(url: string, init?: RequestInit): Promise<Response> };
}

/** The part of a request's context that is used here. */
export interface WorkerContext {
  /** Keeps the isolate alive until a promise settles. */
  waitUntil(promise: Promise<unknown>): void;
}

/** Options of {@linkcode withMetrics}. */
export interface WithMetricsOptions extends RespondOptions {
  /** Name of the binding of the Durable Object. */
  readonly binding: string;
  /** Metrics of the isolate. */
  readonly registry: Gatherer;
  /**
   * Path that serves the metrics of all isolates; `undefined` serves nothing.
   *
   * @default {"/metrics"}
   */
  readonly path?: string | undefined;
  /**
   * Checks a request for the metrics, such as its bearer token. A request that is not allowed gets 401.
   *
   * @param request The request
   * @param env Bindings of the Worker
   * @returns Whether it is allowed
   */
  readonly authorize?: ((request: Request, env: never) => boolean | Promise<boolean>) | undefined;
  /**
   * Seconds between two frames of an isolate, from 1 to 25.
   *
   * @default {10}
   */
  readonly flushSeconds?: number | undefined;
  /**
   * Number of objects that share the families, by name, from 1 to 64. One object takes some hundred frames per second. Changing
   * it starts the totals again.
   *
   * @default {1}
   */
  readonly shards?: number | undefined;
}

/** A module of a Worker, or its default export: handlers of events by name. */
// deno-lint-ignore ban-types -- handlers have different arguments
type Handlers = { readonly [event: string]: Function | undefined };

/** A frame that has no answer after this long is sent again. */
const TIMEOUT_MS = 10_000;
/** Attempts to send a frame again while a request may keep the isolate alive, which is 30 s. */
const RETRIES = 2;
const RETRY_MS = 1000;

/**
 * Sends what the isolates of a Worker count to a Durable Object, and serves the metrics of all of them.
 *
 * @param worker Default export of the Worker: its handlers are wrapped
 * @param options Binding, registry, path
 * @returns The default export to use instead
 * @throws {RangeError} If a number is out of range
 */
export function withMetrics<W extends object>(worker: W, options: WithMetricsOptions): W & { fetch: WorkerFetch } {
  const { authorize, registry } = options;
  const path = "path" in options ? options.path : "/metrics";
  const reporter = new Reporter(options);

  async function serveMetrics(request: Request, env: Env): Promise<Response> {
    if (authorize !== undefined && !await authorize(request, env as never)) {
      return new Response("Unauthorized\n", { status: 401, headers: { "www-authenticate": "Bearer" } });
    }
    return await respond(await reporter.gather(env, registry), request, options);
  }
  const wrapped: Record<string, unknown> = {};
  for (const [event, handle] of Object.entries({ fetch: (worker as Handlers)["fetch"], ...worker as Handlers })) {
    if (typeof handle !== "function") continue;
    wrapped[event] = async (input: unknown, env: Env, context: WorkerContext) => {
      if (event === "fetch" && path !== undefined && new URL((input as Request).url).pathname === path) {
        return await serveMetrics(input as Request, env);
      }
      try {
        return await handle.call(worker, input, env, context);
      } finally {
        reporter.report(env, registry, context);
      }
    };
  }
  return wrapped as W & { fetch: WorkerFetch };
}

/** Handler of requests of a Worker. */
export type WorkerFetch = (request: Request, env: never, context: WorkerContext) => Promise<Response>;

type Env = Readonly<Record<string, unknown>>;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Sends frames of one isolate. */
class Reporter {
  readonly #binding: string;
  readonly #shards: number;
  readonly #flushMs: number;
  readonly #onError: WithMetricsOptions["onError"];
  #senders: readonly DeltaSender[] | undefined;
  /** Time at which the next frame is due. */
  #dueMs = 0;
  /** Time after which a timer that should have sent a frame is lost: the runtime may end it with its request. */
  #timerMs = 0;
  #sending: { readonly promise: Promise<boolean>; readonly sinceMs: number } | undefined;

  constructor({ binding, shards = 1, flushSeconds = 10, onError }: WithMetricsOptions) {
    if (!(Number.isInteger(shards) && shards >= 1 && shards <= 64)) {
      throw new RangeError(`Cannot send metrics: shards must be an integer from 1 to 64, current value is ${shards}`);
    }
    if (!(flushSeconds >= 1 && flushSeconds <= 25)) {
      throw new RangeError(`Cannot send metrics: flushSeconds must be from 1 to 25, current value is ${flushSeconds}`);
    }
    this.#binding = binding;
    this.#shards = shards;
    this.#flushMs = flushSeconds * 1000;
    this.#onError = onError;
  }

  /** Sends a frame if one is due, else lets the request wait until it is. */
  report(env: Env, registry: Gatherer, context: WorkerContext): void {
    const nowMs = Date.now();
    if (this.#dueMs === 0) this.#dueMs = nowMs + this.#flushMs;
    if (nowMs < this.#dueMs && nowMs < this.#timerMs) return;
    this.#timerMs = Math.max(this.#dueMs, nowMs) + 1000;
    context.waitUntil(this.#sendAfter(this.#dueMs - nowMs, env, registry));
  }

  /** Sends a frame later, and again if it fails: no other request may follow. */
  async #sendAfter(waitMs: number, env: Env, registry: Gatherer): Promise<void> {
    if (waitMs > 0) await sleep(waitMs);
    this.#timerMs = 0; // what is counted from now on needs another timer
    for (let attempt = 0; !await this.#send(env, registry) && attempt < RETRIES; attempt++) await sleep(RETRY_MS);
  }

  /** Sends a frame now, and gathers the metrics of all isolates. */
  async gather(env: Env, registry: Gatherer): Promise<readonly MetricFamily[]> {
    await this.#send(env, registry);
    const shards = await Promise.all(Array.from({ length: this.#shards }, async (_, shard) => {
      const response = await this.#object(env, shard).fetch("https://aggregator/");
      if (!response.ok) throw new Error(`Cannot gather metrics: the aggregator answers ${response.status}`);
      return familiesOf(new Uint8Array(await response.arrayBuffer()));
    }));
    const own = shards.slice(1).map((families) =>
      families.filter(({ name }) => !name.startsWith("webprom_aggregator_"))
    );
    return [...shards[0] ?? [], ...own.flat()].sort((one, other) => one.name < other.name ? -1 : 1);
  }

  /**
   * Sends what is due, and returns whether that succeeded. Only one frame is under way, unless its request has ended before there
   * was an answer.
   */
  #send(env: Env, registry: Gatherer): Promise<boolean> {
    const nowMs = Date.now();
    if (this.#sending !== undefined && nowMs - this.#sending.sinceMs < TIMEOUT_MS) return this.#sending.promise;
    this.#dueMs = nowMs + this.#flushMs;
    const promise = this.#sendNow(env, registry).then(() => true, (error: unknown) => {
      this.#onError?.(error, "aggregator");
      return false;
    }).finally(() => {
      if (this.#sending?.promise === promise) this.#sending = undefined;
    });
    this.#sending = { promise, sinceMs: nowMs };
    return promise;
  }

  async #sendNow(env: Env, registry: Gatherer): Promise<void> {
    // Workers have no random numbers outside of requests.
    const senders = this.#senders ??= Array.from({ length: this.#shards }, () => new DeltaSender(crypto.randomUUID()));
    const families = await registry.gather();
    await Promise.all(senders.map(async (sender, shard) => {
      const isRepeated = sender.isPending;
      const own = families.filter(({ name }) => this.#shardOf(name) === shard);
      await this.#sendFrame(env, sender, own, shard);
      if (isRepeated) await this.#sendFrame(env, sender, own, shard); // what was counted since then
    }));
  }

  async #sendFrame(env: Env, sender: DeltaSender, families: readonly MetricFamily[], shard: number): Promise<void> {
    const body = sender.take(families);
    if (body === undefined) return;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await this.#object(env, shard).fetch("https://aggregator/", { method: "POST", body, signal });
    if (!response.ok) throw new Error(`Cannot send metrics: ${(await response.text()).trim()}`);
    sender.confirm(body);
  }

  #object(env: Env, shard: number): ReturnType<AggregatorNamespace["get"]> {
    const namespace = env[this.#binding] as AggregatorNamespace | undefined;
    if (namespace === undefined) {
      throw new TypeError(
        `Cannot send metrics: there is no binding "${this.#binding}"; add it to durable_objects.bindings`,
      );
    }
    return namespace.get(namespace.idFromName(`webprom-${shard}-of-${this.#shards}`) as never);
  }

  #shardOf(name: string): number {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash, 31) + name.charCodeAt(i) | 0;
    return (hash >>> 0) % this.#shards;
  }
}
