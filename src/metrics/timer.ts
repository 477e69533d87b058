/// <reference lib="esnext.disposable" preserve="true" />
import type { Clock } from "../model/clock.ts";
import type { ExemplarLabels } from "../model/exemplar.ts";
import type { LabelValues } from "../model/labels.ts";

/**
 * A running time measurement. On Cloudflare Workers the clock only advances after I/O, so that pure computation takes 0
 * s.
 */
export interface Timer extends Disposable {
  /**
   * Stops the timer and records the duration. Further calls only return the same duration.
   *
   * @param exemplar Labels of an exemplar; ignored by metrics without exemplars
   * @returns Seconds since the start
   */
  stop(exemplar?: ExemplarLabels): number;
}

/** A running time measurement that gets its remaining labels at the end, such as the status of a response. */
export interface LabelledTimer<T> {
  /**
   * Stops the timer and records the duration. Further calls only return the same duration.
   *
   * @param labels Values of the labels that were not set at the start
   * @param exemplar Labels of an exemplar; ignored by metrics without exemplars
   * @returns Seconds since the start
   * @throws {TypeError} If a label is missing, unknown, invalid or was set at the start
   */
  stop(labels: T, exemplar?: ExemplarLabels): number;
}

/** The timer that is left to stop when the labels `K` of `L` were set at the start. */
export type StartedTimer<L extends string, K extends L, V> = [Exclude<L, K>] extends [never] ? Timer
  : LabelledTimer<LabelValues<Exclude<L, K>, V>>;

/**
 * Starts a timer.
 *
 * @param clock Source of the current time
 * @param record Receives the duration in seconds, and the arguments of `stop()`, when the timer is stopped
 * @returns The running timer
 */
export function startTimer<A extends unknown[]>(
  clock: Clock,
  record: (seconds: number, ...args: A | []) => void,
): Disposable & { stop(...args: A): number } {
  const start = clock.monotonic();
  let stopped: number | undefined;
  function stop(...args: A | []): number {
    if (stopped !== undefined) return stopped;
    const seconds = Math.max(0, clock.monotonic() - start) / 1000;
    record(seconds, ...args);
    return stopped = seconds;
  }
  return { stop, [Symbol.dispose]: () => void stop() };
}
