import type { Collector, GatherOptions } from "../../src/model/collector.ts";
import type { MetricFamily, Point } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";
import { gaugeFamily } from "./families.ts";

/** What one scrape gave. */
export interface Scrape {
  readonly names: readonly string[];
  readonly success: Readonly<Record<string, number>>;
  readonly errors: readonly (readonly [collector: string, error: Error])[];
}

/** Gathers once, and tells what came of each collector. */
export async function scrape(registry: Registry, options: GatherOptions = {}): Promise<Scrape> {
  const errors: [string, Error][] = [];
  const families = await registry.gather({
    ...options,
    onError: (error, collector) => errors.push([collector, error as Error]),
  });
  return {
    names: families.map(({ name }) => name).filter((name) => !name.startsWith("webprom_collector_")),
    success: reported(families, "webprom_collector_success"),
    errors,
  };
}

/** What a family reports, by collector. */
export function reported(families: readonly MetricFamily[], name: string): Record<string, number> {
  const points = [...(families.find((family) => family.name === name)?.points ?? []) as Iterable<Point>];
  return Object.fromEntries(points.map(({ labels, value }) => [labels.collector, value]));
}

/** A registry with an instrument and a healthy collector, which no other collector must harm. */
export function registryWith(collect: Collector["collect"], timeoutMs = 1000): Registry {
  const registry = new Registry();
  registry.register({ name: "tested", collect }, { timeoutMs });
  registry.register({ name: "healthy", collect: () => [gaugeFamily("healthy")] });
  registry.gauge({ name: "instrument", help: "Test." });
  return registry;
}
