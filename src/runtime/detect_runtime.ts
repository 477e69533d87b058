/** A runtime that this package knows. */
export type RuntimeName = "bun" | "deno" | "node" | "workers";

/** What runs this code. */
export interface Runtime {
  /** Which it is. */
  readonly name: RuntimeName;
  /** Its own version; of Workers, which have none, the empty text. */
  readonly version: string;
}

/** The globals that tell one runtime from another. */
export interface RuntimeGlobals {
  /** Of Bun alone. */
  readonly Bun?: { readonly version: string } | undefined;
  /** Of Deno alone. */
  readonly Deno?: { readonly version: { readonly deno: string } } | undefined;
  /** Of most, Workers among them. */
  readonly navigator?: { readonly userAgent?: string | undefined } | undefined;
  /** Of Node, and of all that imitate it. */
  readonly process?: { readonly versions?: { readonly node?: string | undefined } | undefined } | undefined;
}

/**
 * Tells which runtime this is. Those that imitate Node are told apart from it by what they alone have, so that none is
 * reported as a version of Node that it is not.
 *
 * @example Tell the runtime
 * ```ts
 * import { detectRuntime } from "@webprom/exporter/runtime";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(detectRuntime({ Bun: { version: "1.4.5" } }), { name: "bun", version: "1.4.5" });
 * ```
 *
 * @param globals Where to look
 * @returns The runtime, or `undefined` where it is none of those known, such as a browser
 */
export function detectRuntime(globals: RuntimeGlobals = globalThis as RuntimeGlobals): Runtime | undefined {
  if (globals.navigator?.userAgent === "Cloudflare-Workers") return { name: "workers", version: "" };
  if (globals.Deno !== undefined) return { name: "deno", version: globals.Deno.version.deno };
  if (globals.Bun !== undefined) return { name: "bun", version: globals.Bun.version };
  const version = globals.process?.versions?.node;
  return version === undefined ? undefined : { name: "node", version };
}
