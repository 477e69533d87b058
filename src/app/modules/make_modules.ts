import { ConfigError } from "../config/config_error.ts";
import type { ExporterConfig } from "./exporter_config.ts";
import type { Abilities, Module } from "./module.ts";

/**
 * Makes the modules of a configuration.
 *
 * @param config The configuration
 * @param abilities What the runtime can do
 * @returns The modules, in the order of the configuration
 * @throws {ConfigError} If modules need what the runtime cannot do; it lists all of them
 */
export function makeModules({ modules }: ExporterConfig, abilities: Abilities): Module[] {
  const problems: string[] = [];
  const made = Object.entries(modules).flatMap(([name, make]) => {
    try {
      return [make(name, abilities)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError("Cannot make modules", problems);
  return made;
}
