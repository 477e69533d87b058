import { bunProbe } from "./bun_probe.ts";
import { denoProbe } from "./deno_probe.ts";
import { detectRuntime, type RuntimeName } from "./detect_runtime.ts";
import { nodeProbe } from "./node_probe.ts";
import type { RuntimeProbe } from "./probe.ts";
import { workersProbe } from "./workers_probe.ts";

/** By runtime, what makes its probe. */
const PROBES: Readonly<Record<RuntimeName, () => RuntimeProbe>> = {
  bun: () => bunProbe(),
  deno: () => denoProbe(),
  node: () => nodeProbe(),
  workers: () => workersProbe(),
};

/**
 * Makes the probe for the runtime that this is.
 *
 * @returns The probe, or `undefined` where the runtime is none of those known
 */
export function findProbe(): RuntimeProbe | undefined {
  const runtime = detectRuntime();
  return runtime && PROBES[runtime.name]();
}
