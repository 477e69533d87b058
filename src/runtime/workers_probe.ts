import type { RuntimeProbe } from "./probe.ts";

// The few members this file reads; the real globals of a Worker stay assignable to it.
interface WorkersGlobals {
  readonly crypto: { randomUUID(): string };
}

/**
 * Makes the probe for Cloudflare Workers, where there is no process to tell of: memory and CPU time read zero or throw,
 * timers do not run between requests, and the clock stands still between two I/O operations, so that whatever computes
 * takes no time. What is left is the isolate itself.
 *
 * @param globals Where the globals of a Worker are
 * @returns The probe
 */
export function workersProbe({ crypto }: WorkersGlobals = globalThis as unknown as WorkersGlobals): RuntimeProbe {
  return { runtime: { name: "workers", version: "" }, isolateId: () => crypto.randomUUID() };
}
