import type { HeapReading, HeapSpace, ProcessReading } from "./probe.ts";

/** The members of `process` used on Node, Bun and Deno; the real types are assignable to it. */
export interface ProcessLike {
  readonly versions: { readonly node?: string | undefined };
  cpuUsage(): { readonly user: number; readonly system: number };
  memoryUsage(): {
    readonly rss: number;
    readonly heapTotal: number;
    readonly heapUsed: number;
    readonly external: number;
    readonly arrayBuffers: number;
  };
  uptime(): number;
  getBuiltinModule?(name: string): object | undefined;
}

/** The members of `node:timers` used here. */
export interface Immediates {
  setImmediate(callback: () => void): { unref(): unknown };
  clearImmediate(immediate: object): void;
}

/** The members of `node:fs` used here. */
export interface FsLike {
  readFileSync(path: string, encoding: "utf8"): string;
  readdirSync(path: string): readonly string[];
}

/** The members of `node:v8` used here. */
export interface V8Like {
  getHeapStatistics(): { readonly heap_size_limit: number };
  getHeapSpaceStatistics(): readonly {
    readonly space_name: string;
    readonly space_size: number;
    readonly space_used_size: number;
    readonly space_available_size: number;
  }[];
}

/** Reads CPU time and resident memory, which need no permission on any runtime. */
export function readProcess(host: ProcessLike): ProcessReading {
  const { user, system } = host.cpuUsage();
  return { cpuUserSeconds: user / 1e6, cpuSystemSeconds: system / 1e6, residentBytes: host.memoryUsage().rss };
}

/** Returns the CPU time of all threads of the process, in milliseconds. */
export function cpuMsOf(host: ProcessLike): number {
  const { user, system } = host.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Returns the Unix time of the process start, in seconds. Call it once: the result shifts when the wall clock is
 * adjusted.
 */
export function startTimeOf(host: ProcessLike): number {
  return Date.now() / 1000 - host.uptime();
}

/** Reads the sizes of the V8 heap spaces. */
export function readHeapSpaces(v8: V8Like | undefined): readonly HeapSpace[] | undefined {
  return v8?.getHeapSpaceStatistics().map((space) => ({
    space: space.space_name.replace(/_space$/, ""),
    totalBytes: space.space_size,
    usedBytes: space.space_used_size,
    availableBytes: space.space_available_size,
  }));
}

/** Reads the sizes of the V8 heap, without array buffers, which only Node reports. */
export function readHeap(host: ProcessLike, v8: V8Like | undefined): HeapReading {
  const { heapUsed, heapTotal, external } = host.memoryUsage();
  const limitBytes = v8?.getHeapStatistics().heap_size_limit;
  return { usedBytes: heapUsed, totalBytes: heapTotal, externalBytes: external, limitBytes };
}

/** Starts an interval that does not keep the process alive, on runtimes whose timers are objects. */
export function unreferencedInterval(intervalMs: number, callback: () => void): () => void {
  const timer: unknown = setInterval(callback, intervalMs);
  (timer as { unref?(): void }).unref?.();
  return () => clearInterval(timer as number);
}

/** Calls back at the end of the current event loop turn. Not for Bun, whose loop would then never sleep. */
export function unreferencedImmediate({ setImmediate, clearImmediate }: Immediates, callback: () => void): () => void {
  const immediate = setImmediate(callback);
  immediate.unref();
  return () => clearImmediate(immediate);
}
