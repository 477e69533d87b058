import { Registry } from "./registry.ts";

const KEY = Symbol.for("@webprom/exporter/default-registry/1");

/**
 * The registry that all of a process share who do not make their own. It is made at the first call and found through
 * `Symbol.for`, so that two copies of this package in one process share it too.
 *
 * @example One registry from anywhere
 * ```ts
 * import { defaultRegistry } from "@webprom/exporter";
 * import { assertStrictEquals } from "@std/assert";
 *
 * assertStrictEquals(defaultRegistry(), defaultRegistry());
 * ```
 *
 * @returns The same registry each time
 */
export function defaultRegistry(): Registry {
  const shared = globalThis as typeof globalThis & { [KEY]?: Registry };
  return shared[KEY] ??= new Registry();
}
