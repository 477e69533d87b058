import type { HeapReading, HeapSpace, ProcessReading } from "./probe.ts";

/** The few members of `process` that are read on Node, Bun and Deno; the real ones stay assignable to it. */
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

/** The few members of `node:timers` that are read. */
export interface Immediates {
  setImmediate(callback: () => void): { unref(): unknown };
  clearImmediate(immediate: object): void;
}

/** The few members of `node:fs` that are read. */
export interface FsLike {
  readFileSync(path: string, encoding: "utf8"): string;
  readdirSync(path: string): readonly string[];
}

/** The few members of `node:v8` that are read. */
export interface V8Like {
  getHeapStatistics(): { readonly heap_size_limit: number };
  getHeapSpaceStatistics(): readonly {
    readonly space_name: string;
    readonly space_size: number;
    readonly space_used_size: number;
    readonly space_available_size: number;
  }[];
}

/** Reads what needs no permission anywhere. */
export function readProcess(host: ProcessLike): ProcessReading {
  const { user, system } = host.cpuUsage();
  return { cpuUserSeconds: user / 1e6, cpuSystemSeconds: system / 1e6, residentBytes: host.memoryUsage().rss };
}

/** Reads how long the process has been busy, all its threads together, in milliseconds. */
export function cpuMsOf(host: ProcessLike): number {
  const { user, system } = host.cpuUsage();
  return (user + system) / 1000;
}

/** Tells when the process started. To be asked once: the answer moves with corrections of the wall clock. */
export function startTimeOf(host: ProcessLike): number {
  return Date.now() / 1000 - host.uptime();
}

/** Reads the spaces of a heap of V8. */
export function readHeapSpaces(v8: V8Like | undefined): readonly HeapSpace[] | undefined {
  return v8?.getHeapSpaceStatistics().map((space) => ({
    space: space.space_name.replace(/_space$/, ""),
    totalBytes: space.space_size,
    usedBytes: space.space_used_size,
    availableBytes: space.space_available_size,
  }));
}

/** Reads a heap of V8, but for its array buffers, which only Node tells. */
export function readHeap(host: ProcessLike, v8: V8Like | undefined): HeapReading {
  const { heapUsed, heapTotal, external } = host.memoryUsage();
  const limitBytes = v8?.getHeapStatistics().heap_size_limit;
  return { usedBytes: heapUsed, totalBytes: heapTotal, externalBytes: external, limitBytes };
}

/** Calls back again and again without keeping the process alive, where timers are objects. */
export function unreferencedInterval(intervalMs: number, callback: () => void): () => void {
  const timer: unknown = setInterval(callback, intervalMs);
  (timer as { unref?(): void }).unref?.();
  return () => clearInterval(timer as number);
}

/** Calls back at the end of a turn of the event loop. Bun would turn it without end for that. */
export function unreferencedImmediate({ setImmediate, clearImmediate }: Immediates, callback: () => void): () => void {
  const immediate = setImmediate(callback);
  immediate.unref();
  return () => clearImmediate(immediate);
}
