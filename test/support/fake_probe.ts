import type { GcKind, LoopProbe, RuntimeProbe } from "../../src/runtime/probe.ts";
import type { RuntimeName } from "../../src/runtime/detect_runtime.ts";
import { ManualClock } from "./manual_clock.ts";

/** An event loop whose time is told to pass. */
export class FakeLoop {
  /** What passes with it. */
  readonly clock: ManualClock = new ManualClock();
  /** How often it is looked in on; `undefined` where that is at the end of its turns, or never. */
  intervalMs: number | undefined;
  #workedMs = 0;
  #dueMs = Infinity;
  #onDue: () => void = () => {};
  #onTurn: (() => void) | undefined;

  /** Whether something would still be called. */
  get isWatched(): boolean {
    return this.#dueMs < Infinity || this.#onTurn !== undefined;
  }

  /** The loop as a probe tells of it, with the ends of its turns or without. */
  probe(hasTurns: boolean): LoopProbe {
    return {
      every: (intervalMs, callback) => {
        [this.intervalMs, this.#onDue, this.#dueMs] = [intervalMs, callback, this.clock.elapsedMs + intervalMs];
        return () => [this.intervalMs, this.#dueMs] = [undefined, Infinity];
      },
      afterTurn: hasTurns
        ? (callback) => {
          this.#onTurn = callback;
          return () => this.#onTurn = undefined;
        }
        : undefined,
      busyMs: () => this.#workedMs,
      times: () => ({
        activeSeconds: this.#workedMs / 1000,
        idleSeconds: (this.clock.elapsedMs - this.#workedMs) / 1000,
      }),
    };
  }

  /** Nothing happens for a while, but for what is due. */
  rest(ms: number): void {
    const end = this.clock.elapsedMs + ms;
    while (this.#dueMs <= end) {
      this.clock.elapsedMs = this.#dueMs;
      this.#turn();
    }
    this.clock.elapsedMs = end;
  }

  /** Something runs for a while, in one turn. */
  work(ms: number): void {
    this.clock.elapsedMs += ms;
    this.#workedMs += ms;
    this.#turn();
  }

  #turn(): void {
    if (this.#dueMs <= this.clock.elapsedMs) {
      this.#dueMs = this.clock.elapsedMs + (this.intervalMs ?? Infinity);
      this.#onDue();
    }
    const onTurn = this.#onTurn;
    this.#onTurn = undefined;
    onTurn?.();
  }
}

/** A runtime that tells everything, with figures that are easy to recognise. */
export class FakeRuntime {
  readonly loop: FakeLoop = new FakeLoop();
  /** Reports a garbage collection. */
  collectGarbage: (kind: GcKind, seconds: number) => void = () => {};
  /** Whether garbage collections are watched. */
  isGcWatched = false;

  /** What it tells. */
  probe(name: RuntimeName = "node"): RuntimeProbe {
    return {
      runtime: { name, version: "1.2.3" },
      loop: this.loop.probe(true),
      process: () => ({
        cpuUserSeconds: 1.5,
        cpuSystemSeconds: 0.25,
        residentBytes: 1,
        virtualBytes: 2,
        virtualMaxBytes: 3,
        dataBytes: 4,
        openFds: 5,
        maxFds: 6,
        startTimeSeconds: 7,
        threads: 8,
        receivedBytes: 9,
        transmittedBytes: 10,
      }),
      heap: () => ({ usedBytes: 11, totalBytes: 12, limitBytes: 13, externalBytes: 14, arrayBufferBytes: 15 }),
      heapSpaces: () => [{ space: "new", totalBytes: 16, usedBytes: 17, availableBytes: 18 }],
      activeResources: () => ["Timeout", "TCPServerWrap", "Timeout"],
      activeHandles: () => ["Server"],
      activeRequests: () => [],
      watchGc: (record) => {
        this.collectGarbage = record;
        this.isGcWatched = true;
        return { flush: () => {}, stop: () => this.isGcWatched = false };
      },
    };
  }
}
