import type { denoProbe } from "../../src/runtime/deno_probe.ts";
import type { nodeProbe } from "../../src/runtime/node_probe.ts";
import type { ProcessLike } from "../../src/runtime/_process_like.ts";

/** A `process` with figures that are easy to recognise. */
export function fakeProcess(modules: Readonly<Record<string, object>> = {}): ProcessLike {
  return {
    versions: { node: "26.3.0" },
    cpuUsage: () => ({ user: 1_500_000, system: 250_000 }),
    memoryUsage: () => ({ rss: 1, heapTotal: 2, heapUsed: 3, external: 4, arrayBuffers: 5 }),
    uptime: () => 10,
    getBuiltinModule: (name) => modules[name],
  };
}

/** `node:v8` with one space. */
export const fakeV8 = {
  getHeapStatistics: () => ({ heap_size_limit: 6 }),
  getHeapSpaceStatistics: () => [
    { space_name: "new_space", space_size: 7, space_used_size: 8, space_available_size: 9 },
  ],
};

/** `node:fs` with the files of Linux that tell of threads. */
export const fakeFs = {
  readFileSync(path: string): string {
    if (path === "/proc/self/stat") return `42 (a) R${" 0".repeat(16)} 7 0 0 2048 0`;
    throw new Error(`Cannot find ${path}`);
  },
  readdirSync: () => ["0", "1", "2"],
};

interface Entry {
  readonly duration: number;
  readonly detail?: unknown;
}

/** Node's globals, as far as they matter, with collections of garbage that are told. */
export class FakeNode {
  /** Hands over what was collected. */
  deliver: (entries: readonly Entry[]) => void = () => {};
  /** What is not handed over yet. */
  pending: readonly Entry[] = [];
  /** Whether collections are watched. */
  isWatched = false;
  /** The globals. */
  readonly globals: Parameters<typeof nodeProbe>[0] & object;

  constructor(modules: Readonly<Record<string, object>> = {}) {
    const tell = (handle: (list: { getEntries(): readonly Entry[] }) => void) =>
      this.deliver = (entries) => handle({ getEntries: () => entries });
    const watch = (isWatched: boolean) => this.isWatched = isWatched;
    const takePending = () => this.pending;
    class PerformanceObserver {
      constructor(handle: (list: { getEntries(): readonly Entry[] }) => void) {
        tell(handle);
      }
      observe({ entryTypes }: { entryTypes: readonly string[] }): void {
        watch(entryTypes.includes("gc"));
      }
      takeRecords(): readonly Entry[] {
        return takePending();
      }
      disconnect(): void {
        watch(false);
      }
    }
    this.globals = {
      process: { ...fakeProcess(modules), getActiveResourcesInfo: () => ["Timeout"] },
      performance: { eventLoopUtilization: () => ({ active: 250, idle: 1750 }) },
      PerformanceObserver,
      setImmediate: () => ({ unref: () => {} }),
      clearImmediate: () => {},
    };
  }
}

/** Deno's globals, as far as they matter, with a permission to read, and what was asked of them. */
export class FakeDeno {
  /** Permissions that were asked for. */
  readonly queries: object[] = [];
  /** Files that were read. */
  readonly files: string[] = [];
  /** The globals. */
  readonly globals: Parameters<typeof denoProbe>[0] & object;

  constructor(state: "denied" | "granted" | "prompt", read: (path: string) => string = fakeFs.readFileSync) {
    const { queries, files } = this;
    const Deno = {
      version: { deno: "2.9.6" },
      permissions: {
        querySync(query: object) {
          queries.push(query);
          return { state };
        },
      },
      readTextFileSync(path: string): string {
        files.push(path);
        return read(path);
      },
      readDirSync: fakeFs.readdirSync,
      unrefTimer: () => {},
    };
    this.globals = { Deno, process: fakeProcess({ "node:v8": fakeV8 }) };
  }
}
