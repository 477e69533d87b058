import type { Runtime } from "./detect_runtime.ts";

/**
 * What a runtime tells of itself and of its process. What it does not tell is left out, or `undefined` at this moment:
 * no family is made of it.
 */
export interface RuntimeProbe {
  /** Which runtime it is. */
  readonly runtime: Runtime;
  /** The event loop, where there are timers that keep nothing alive. */
  readonly loop?: LoopProbe | undefined;
  /**
   * Reads what the operating system keeps of the process.
   *
   * @returns What can be told
   */
  readonly process?: (() => ProcessReading) | undefined;
  /**
   * Reads the sizes of the heap.
   *
   * @returns What can be told
   */
  readonly heap?: (() => HeapReading) | undefined;
  /**
   * Reads the sizes of each space of the heap.
   *
   * @returns The spaces, or `undefined`
   */
  readonly heapSpaces?: (() => readonly HeapSpace[] | undefined) | undefined;
  /**
   * Lists what keeps the event loop alive.
   *
   * @returns For each its type, or `undefined`
   */
  readonly activeResources?: (() => readonly string[] | undefined) | undefined;
  /**
   * Lists open handles, an older and coarser view of the same.
   *
   * @returns For each the name of its class, or `undefined`
   */
  readonly activeHandles?: (() => readonly string[] | undefined) | undefined;
  /**
   * Lists pending requests to the system.
   *
   * @returns For each the name of its class, or `undefined`
   */
  readonly activeRequests?: (() => readonly string[] | undefined) | undefined;
  /**
   * Watches garbage collections, every one of them.
   *
   * @param record Takes each
   * @returns The watch, or `undefined`
   */
  readonly watchGc?: ((record: (kind: GcKind, seconds: number) => void) => GcWatch | undefined) | undefined;
  /**
   * Makes a name for this isolate that no other has; only within a request.
   *
   * @returns The name
   */
  readonly isolateId?: (() => string) | undefined;
}

/** The event loop of a runtime. */
export interface LoopProbe {
  /**
   * Calls back again and again, and does not keep the process alive for that.
   *
   * @param intervalMs How often
   * @param callback What to call
   * @returns Ends it
   */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
  /**
   * Calls back once, when the loop next ends a turn: it is not made to turn for that, nor kept alive. Left out where the runtime
   * would turn without end.
   *
   * @param callback What to call
   * @returns Cancels it
   */
  readonly afterTurn?: ((callback: () => void) => () => void) | undefined;
  /**
   * Reads how long the loop has been busy until now, or the process, where that is not known.
   *
   * @returns Milliseconds
   */
  readonly busyMs: () => number;
  /**
   * Reads how long the loop has been busy and idle, where the runtime knows.
   *
   * @returns Both times
   */
  readonly times?: (() => LoopTimes) | undefined;
}

/** How an event loop has spent its time. */
export interface LoopTimes {
  /** Running code, in seconds. */
  readonly activeSeconds: number;
  /** Waiting for events, in seconds. */
  readonly idleSeconds: number;
}

/** What the operating system keeps of a process. */
export interface ProcessReading {
  /** CPU time spent in the program itself. */
  readonly cpuUserSeconds?: number | undefined;
  /** CPU time spent in the system on its behalf. */
  readonly cpuSystemSeconds?: number | undefined;
  /** Memory that is in RAM. */
  readonly residentBytes?: number | undefined;
  /** Addresses in use. */
  readonly virtualBytes?: number | undefined;
  /** Limit of the addresses; 2 ** 64 where there is none. */
  readonly virtualMaxBytes?: number | undefined;
  /** Addresses in use for data. */
  readonly dataBytes?: number | undefined;
  /** Open file descriptors. */
  readonly openFds?: number | undefined;
  /** Limit of the file descriptors; 2 ** 64 where there is none. */
  readonly maxFds?: number | undefined;
  /** When it started, since the epoch. */
  readonly startTimeSeconds?: number | undefined;
  /** Threads of the operating system. */
  readonly threads?: number | undefined;
  /** Bytes received in its network namespace. */
  readonly receivedBytes?: number | undefined;
  /** Bytes sent in its network namespace. */
  readonly transmittedBytes?: number | undefined;
}

/** How large the heap is. */
export interface HeapReading {
  /** Bytes of objects. */
  readonly usedBytes?: number | undefined;
  /** Bytes taken from the system for objects. */
  readonly totalBytes?: number | undefined;
  /** Bytes that it may grow to. */
  readonly limitBytes?: number | undefined;
  /** Bytes outside the heap that objects hold. */
  readonly externalBytes?: number | undefined;
  /** Those of them that are array buffers. */
  readonly arrayBufferBytes?: number | undefined;
}

/** How large one space of the heap is. */
export interface HeapSpace {
  /** Its name, such as `new` or `large_object`. */
  readonly space: string;
  /** Bytes taken from the system. */
  readonly totalBytes: number;
  /** Bytes of objects. */
  readonly usedBytes: number;
  /** Bytes that are free. */
  readonly availableBytes: number;
}

/** Why garbage was collected. */
export type GcKind = "incremental" | "major" | "minor" | "weakcb";

/** Watches garbage collections. */
export interface GcWatch {
  /** Records what has happened but was not delivered yet. */
  readonly flush: () => void;
  /** Ends the watch. */
  readonly stop: () => void;
}
