import type { Clock } from "../model/clock.ts";
import type { LoopProbe } from "./probe.ts";

/** Sampling interval while the loop is busy. At most this much of a block is not measured. */
const BUSY_INTERVAL_MS = 25;
/** Sampling interval while the loop is idle and its turns are unknown. Waking the CPU costs far more than sampling. */
const IDLE_INTERVAL_MS = 600;
/**
 * Minimum share of active time of a busy loop, and the times over which it is measured to detect a busy or an idle
 * loop.
 */
const BUSY_SHARE = 0.05;
const UNTIL_BUSY_MS = 100;
const UNTIL_IDLE_MS = 1000;
/** Timer resolution: runtimes use whole milliseconds, and sampling itself takes a part of one. */
const GRAIN_MS = 1;

/**
 * Samples the event loop delay. While the loop is busy, a timer measures how late it fires; its interval and resolution
 * are subtracted, so that an unblocked loop reports 0. While the loop is idle, the duration of each turn is measured at
 * its end, which does not wake the CPU. If the runtime does not report turns, the active time of an idle loop since the
 * last sample counts as one turn, unless the next sample shows continuing activity.
 *
 * @param loop The event loop
 * @param clock Source of the current time
 * @param onSample Receives the lag of each sample, and the time since the previous one
 * @returns A function that stops sampling
 */
export function startPulse(
  loop: LoopProbe,
  clock: Clock,
  onSample: (lagMs: number, elapsedMs: number) => void,
): () => void {
  const { every, afterTurn, busyMs } = loop;
  let isIdle = afterTurn !== undefined;
  let uncertain: UncertainLook | undefined;
  let workedMs = 0;
  let passedMs = 0;
  let lastMs = clock.monotonic();
  let lastBusyMs = busyMs();
  let cancel = afterTurn?.(sample) ?? every(BUSY_INTERVAL_MS, sample);

  function sample(): void {
    const nowMs = clock.monotonic();
    const nowBusyMs = busyMs();
    const elapsedMs = nowMs - lastMs;
    const spentMs = Math.min(nowBusyMs - lastBusyMs, elapsedMs);
    lastMs = nowMs;
    lastBusyMs = nowBusyMs;
    report(elapsedMs, spentMs);
    workedMs += spentMs;
    passedMs += elapsedMs;
    const wasIdle = isIdle;
    if (passedMs >= (isIdle ? UNTIL_BUSY_MS : UNTIL_IDLE_MS)) {
      isIdle = workedMs < passedMs * BUSY_SHARE;
      workedMs = passedMs = 0;
    }
    if (isIdle !== wasIdle) {
      cancel();
      cancel = isIdle && afterTurn ? afterTurn(sample) : every(isIdle ? IDLE_INTERVAL_MS : BUSY_INTERVAL_MS, sample);
    } else if (isIdle && afterTurn) cancel = afterTurn(sample);
  }
  function report(elapsedMs: number, spentMs: number): void {
    if (uncertain !== undefined) {
      const pace = uncertain.spentMs / uncertain.elapsedMs;
      const goesOn = spentMs > elapsedMs * Math.max(BUSY_SHARE, pace / 2);
      onSample(goesOn ? uncertain.lateMs : uncertain.spentMs, uncertain.elapsedMs);
      uncertain = undefined;
    }
    if (isIdle && afterTurn) return onSample(spentMs, elapsedMs);
    const lateMs = Math.max(0, elapsedMs - (isIdle ? IDLE_INTERVAL_MS : BUSY_INTERVAL_MS) - GRAIN_MS);
    if (isIdle && spentMs > lateMs + GRAIN_MS) uncertain = { lateMs, spentMs, elapsedMs };
    else onSample(lateMs, elapsedMs);
  }
  return () => cancel();
}

/** Activity of an idle loop between two samples, in one turn or in many: the next sample decides. */
interface UncertainLook {
  readonly lateMs: number;
  readonly spentMs: number;
  readonly elapsedMs: number;
}
