import type { Registry } from "../registry/registry.ts";
import { ConfigError } from "./config_error.ts";
import type { LoadedModule } from "./loaded_modules.ts";
import type { ProbeModule } from "./probe/prober.ts";
import type { CollectorToggle } from "./settings.ts";

/** The modules that take part in a registry, and which of its collectors do: each time as the configuration says. */
export class RegisteredModules {
  readonly #registry: Registry;
  readonly #probers: Record<string, ProbeModule>;
  #modules: readonly LoadedModule[] = [];

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
   * Replaces the modules by others, and turns collectors on and off. Where that is not possible, all stays as it is.
   *
   * @param modules What there is from now on
   * @param toggles Which collectors take part
   * @throws {ConfigError} If there are no such collectors: it tells all that there are not
   */
  use(modules: readonly LoadedModule[], toggles: readonly CollectorToggle[]): void {
    const previous = this.#modules;
    this.#replace(modules);
    const problems = toggles.filter(({ name }) => this.#find(name) === undefined).map(({ origin }) => {
      const names = this.#registry.collectors.map(({ name }) => name).join(", ");
      return `${origin} names no collector, collectors are ${names || "none"}`;
    });
    if (problems.length > 0) {
      this.#replace(previous);
      throw new ConfigError("Cannot choose collectors", problems);
    }
    for (const { name, enabled } of toggles) {
      if (enabled) this.#registry.enable(this.#find(name) ?? "");
      else this.#registry.disable(this.#find(name) ?? "");
    }
  }

  #replace(modules: readonly LoadedModule[]): void {
    for (const { collector } of this.#modules) if (collector !== undefined) this.#registry.unregister(collector);
    for (const { name, collector, timeoutMs } of modules) {
      if (collector !== undefined) this.#registry.register(collector, { name, timeoutMs });
    }
    for (const name of Object.keys(this.#probers)) delete this.#probers[name];
    Object.assign(this.#probers, probersOf(modules));
    this.#modules = modules;
  }

  /** Finds the collector of a name; names of variables have underscores where those of collectors may have anything. */
  #find(name: string): string | undefined {
    const names = this.#registry.collectors.map((collector) => collector.name);
    return names.find((other) => other === name) ?? names.find((other) => plain(other) === plain(name));
  }
}

/** Takes the modules whose targets come with requests, by name. */
export function probersOf(modules: readonly LoadedModule[]): Record<string, ProbeModule> {
  return Object.fromEntries(modules.flatMap(({ name, prober }) => prober === undefined ? [] : [[name, prober]]));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "_");
}
