import { type Clock, systemClock } from "../../model/clock.ts";
import { PushError } from "../push_error.ts";

/** When to give up, and how to wait. */
export interface RetryOptions {
  /** Attempts in total. */
  readonly maxAttempts: number;
  /** Milliseconds after the start of the first attempt until which another one may start. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** A number from 0 up to 1. */
  readonly random?: (() => number) | undefined;
  /** Waits, unless the signal is aborted. */
  readonly wait?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

/** Longest wait before the second attempt. It doubles with each one. */
const FIRST_WAIT_MS = 1000;
const MAX_WAIT_MS = 30_000;
const RETRYABLE: ReadonlySet<number | undefined> = new Set([undefined, 429, 502, 503, 504]);

/**
 * Repeats a push that failed for the moment: if there was no answer, or its status is 429, 502, 503 or 504.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures-1
 * @param push Makes one attempt
 * @param options Limits
 * @returns The result of the first attempt that succeeds
 * @throws The error of the last attempt, or the reason of the signal
 */
export async function withRetries<T>(push: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { maxAttempts, deadlineMs, signal, clock = systemClock, random = Math.random, wait = sleep } = options;
  const endMs = clock.monotonic() + deadlineMs;
  for (let attempt = 1;; attempt++) {
    try {
      return await push();
    } catch (error) {
      if (!(error instanceof PushError) || !RETRYABLE.has(error.status) || attempt >= maxAttempts) throw error;
      const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), MAX_WAIT_MS) * (0.5 + random() / 2);
      const ms = error.retryAfterMs ?? backOffMs;
      if (clock.monotonic() + ms > endMs) throw error;
      await wait(ms, signal);
      signal?.throwIfAborted();
    }
  }
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    }
    if (signal?.aborted) end();
  });
}
