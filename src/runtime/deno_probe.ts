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

// The few members this file reads; the real globals of Deno stay assignable to it.
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
 * Makes the probe for Deno. Without any permission it tells CPU time, resident memory, start time, heap and event loop; with
 * all of them (`-A`) what Linux keeps of the process as well. It never asks for one. Utilization is always zero on Deno,
 * collections are not reported and active resources lack servers: all these are left out.
 *
 * @param globals Where Deno's globals are
 * @returns The probe
 */
export function denoProbe(globals: DenoGlobals = globalThis as unknown as DenoGlobals): RuntimeProbe {
  const { Deno: deno, process: host } = globals;
  const v8 = host.getBuiltinModule?.("node:v8") as V8Like | undefined;
  const timers = host.getBuiltinModule?.("node:timers") as Immediates | undefined;
  const startTimeSeconds = startTimeOf(host);
  function readFiles(): ProcessReading {
    // Where reading is not granted, trying would prompt; where not all is granted, it throws.
    if (deno.permissions.querySync({ name: "read", path: "/proc" }).state !== "granted") return {};
    return readLinuxProcess({ read: deno.readTextFileSync, list: deno.readDirSync });
  }
  return {
    runtime: { name: "deno", version: deno.version.deno },
    loop: {
      every(intervalMs, callback) {
        const timer = setInterval(callback, intervalMs) as unknown as number; // a number on Deno, whatever other types say
        deno.unrefTimer(timer);
        return () => clearInterval(timer);
      },
      afterTurn: timers && ((callback) => unreferencedImmediate(timers, callback)),
      busyMs: () => cpuMsOf(host),
    },
    process: () => ({ ...readProcess(host), ...readFiles(), startTimeSeconds }),
    heap: () => readHeap(host, v8),
    heapSpaces: () => readHeapSpaces(v8),
  };
}
