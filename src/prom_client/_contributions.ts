import type { Snapshots } from "./_requests.ts";
import { globalRegistry, Registry } from "./registry.ts";
import type { RegistryContentType } from "./types.ts";

/**
 * Returns the values of registries.
 *
 * @param registries The registries; `undefined` for the default one
 * @param aggregator Leaves out metrics with other aggregators
 */
export function snapshots(registries: readonly Registry[] | undefined, aggregator?: string): Promise<Snapshots> {
  return Promise.all((registries ?? [globalRegistry()]).map((registry) => registry.getMetricsAsJSON(aggregator)));
}

/**
 * Combines values, and returns their text.
 *
 * @param sources Values of all registries
 * @param contentType Content type of the text
 * @returns The text; empty without metrics
 */
export async function combinedText(sources: Snapshots, contentType: RegistryContentType): Promise<string> {
  const combined = Registry.aggregate(sources, contentType);
  return combined.getMetricsAsArray().length === 0 ? "" : await combined.metrics();
}

/**
 * Checks the argument of `setRegistries()`.
 *
 * @param registries One registry or several
 * @throws {TypeError} If one is not a registry
 */
export function checkRegistries(registries: Registry | readonly Registry[]): readonly Registry[] {
  const all = Array.isArray(registries) ? registries as readonly Registry[] : [registries as Registry];
  for (const registry of all) {
    if (!(registry instanceof Registry)) throw new TypeError(`Expected Registry, got ${typeof registry}`);
  }
  return all;
}
