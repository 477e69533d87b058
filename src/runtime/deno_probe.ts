import { cgroupReader } from "./_cgroup.ts";
import { readLinuxProcess } from "./_linux_process.ts";
import {
  cpuMsOf,
  type Immediates,
  type ProcessLike,
  readHeap,
  readHeapSpaces,
  readProcess,
  startTimeOf,
  unreferencedImmediate,
  type V8Like,
} from "./_process_like.ts";
import type { ProcessReading, RuntimeProbe } from "./probe.ts";

// The members used here; the real globals of Deno are assignable to it.
interface DenoGlobals {
  readonly Deno: {
    readonly version: { readonly deno: string };
    readonly permissions: {
      querySync(query: { name: "read"; path: string }): { readonly state: "denied" | "granted" | "prompt" };
    };
    readTextFileSync(path: string): string;
    readDirSync(path: string): Iterable<unknown>;
    unrefTimer(id: number): void;
  };
  readonly process: ProcessLike;
}

/**
 * Creates the probe for Deno. Without permissions it reads CPU time, resident memory, start time, heap and event loop;
 * with all permissions (`-A`) also `/proc` and the cgroup on Linux. It never prompts for a permission. The probe omits utilization,
 * which is always 0 on Deno, garbage collections, which are not reported, and active resources, which lack servers.
 *
 * @param globals Global object of Deno
 * @returns The probe
 */
export function denoProbe(globals: DenoGlobals = globalThis as unknown as DenoGlobals): RuntimeProbe {
  const { Deno: deno, process: host } = globals;
  const v8 = host.getBuiltinModule?.("node:v8") as V8Like | undefined;
  const timers = host.getBuiltinModule?.("node:timers") as Immediates | undefined;
  const startTimeSeconds = startTimeOf(host);
  // Without the read permission reading would prompt; with only some permissions it throws.
  const mayRead = (path: string) => deno.permissions.querySync({ name: "read", path }).state === "granted";
  function readFiles(): ProcessReading {
    if (!mayRead("/proc")) return {};
    return readLinuxProcess({ read: deno.readTextFileSync, list: deno.readDirSync });
  }
  const readCgroup = cgroupReader(deno.readTextFileSync);
  return {
    runtime: { name: "deno", version: deno.version.deno },
    loop: {
      every(intervalMs, callback) {
        const timer = setInterval(callback, intervalMs) as unknown as number; // always a number on Deno, despite other type definitions
        deno.unrefTimer(timer);
        return () => clearInterval(timer);
      },
      afterTurn: timers && ((callback) => unreferencedImmediate(timers, callback)),
      busyMs: () => cpuMsOf(host),
    },
    process: () => ({ ...readProcess(host), ...readFiles(), startTimeSeconds }),
    // Hierarchies can be mounted anywhere, and files of the kernel need all permissions in any case.
    cgroup: () => mayRead("/") ? readCgroup() : undefined,
    heap: () => readHeap(host, v8),
    heapSpaces: () => readHeapSpaces(v8),
  };
}
