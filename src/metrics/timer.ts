import type { Clock } from "../model/clock.ts";

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
  stop(exemplar?: Readonly<Record<string, string>>): number;
}

/**
 * Starts a timer.
 *
 * @param clock Source of the current time
 * @param record Receives the duration in seconds when the timer is stopped
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
