/** A runtime that this package supports. */
export type RuntimeName = "bun" | "deno" | "node" | "workers";

/** The current runtime. */
export interface Runtime {
  /** Name of the runtime. */
  readonly name: RuntimeName;
  /** Version of the runtime; empty on Workers, which have none. */
  readonly version: string;
}

/** Globals by which runtimes are detected. */
export interface RuntimeGlobals {
  /** Set on Bun only. */
  readonly Bun?: { readonly version: string } | undefined;
  /** Set on Deno only. */
  readonly Deno?: { readonly version: { readonly deno: string } } | undefined;
  /** Set on most runtimes, including Workers. */
  readonly navigator?: { readonly userAgent?: string | undefined } | undefined;
  /** Set on Node and on all runtimes that imitate it. */
  readonly process?: { readonly versions?: { readonly node?: string | undefined } | undefined } | undefined;
}

/**
 * Detects the current runtime. Runtimes that imitate Node are recognized by their own globals, so that they are not
 * reported as Node.
 *
 * @example Detect the runtime
 * ```ts
 * import { detectRuntime } from "@webprom/exporter/runtime";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(detectRuntime({ Bun: { version: "1.4.5" } }), { name: "bun", version: "1.4.5" });
 * ```
 *
 * @param globals Global object to inspect
 * @returns The runtime, or `undefined` if it is unknown, such as a browser
 */
export function detectRuntime(globals: RuntimeGlobals = globalThis as RuntimeGlobals): Runtime | undefined {
  if (globals.navigator?.userAgent === "Cloudflare-Workers") return { name: "workers", version: "" };
  if (globals.Deno !== undefined) return { name: "deno", version: globals.Deno.version.deno };
  if (globals.Bun !== undefined) return { name: "bun", version: globals.Bun.version };
  const version = globals.process?.versions?.node;
  return version === undefined ? undefined : { name: "node", version };
}
