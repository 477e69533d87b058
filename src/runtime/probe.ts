import type { Runtime } from "./detect_runtime.ts";

/**
 * Values that a runtime reports about itself and its process. Unavailable values are omitted or `undefined`, and their
 * metrics are not exposed.
 */
export interface RuntimeProbe {
  /** Name and version of the runtime. */
  readonly runtime: Runtime;
  /** The event loop, if the runtime has timers that do not keep the process alive. */
  readonly loop?: LoopProbe | undefined;
  /**
   * Reads the values of the process.
   *
   * @returns Available values
   */
  readonly process?: (() => ProcessReading) | undefined;
  /**
   * Reads the control group of the process on Linux.
   *
   * @returns Available values, or `undefined`
   */
  readonly cgroup?: (() => CgroupReading | undefined) | undefined;
  /**
   * Reads the sizes of the heap.
   *
   * @returns Available values
   */
  readonly heap?: (() => HeapReading) | undefined;
  /**
   * Reads the sizes of each space of the heap.
   *
   * @returns The spaces, or `undefined`
   */
  readonly heapSpaces?: (() => readonly HeapSpace[] | undefined) | undefined;
  /**
   * Lists the resources that keep the event loop alive.
   *
   * @returns The type of each resource, or `undefined`
   */
  readonly activeResources?: (() => readonly string[] | undefined) | undefined;
  /**
   * Lists open handles, an older and coarser view of the same resources.
   *
   * @returns The class name of each handle, or `undefined`
   */
  readonly activeHandles?: (() => readonly string[] | undefined) | undefined;
  /**
   * Lists pending requests to the operating system.
   *
   * @returns The class name of each request, or `undefined`
   */
  readonly activeRequests?: (() => readonly string[] | undefined) | undefined;
  /**
   * Watches all garbage collections.
   *
   * @param record Receives each collection
   * @returns The watch, or `undefined`
   */
  readonly watchGc?: ((record: (kind: GcKind, seconds: number) => void) => GcWatch | undefined) | undefined;
  /**
   * Generates a unique ID for this isolate. Call it only within a request.
   *
   * @returns The ID
   */
  readonly isolateId?: (() => string) | undefined;
}

/** The event loop of a runtime. */
export interface LoopProbe {
  /**
   * Calls back repeatedly, without keeping the process alive.
   *
   * @param intervalMs Interval in milliseconds
   * @param callback Function to call
   * @returns A function that stops it
   */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
  /**
   * Calls back once at the end of the next turn, without causing a turn or keeping the process alive. Omitted if the
   * runtime would then run its loop without sleeping.
   *
   * @param callback Function to call
   * @returns A function that cancels it
   */
  readonly afterTurn?: ((callback: () => void) => () => void) | undefined;
  /**
   * Returns the busy time of the loop so far, or of the process if that is unknown.
   *
   * @returns Milliseconds
   */
  readonly busyMs: () => number;
  /**
   * Returns the busy and idle time of the loop so far, if the runtime knows it.
   *
   * @returns Both times
   */
  readonly times?: (() => LoopTimes) | undefined;
}

/** Active and idle time of an event loop. */
export interface LoopTimes {
  /** Time spent running code, in seconds. */
  readonly activeSeconds: number;
  /** Time spent waiting for events, in seconds. */
  readonly idleSeconds: number;
}

/** Values of a process, as reported by the operating system. */
export interface ProcessReading {
  /** CPU time spent in user mode. */
  readonly cpuUserSeconds?: number | undefined;
  /** CPU time spent in system mode. */
  readonly cpuSystemSeconds?: number | undefined;
  /** Resident memory. */
  readonly residentBytes?: number | undefined;
  /** Virtual memory. */
  readonly virtualBytes?: number | undefined;
  /** Limit of the virtual memory; 2 ** 64 if unlimited. */
  readonly virtualMaxBytes?: number | undefined;
  /** Virtual memory used for data. */
  readonly dataBytes?: number | undefined;
  /** Open file descriptors. */
  readonly openFds?: number | undefined;
  /** Limit of open file descriptors; 2 ** 64 if unlimited. */
  readonly maxFds?: number | undefined;
  /** Unix time of the process start. */
  readonly startTimeSeconds?: number | undefined;
  /** Threads of the operating system. */
  readonly threads?: number | undefined;
  /** Bytes received in its network namespace. */
  readonly receivedBytes?: number | undefined;
  /** Bytes sent in its network namespace. */
  readonly transmittedBytes?: number | undefined;
}

/** Values of the control group (cgroup) of a process, which are those of all processes in the group. */
export interface CgroupReading {
  /** Elapsed periods of the CPU quota. */
  readonly cpuPeriods?: number | undefined;
  /** Periods in which the group used up its CPU quota. */
  readonly cpuThrottledPeriods?: number | undefined;
  /** Time for which the group was throttled. */
  readonly cpuThrottledSeconds?: number | undefined;
  /** CPU quota as a number of cores, if there is one. */
  readonly cpuLimitCores?: number | undefined;
  /** Memory of the group, including the page cache. */
  readonly memoryUsageBytes?: number | undefined;
  /** Memory limit of the group, if there is one. */
  readonly memoryLimitBytes?: number | undefined;
  /** Pressure on the CPU. */
  readonly cpuPressure?: PressureReading | undefined;
  /** Pressure on memory. */
  readonly memoryPressure?: PressureReading | undefined;
  /** Pressure on I/O. */
  readonly ioPressure?: PressureReading | undefined;
}

/** Pressure stall information (PSI) of a resource. */
export interface PressureReading {
  /** Time in which at least one task waited for the resource; `some` in the files of the kernel. */
  readonly waitingSeconds?: number | undefined;
  /** Time in which all tasks waited for the resource; `full` in the files of the kernel. */
  readonly stalledSeconds?: number | undefined;
}

/** Sizes of the heap. */
export interface HeapReading {
  /** Bytes of objects. */
  readonly usedBytes?: number | undefined;
  /** Bytes allocated from the operating system for objects. */
  readonly totalBytes?: number | undefined;
  /** Maximum size in bytes. */
  readonly limitBytes?: number | undefined;
  /** Bytes outside the heap held by its objects. */
  readonly externalBytes?: number | undefined;
  /** Bytes of array buffers, which are part of `externalBytes`. */
  readonly arrayBufferBytes?: number | undefined;
}

/** Sizes of one heap space. */
export interface HeapSpace {
  /** Name of the space, such as `new` or `large_object`. */
  readonly space: string;
  /** Bytes allocated from the operating system. */
  readonly totalBytes: number;
  /** Bytes of objects. */
  readonly usedBytes: number;
  /** Bytes that are free. */
  readonly availableBytes: number;
}

/** Kind of a garbage collection. */
export type GcKind = "incremental" | "major" | "minor" | "weakcb";

/** A running watch of garbage collections. */
export interface GcWatch {
  /** Records collections that have not been delivered yet. */
  readonly flush: () => void;
  /** Stops watching. */
  readonly stop: () => void;
}
