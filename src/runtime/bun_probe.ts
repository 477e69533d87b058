import { cgroupReader } from "./_cgroup.ts";
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

// The members used here; the real globals of Bun are assignable to it.
interface BunGlobals {
  readonly Bun: { readonly version: string };
  readonly process: ProcessLike;
}

/**
 * Creates the probe for Bun. Its heap size is that after the last garbage collection. The probe omits the total heap
 * size, which can be below the used size; heap spaces, utilization and active resources, which are always 0 on Bun; and
 * garbage collections, which cannot be watched.
 *
 * @param globals Global object of Bun
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
    cgroup: files && cgroupReader(files.read),
    heap: () => {
      const { heapUsed, external } = host.memoryUsage();
      return { usedBytes: heapUsed, externalBytes: external };
    },
  };
}
