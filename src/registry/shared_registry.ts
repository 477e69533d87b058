import { Registry } from "./registry.ts";

/** Prefix of the keys of all copies of this package with the same API. */
const KEY = "@webprom/exporter/registry/1/";

/**
 * Returns the registry with a name that is shared by the whole process. It is created on the first call and stored under a
 * `Symbol.for` key, so that several copies of this package share it: after a hot reload, in an application that is bundled
 * twice, or under a framework with two module graphs, such as Next.js.
 *
 * An instrument that is defined again is the same one, with its values. If only its help text has changed, the new text is used.
 * Any other difference is an error, as in every registry.
 *
 * @example Get the same registry everywhere
 * ```ts
 * import { expose, sharedRegistry } from "@webprom/exporter";
 * import { assertStrictEquals, assertStringIncludes } from "@std/assert";
 *
 * assertStrictEquals(sharedRegistry("shop"), sharedRegistry("shop"));
 *
 * sharedRegistry("shop").counter({ name: "shop_orders_total", help: "Orders." }).inc();
 * sharedRegistry("shop").counter({ name: "shop_orders_total", help: "Orders processed." }).inc(); // edited, and loaded again
 *
 * assertStringIncludes(
 *   await expose(sharedRegistry("shop")),
 *   "\x23 HELP shop_orders_total Orders processed.\n\x23 TYPE shop_orders_total counter\nshop_orders_total 2\n",
 * );
 * ```
 *
 * @param name Name of the registry, such as that of the application
 * @returns The same registry on every call with this name
 */
export function sharedRegistry(name: string = "default"): Registry {
  const key = Symbol.for(KEY + name);
  const shared = globalThis as { [key: symbol]: unknown };
  return (shared[key] ??= new Registry({ replaceHelp: true })) as Registry; // of any copy with this API
}
