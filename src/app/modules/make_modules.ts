import { ConfigError } from "../config/config_error.ts";
import type { ExporterConfig } from "./exporter_config.ts";
import type { Abilities, Module } from "./module.ts";

/**
 * Creates the modules of a configuration.
 *
 * @param config The configuration
 * @param abilities What the runtime supports
 * @returns The modules, in the order of the configuration
 * @throws {ConfigError} If modules need something that the runtime lacks; it lists all problems
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
  if (problems.length > 0) throw new ConfigError("Cannot create modules", problems);
  return made;
}
