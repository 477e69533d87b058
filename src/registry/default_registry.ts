import { Registry } from "./registry.ts";

const KEY = Symbol.for("@webprom/exporter/default-registry/1");

/**
 * Returns the registry shared by the whole process. It is created on the first call and stored under a `Symbol.for`
 * key, so that several copies of this package share it too.
 *
 * @example Get the same registry everywhere
 * ```ts
 * import { defaultRegistry } from "@webprom/exporter";
 * import { assertStrictEquals } from "@std/assert";
 *
 * assertStrictEquals(defaultRegistry(), defaultRegistry());
 * ```
 *
 * @returns The same registry on every call
 */
export function defaultRegistry(): Registry {
  const shared = globalThis as typeof globalThis & { [KEY]?: Registry };
  return shared[KEY] ??= new Registry();
}
