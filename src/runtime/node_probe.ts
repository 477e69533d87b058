import { cgroupReader } from "./_cgroup.ts";
import { readLinuxProcess } from "./_linux_process.ts";
import {
  type FsLike,
  type Immediates,
  type ProcessLike,
  readHeap,
  readHeapSpaces,
  readProcess,
  startTimeOf,
  unreferencedImmediate,
  unreferencedInterval,
  type V8Like,
} from "./_process_like.ts";
import type { GcKind, GcWatch, LoopTimes, RuntimeProbe } from "./probe.ts";

// The members used here; the real globals of Node are assignable to it.
interface NodeGlobals extends Immediates {
  readonly process: ProcessLike & {
    getActiveResourcesInfo?(): readonly string[];
    _getActiveHandles?(): readonly object[];
    _getActiveRequests?(): readonly object[];
  };
  readonly performance: Performance;
  readonly PerformanceObserver: new (handle: (list: { getEntries(): readonly GcEntry[] }) => void) => {
    observe(options: { entryTypes: readonly string[] }): void;
    takeRecords(): readonly GcEntry[];
    disconnect(): void;
  };
}
interface Performance {
  /** Returns `undefined` while a test replaces the timers. */
  eventLoopUtilization(): { readonly active: number; readonly idle: number } | undefined;
}
interface GcEntry {
  readonly duration: number;
  readonly detail?: unknown;
}

/** Kinds of garbage collections by their numbers in `perf_hooks.constants`; 2 is a minor mark-sweep collection. */
const GC_KINDS: Readonly<Record<number, GcKind>> = {
  1: "minor",
  2: "minor",
  4: "major",
  8: "incremental",
  16: "weakcb",
};

/**
 * Creates the probe for Node, which reports everything. Files and heap spaces need `process.getBuiltinModule()`,
 * available since Node 20.16: this file imports no Node modules, so that other runtimes can load it.
 *
 * @param globals Global object of Node
 * @returns The probe
 */
export function nodeProbe(globals: NodeGlobals = globalThis as unknown as NodeGlobals): RuntimeProbe {
  const { process: host } = globals;
  const fs = host.getBuiltinModule?.("node:fs") as FsLike | undefined;
  const v8 = host.getBuiltinModule?.("node:v8") as V8Like | undefined;
  const files = fs && { read: (path: string) => fs.readFileSync(path, "utf8"), list: fs.readdirSync };
  // Fake timers of tests replace the functions of the global `performance` by ones that return nothing.
  const hooks = host.getBuiltinModule?.("node:perf_hooks") as { readonly performance: Performance } | undefined;
  const utilization = () =>
    globals.performance.eventLoopUtilization?.() ?? hooks?.performance.eventLoopUtilization() ?? { active: 0, idle: 0 };
  const startTimeSeconds = startTimeOf(host);
  function times(): LoopTimes {
    const { active, idle } = utilization();
    return { activeSeconds: active / 1000, idleSeconds: idle / 1000 };
  }
  return {
    runtime: { name: "node", version: host.versions.node ?? "" },
    loop: {
      every: unreferencedInterval,
      afterTurn: (callback) => unreferencedImmediate(globals, callback),
      busyMs: () => utilization().active,
      times,
    },
    process: () => ({ ...readProcess(host), ...(files && readLinuxProcess(files)), startTimeSeconds }),
    cgroup: files && cgroupReader(files.read),
    heap: () => ({ ...readHeap(host, v8), arrayBufferBytes: host.memoryUsage().arrayBuffers }),
    heapSpaces: () => readHeapSpaces(v8),
    activeResources: () => host.getActiveResourcesInfo?.(),
    activeHandles: () => host._getActiveHandles?.().map(classOf),
    activeRequests: () => host._getActiveRequests?.().map(classOf),
    watchGc: (record) => watchGc(globals, record),
  };
}

function watchGc({ PerformanceObserver }: NodeGlobals, record: (kind: GcKind, seconds: number) => void): GcWatch {
  function take(entries: readonly GcEntry[]): void {
    for (const { duration, detail } of entries) {
      const kind = GC_KINDS[(detail as { readonly kind?: number } | undefined)?.kind ?? NaN];
      if (kind !== undefined) record(kind, duration / 1000);
    }
  }
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  return { flush: () => take(observer.takeRecords()), stop: () => observer.disconnect() };
}

function classOf(object: object): string {
  return object.constructor?.name ?? "Object";
}
