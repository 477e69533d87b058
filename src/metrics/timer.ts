import type { Clock } from "../model/clock.ts";

/**
 * A running measurement of time. On Cloudflare Workers the clock moves with I/O alone: whatever only computes takes zero
 * seconds there.
 */
export interface Timer extends Disposable {
  /**
   * Ends the measurement and records it, once: a second call does nothing but return the same duration.
   *
   * @param exemplar Labels of an exemplar, where the metric takes one
   * @returns Seconds since the start
   */
  stop(exemplar?: Readonly<Record<string, string>>): number;
}

/**
 * Starts to measure.
 *
 * @param clock Where the time comes from
 * @param record Takes the seconds at the end
 * @returns The running timer
 */
export function startTimer(
  clock: Clock,
  record: (seconds: number, exemplar?: Readonly<Record<string, string>>) => void,
): Timer {
  const start = clock.monotonic();
  let seconds: number | undefined;
  function stop(exemplar?: Readonly<Record<string, string>>): number {
    if (seconds === undefined) {
      seconds = Math.max(0, clock.monotonic() - start) / 1000;
      record(seconds, exemplar);
    }
    return seconds;
  }
  return { stop, [Symbol.dispose]: () => void stop() };
}
