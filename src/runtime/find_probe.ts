import { bunProbe } from "./bun_probe.ts";
import { denoProbe } from "./deno_probe.ts";
import { detectRuntime, type RuntimeName } from "./detect_runtime.ts";
import { nodeProbe } from "./node_probe.ts";
import type { RuntimeProbe } from "./probe.ts";
import { workersProbe } from "./workers_probe.ts";

/** Functions that create the probe of each runtime. */
const PROBES: Readonly<Record<RuntimeName, () => RuntimeProbe>> = {
  bun: () => bunProbe(),
  deno: () => denoProbe(),
  node: () => nodeProbe(),
  workers: () => workersProbe(),
};

/**
 * Creates the probe for the current runtime.
 *
 * @returns The probe, or `undefined` if the runtime is unknown
 */
export function findProbe(): RuntimeProbe | undefined {
  const runtime = detectRuntime();
  return runtime && PROBES[runtime.name]();
}
