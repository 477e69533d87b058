import type { Clock } from "../model/clock.ts";
import type { LoopProbe } from "./probe.ts";

/** How often to look while the loop is busy: of a block of the loop, at most that much is not seen. */
const BUSY_INTERVAL_MS = 25;
/** How often to look while it is idle and its turns are not known. To wake the processor costs far more than to look. */
const IDLE_INTERVAL_MS = 600;
/** Share of the time that a busy loop works, and how long that is measured before it counts as busy, or as idle again. */
const BUSY_SHARE = 0.05;
const UNTIL_BUSY_MS = 100;
const UNTIL_IDLE_MS = 1000;
/** Runtimes count timers in whole milliseconds, and a look alone takes a part of one. */
const GRAIN_MS = 1;
/**
 * Looks in on the event loop: how long it is blocked is how long others wait. While it is busy, a timer tells by how late it
 * is; its interval and grain are taken off, so that a loop that nothing blocks reads zero. While it is idle, the end of
 * each of its turns tells how long the turn was, which wakes nobody. Where turns are not known, what an idle loop did since the last
 * look is taken for one turn, unless it goes on like that.
 *
 * @param loop The loop
 * @param clock Where the time comes from
 * @param onLook Takes what each look finds, and how long ago the last one was
 * @returns Ends it
 */
export function startPulse(
  loop: LoopProbe,
  clock: Clock,
  onLook: (lagMs: number, elapsedMs: number) => void,
): () => void {
  const { every, afterTurn, busyMs } = loop;
  let isIdle = afterTurn !== undefined;
  let uncertain: UncertainLook | undefined;
  let workedMs = 0;
  let passedMs = 0;
  let lastMs = clock.monotonic();
  let lastBusyMs = busyMs();
  let cancel = afterTurn?.(look) ?? every(BUSY_INTERVAL_MS, look);

  function look(): void {
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
      cancel = isIdle && afterTurn ? afterTurn(look) : every(isIdle ? IDLE_INTERVAL_MS : BUSY_INTERVAL_MS, look);
    } else if (isIdle && afterTurn) cancel = afterTurn(look);
  }
  function report(elapsedMs: number, spentMs: number): void {
    if (uncertain !== undefined) {
      const pace = uncertain.spentMs / uncertain.elapsedMs;
      const goesOn = spentMs > elapsedMs * Math.max(BUSY_SHARE, pace / 2);
      onLook(goesOn ? uncertain.lateMs : uncertain.spentMs, uncertain.elapsedMs);
      uncertain = undefined;
    }
    if (isIdle && afterTurn) return onLook(spentMs, elapsedMs);
    const lateMs = Math.max(0, elapsedMs - (isIdle ? IDLE_INTERVAL_MS : BUSY_INTERVAL_MS) - GRAIN_MS);
    if (isIdle && spentMs > lateMs + GRAIN_MS) uncertain = { lateMs, spentMs, elapsedMs };
    else onLook(lateMs, elapsedMs);
  }
  return () => cancel();
}

/** What an idle loop did between two looks, in one turn or in many: the next look tells. */
interface UncertainLook {
  readonly lateMs: number;
  readonly spentMs: number;
  readonly elapsedMs: number;
}
