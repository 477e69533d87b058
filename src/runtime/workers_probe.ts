import type { RuntimeProbe } from "./probe.ts";

// The members used here; the real globals of a Worker are assignable to it.
interface WorkersGlobals {
  readonly crypto: { randomUUID(): string };
}

/**
 * Creates the probe for Cloudflare Workers. It only reports the isolate, because Workers have no process: memory and
 * CPU time are 0 or throw, timers do not run between requests, and the clock only advances after I/O.
 *
 * @param globals Global object of the Worker
 * @returns The probe
 */
export function workersProbe({ crypto }: WorkersGlobals = globalThis as unknown as WorkersGlobals): RuntimeProbe {
  return { runtime: { name: "workers", version: "" }, isolateId: () => crypto.randomUUID() };
}
