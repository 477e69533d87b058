import { readLinuxProcess } from "./_linux_process.ts";
import {
  cpuMsOf,
  type FsLike,
  type ProcessLike,
  readProcess,
  startTimeOf,
  unreferencedInterval,
} from "./_process_like.ts";
import type { RuntimeProbe } from "./probe.ts";

// The few members this file reads; the real globals of Bun stay assignable to it.
interface BunGlobals {
  readonly Bun: { readonly version: string };
  readonly process: ProcessLike;
}

/**
 * Makes the probe for Bun. Its heap is as large as it was after the last collection; the total that Bun gives may be below
 * what is used, its heap spaces, utilization and active resources are always zero, and collections cannot be watched: all
 * these are left out.
 *
 * @param globals Where Bun's globals are
 * @returns The probe
 */
export function bunProbe({ Bun: bun, process: host }: BunGlobals = globalThis as unknown as BunGlobals): RuntimeProbe {
  const fs = host.getBuiltinModule?.("node:fs") as FsLike | undefined;
  const files = fs && { read: (path: string) => fs.readFileSync(path, "utf8"), list: fs.readdirSync };
  const startTimeSeconds = startTimeOf(host);
  return {
    runtime: { name: "bun", version: bun.version },
    loop: { every: unreferencedInterval, busyMs: () => cpuMsOf(host) },
    process: () => ({ ...readProcess(host), ...(files && readLinuxProcess(files)), startTimeSeconds }),
    heap: () => {
      const { heapUsed, external } = host.memoryUsage();
      return { usedBytes: heapUsed, externalBytes: external };
    },
  };
}
