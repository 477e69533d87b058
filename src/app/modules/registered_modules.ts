import type { CollectorState } from "../../model/collector.ts";
import type { Registry } from "../../registry/registry.ts";
import { ConfigError } from "../config/config_error.ts";
import type { CollectorToggle } from "../config/settings.ts";
import type { ProbeModule } from "../probe/prober.ts";
import type { LoadedModule } from "./loaded_modules.ts";

/** The modules that take part in a registry, and which of its collectors do: each time as the configuration says. */
export class RegisteredModules {
  readonly #registry: Registry;
  readonly #probers: Record<string, ProbeModule>;
  /** Of collectors that were turned on or off, what they were before. */
  readonly #before = new Map<string, boolean>();
  #modules: readonly LoadedModule[] = [];
  #toggles: readonly CollectorToggle[] = [];

  /**
   * Registers nothing as yet.
   *
   * @param registry Where those are registered that have a target
   * @param probers Where those are that have none: its content is replaced
   */
  constructor(registry: Registry, probers: Record<string, ProbeModule> = {}) {
    this.#registry = registry;
    this.#probers = probers;
  }

  /**
   * Replaces the modules by others, and turns collectors on and off; those of which nothing is said are as they were by
   * themselves. Where that is not possible, all stays as it is.
   *
   * @param modules What there is from now on
   * @param toggles Which collectors take part
   * @throws {ConfigError} If there are no such collectors: it tells all that there are not
   */
  use(modules: readonly LoadedModule[], toggles: readonly CollectorToggle[]): void {
    const [previous, previousToggles] = [this.#modules, this.#toggles];
    this.#replace(modules, toggles);
    const problems = toggles.filter(({ name }) => this.#find(name) === undefined).map(({ origin }) => {
      const names = this.#registry.collectors.map(({ name }) => name).join(", ");
      return `${origin} names no collector, collectors are ${names || "none"}`;
    });
    if (problems.length === 0) return;
    this.#replace(previous, previousToggles);
    throw new ConfigError("Cannot choose collectors", problems);
  }

  #replace(modules: readonly LoadedModule[], toggles: readonly CollectorToggle[]): void {
    for (const { collector } of this.#modules) if (collector !== undefined) this.#registry.unregister(collector);
    for (const { name, collector, timeoutMs } of modules) {
      if (collector !== undefined) this.#registry.register(collector, { name, timeoutMs });
    }
    for (const name of Object.keys(this.#probers)) delete this.#probers[name];
    Object.assign(this.#probers, probersOf(modules));
    this.#choose(toggles);
    this.#modules = modules;
    this.#toggles = toggles;
  }

  /** Changes only what is to be changed: a collector that is turned off forgets what it has kept. */
  #choose(toggles: readonly CollectorToggle[]): void {
    const wanted = new Map(this.#before);
    for (const toggle of toggles) {
      const found = this.#find(toggle.name);
      if (found === undefined) continue;
      if (!this.#before.has(found.name)) this.#before.set(found.name, found.enabled);
      wanted.set(found.name, toggle.enabled);
    }
    for (const { name, enabled } of this.#registry.collectors) {
      const isWanted = wanted.get(name) ?? enabled;
      if (isWanted && !enabled) this.#registry.enable(name);
      if (!isWanted && enabled) this.#registry.disable(name);
    }
  }

  /** Finds the collector of a name; names of variables have underscores where those of collectors may have anything. */
  #find(name: string): CollectorState | undefined {
    const { collectors } = this.#registry;
    return collectors.find((other) => other.name === name) ??
      collectors.find((other) => plain(other.name) === plain(name));
  }
}

/** Takes the modules whose targets come with requests, by name. */
export function probersOf(modules: readonly LoadedModule[]): Record<string, ProbeModule> {
  return Object.fromEntries(modules.flatMap(({ name, prober }) => prober === undefined ? [] : [[name, prober]]));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "_");
}
