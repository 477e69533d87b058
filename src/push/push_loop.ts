/// <reference lib="esnext.disposable" preserve="true" />
import { type Clock, systemClock } from "../model/clock.ts";
import type { Collector, Gatherer } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { MAX_TIMER_MS } from "../model/timer.ts";
import { findNodeModule } from "./_node.ts";
import type { Sink } from "./sink.ts";

/** Options of {@linkcode pushEvery}. */
export interface PushEveryOptions {
  /** Stops the loop, without a last push. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each failed push. The loop goes on. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /**
   * Seconds that a push may take.
   *
   * @default {the interval, at most 30}
   */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Seconds that the last push may take, when the loop is closed.
   *
   * @default {5}
   */
  readonly closeTimeoutSeconds?: number | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** Pushes regularly. Register it to see how the pushes end: `registry.register(loop)`. */
export interface PushLoop extends Collector, AsyncDisposable {
  /** Pushes a last time and closes the sink. Never rejects; `onError` gets the error of the last push. */
  close(): Promise<void>;
}

/**
 * Pushes at regular intervals, first after one interval. A push that takes longer than the interval delays the next one; pushes
 * never overlap. The loop does not keep the process alive.
 *
 * | Metric | Meaning |
 * | --- | --- |
 * | `webprom_push_total{target,outcome}` | pushes that ended, with outcome `success` or `error` |
 * | `webprom_push_duration_seconds{target}` | duration of the last push |
 * | `webprom_push_last_success_timestamp_seconds{target}` | time of the last successful push |
 *
 * @example Push every 15 seconds, and once more at the end
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { pushEvery, victoriaMetrics } from "@webprom/exporter/push";
 *
 * const registry = new Registry();
 * await using loop = pushEvery(15, registry, victoriaMetrics({
 *   url: "http://localhost:8428",
 *   fetch: () => Promise.resolve(new Response(null, { status: 204 })), // only for this example
 * }), { onError: (error) => console.error(error) });
 * registry.register(loop); // metrics about the pushes
 * ```
 *
 * @param seconds Interval, from 0.1 s to 24 days
 * @param gatherer What to push
 * @param sink Where to push
 * @param options Deadline, signal and error hook
 * @returns The running loop
 * @throws {RangeError} If a time is out of range
 */
export function pushEvery(seconds: number, gatherer: Gatherer, sink: Sink, options: PushEveryOptions = {}): PushLoop {
  return new Loop(seconds, gatherer, sink, options);
}

class Loop implements PushLoop {
  readonly name = "push";
  readonly #gatherer: Gatherer;
  readonly #sink: Sink;
  readonly #options: PushEveryOptions;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #timeoutMs: number;
  readonly #closeTimeoutMs: number;
  readonly #ended = { success: 0, error: 0 };
  #durationMs: number | undefined;
  #successMs: number | undefined;
  #cancelWait: () => void = () => {};
  /** The push under way. */
  #pushing: Promise<void> = Promise.resolve();
  #current: AbortController | undefined;
  #closed: Promise<void> | undefined;
  #isStopped = false;

  constructor(seconds: number, gatherer: Gatherer, sink: Sink, options: PushEveryOptions) {
    const { signal, clock = systemClock, timeoutSeconds = Math.min(seconds, 30), closeTimeoutSeconds = 5 } = options;
    const subject = `Cannot push to ${sink.name}`;
    checkSeconds(`${subject}: seconds`, seconds, 0.1);
    checkSeconds(`${subject}: timeoutSeconds`, timeoutSeconds, 0);
    checkSeconds(`${subject}: closeTimeoutSeconds`, closeTimeoutSeconds, 0);
    this.#gatherer = gatherer;
    this.#sink = sink;
    this.#options = options;
    this.#clock = clock;
    this.#intervalMs = seconds * 1000;
    this.#timeoutMs = timeoutSeconds * 1000;
    this.#closeTimeoutMs = closeTimeoutSeconds * 1000;
    this.#wait(this.#intervalMs);
    signal?.addEventListener("abort", () => this.#stop(signal.reason), { once: true });
    if (signal?.aborted) this.#stop(signal.reason);
  }

  collect(): readonly MetricFamily[] {
    const target = this.#sink.name;
    const seconds = (value: number | undefined) =>
      value === undefined ? [] : [{ labels: { target }, value: value / 1000 }];
    return [
      {
        type: "counter",
        name: "webprom_push_total",
        help: "Pushes that ended.",
        points: Object.entries(this.#ended).map(([outcome, value]) => ({ labels: { target, outcome }, value })),
      },
      {
        type: "gauge",
        name: "webprom_push_duration_seconds",
        help: "Duration of the last push.",
        unit: "seconds",
        points: seconds(this.#durationMs),
      },
      {
        type: "gauge",
        name: "webprom_push_last_success_timestamp_seconds",
        help: "Time of the last successful push.",
        unit: "seconds",
        points: seconds(this.#successMs),
      },
    ];
  }

  close(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const isAborted = this.#isStopped;
    this.#isStopped = true;
    this.#cancelWait();
    const startMs = this.#clock.monotonic();
    const giveUp = setTimeout(() => this.#current?.abort(timeoutError(this.#closeTimeoutMs)), this.#closeTimeoutMs);
    await this.#pushing;
    clearTimeout(giveUp);
    const leftMs = this.#closeTimeoutMs - (this.#clock.monotonic() - startMs);
    if (!isAborted && leftMs > 0) await this.#push(leftMs);
    await this.#sink.close().catch((error: unknown) => this.#options.onError?.(error));
  }

  #stop(reason: unknown): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#cancelWait();
    this.#current?.abort(reason);
  }

  #wait(ms: number): void {
    this.#cancelWait = startTimer(ms, () => {
      const startMs = this.#clock.monotonic();
      this.#pushing = this.#push(this.#timeoutMs).then(() => {
        const lateMs = this.#clock.monotonic() - startMs;
        if (!this.#isStopped) this.#wait(Math.max(0, this.#intervalMs - lateMs));
      });
    });
  }

  async #push(timeoutMs: number): Promise<void> {
    const startMs = this.#clock.monotonic();
    const controller = this.#current = new AbortController();
    const timer = setTimeout(() => controller.abort(timeoutError(timeoutMs)), timeoutMs);
    try {
      await this.#sink.send(this.#gatherer, { signal: controller.signal });
      this.#ended.success++;
      this.#successMs = this.#clock.now();
    } catch (error) {
      this.#ended.error++;
      this.#report(error);
    } finally {
      clearTimeout(timer);
      this.#durationMs = this.#clock.monotonic() - startMs;
    }
  }

  #report(error: unknown): void {
    try {
      this.#options.onError?.(error);
    } catch {
      // A failing hook must not end the loop.
    }
  }
}

/** Starts a timer that does not keep the process alive, and returns a function that cancels it. */
function startTimer(ms: number, then: () => void): () => void {
  const timers = findNodeModule("timers"); // timers of Deno's own are numbers, which have no unref()
  if (timers === undefined) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  }
  const timer = timers.setTimeout(then, ms).unref();
  return () => timers.clearTimeout(timer);
}

function timeoutError(ms: number): DOMException {
  return new DOMException(`The push took longer than ${ms / 1000} s`, "TimeoutError");
}

function checkSeconds(what: string, value: number, min: number): void {
  const max = MAX_TIMER_MS / 1000;
  if (value >= min && value > 0 && value <= max) return;
  throw new RangeError(`${what} must be ${min > 0 ? `>= ${min}` : "> 0"} and <= ${max}, current value is ${value}`);
}
