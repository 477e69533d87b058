import type { CollectorState } from "../../model/collector.ts";
import type { Registry } from "../../registry/registry.ts";
import { ConfigError } from "../config/config_error.ts";
import type { CollectorToggle } from "../config/settings.ts";
import type { ProbeModule } from "../probe/prober.ts";
import type { Module } from "./module.ts";

/** Applies a configuration to a registry: registers modules, and enables and disables collectors. */
export class RegisteredModules {
  readonly #registry: Registry;
  /** The original state of collectors that were enabled or disabled. */
  readonly #before = new Map<string, boolean>();
  #modules: readonly Module[] = [];
  #toggles: readonly CollectorToggle[] = [];

  /**
   * Creates an instance without modules.
   *
   * @param registry Registry for modules with a target of their own
   */
  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /**
   * Replaces the modules, and enables and disables collectors. Collectors without a toggle return to their original state. On
   * failure nothing changes.
   *
   * @param modules The new modules
   * @param toggles Collectors to enable or disable
   * @throws {ConfigError} If modules have names of other collectors, or collectors do not exist; it lists all of them
   */
  use(modules: readonly Module[], toggles: readonly CollectorToggle[]): void {
    this.#checkNames(modules);
    const [previous, previousToggles] = [this.#modules, this.#toggles];
    this.#replace(modules, toggles);
    const problems = toggles.filter(({ name }) => this.#find(name) === undefined).map(({ origin }) => {
      const names = this.#registry.collectors.map(({ name }) => name).join(", ");
      return `${origin} refers to an unknown collector, available collectors are ${names || "none"}`;
    });
    if (problems.length === 0) return;
    this.#replace(previous, previousToggles);
    throw new ConfigError("Cannot select collectors", problems);
  }

  #checkNames(modules: readonly Module[]): void {
    const own = new Set(this.#modules.flatMap(({ name, collector }) => collector === undefined ? [] : [name]));
    const others = new Set(this.#registry.collectors.map(({ name }) => name).filter((name) => !own.has(name)));
    const problems = modules.filter(({ name, collector }) => collector !== undefined && others.has(name)).map(
      ({ name }) => `modules.${name} has the name of a collector of the exporter; rename the module`,
    );
    if (problems.length > 0) throw new ConfigError("Cannot register modules", problems);
  }

  #replace(modules: readonly Module[], toggles: readonly CollectorToggle[]): void {
    for (const { collector } of this.#modules) if (collector !== undefined) this.#registry.unregister(collector);
    for (const { name, collector, timeoutMs } of modules) {
      if (collector !== undefined) this.#registry.register(collector, { name, timeoutMs });
    }
    this.#choose(toggles);
    this.#modules = modules;
    this.#toggles = toggles;
  }

  /** Changes only collectors whose state differs, because disabling a collector clears its cache. */
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

  /** Finds a collector by name. In environment variables other characters are replaced by underscores. */
  #find(name: string): CollectorState | undefined {
    const { collectors } = this.#registry;
    return collectors.find((other) => other.name === name) ??
      collectors.find((other) => plain(other.name) === plain(name));
  }
}

/** The modules that read the target of a probe request. */
export class CurrentProbers {
  readonly #current: Record<string, ProbeModule> = {};

  /** The current ones by name. It is always the same object. */
  get view(): Readonly<Record<string, ProbeModule>> {
    return this.#current;
  }

  /** Replaces all of them. */
  use(modules: readonly Module[]): void {
    for (const name of Object.keys(this.#current)) delete this.#current[name];
    Object.assign(this.#current, probersOf(modules));
  }
}

/** Returns the modules that read the target of a probe request, by name. */
export function probersOf(modules: readonly Module[]): Record<string, ProbeModule> {
  return Object.fromEntries(modules.flatMap(({ name, prober }) => prober === undefined ? [] : [[name, prober]]));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "_");
}
