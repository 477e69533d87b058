import { quote } from "../model/quote.ts";
import { Registry } from "./registry.ts";

/** Methods that other copies of this package call. A registry that lacks one comes from an incompatible version. */
const METHODS = [
  ...["counter", "gauge", "histogram", "summary", "info", "stateSet"],
  ...["register", "unregister", "withPrefix", "withLabels", "gather", "clear"],
] as const;

/**
 * Returns the registry of this name, which the whole process shares. The first call creates it. It is stored on
 * `globalThis`, so that a module that is loaded again, and several copies of this package, as in the bundles of Next.js,
 * get the same one.
 *
 * Modules that are reloaded define their instruments again: they get the existing ones with their values. A changed help text
 * is taken over (see {@linkcode RegistryOptions.replaceHelp}), any other difference is an error that names it.
 *
 * @example Get the same registry everywhere
 * ```ts
 * import { sharedRegistry } from "@webprom/exporter";
 * import { assertEquals, assertStrictEquals } from "@std/assert";
 *
 * const define = (help: string) => sharedRegistry("shop").counter({ name: "shop_orders_total", help });
 * define("Orders.").inc();
 *
 * assertEquals(define("Orders processed.").value(), 1);
 * assertStrictEquals(sharedRegistry("shop"), sharedRegistry("shop"));
 * ```
 *
 * @param name Name of the registry, usually that of the application
 * @returns The same registry on every call with this name
 * @throws {TypeError} If the name is empty, or the registry was created by an incompatible version of this package
 */
export function sharedRegistry(name: string = "default"): Registry {
  const subject = "Cannot share a registry";
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`${subject}: name must be a non-empty string, current value is ${quote(name)}`);
  }
  const key = Symbol.for(`@webprom/exporter/registry/${name}`);
  const shared = globalThis as typeof globalThis & { [key: symbol]: unknown };
  const registry = shared[key] ??= new Registry({ replaceHelp: true });
  if (isRegistry(registry)) return registry;
  throw new TypeError(
    `${subject}: that named ${
      quote(name)
    } was created by an incompatible version of @webprom/exporter; use one version, or another name`,
  );
}

/** Checks the methods. `instanceof` does not work here: another copy of this package has another class. */
function isRegistry(found: unknown): found is Registry {
  return typeof found === "object" && found !== null &&
    METHODS.every((method) => typeof (found as Record<string, unknown>)[method] === "function");
}
