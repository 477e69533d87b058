import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { parseYaml } from "../../app/config/parse_yaml.ts";
import { findConfigFile, readSettings, type Settings } from "../../app/config/settings.ts";
import type { LoadedModules } from "../../app/modules/loaded_modules.ts";
import { probersOf } from "../../app/modules/registered_modules.ts";
import { probeSettingsOf } from "../../app/probe/probe_options.ts";
import { TargetGuard } from "../../app/targets/target_guard.ts";
import { Attempts } from "./_attempts.ts";
import type { World } from "./world.ts";

/** All that flags, variables and the configuration file say. */
export interface Configuration extends LoadedModules {
  readonly settings: Settings;
  /** What the file says, as it is. */
  readonly file?: unknown;
}

/**
 * Reads the configuration.
 *
 * @param args The command line
 * @param world Where variables and files are
 * @param onProblem Called for each value that a module cannot read
 * @throws {ConfigError} If anything is wrong: it tells all of it, each with its flag, variable, or file and path
 */
export async function readConfiguration(
  args: Arguments,
  world: World,
  onProblem: (error: Error, module: string) => void,
): Promise<Configuration> {
  const { env } = world;
  const attempts = new Attempts();
  const fileName = findConfigFile({ args, env });
  const file = fileName === undefined ? undefined : await attempts.make(() => readYaml(fileName, world));
  const settings = await attempts.make(() => readSettings({ args, env, file, fileName }));
  const { modules, probes } = Object(file);
  const config = { modules: modules ?? {}, ...probes !== undefined && { probes } };
  const hasModules = modules !== undefined || probes !== undefined;
  const load = () => hasModules ? world.loadModules(config, onProblem) : { modules: [] };
  const loaded = await attempts.make(load, `${fileName}: `);
  await attempts.make(() => checkProbes(loaded), `${fileName}: `);
  attempts.end("Cannot read the configuration");
  return { settings, file, ...loaded } as Configuration; // they are there if nothing is wrong
}

/** Finds out what is wrong with targets before somebody asks for them. */
function checkProbes({ modules, probes }: LoadedModules = { modules: [] }): void {
  const probers = probersOf(modules);
  if (probes === undefined || Object.keys(probers).length === 0) return;
  try {
    probeSettingsOf({ ...probes, modules: probers });
    new TargetGuard(probes);
  } catch (error) {
    throw new ConfigError("", [error instanceof Error ? error.message : String(error)]);
  }
}

async function readYaml(path: string, world: World): Promise<unknown> {
  const attempts = new Attempts();
  const text = await attempts.make(() => readText(path, world));
  const value = await attempts.make(() => parseYaml("", text ?? "", "core"), `${path}: `);
  attempts.end("Cannot read the configuration");
  return value;
}

async function readText(path: string, world: World): Promise<string> {
  try {
    return await world.readText(path);
  } catch (error) {
    throw new ConfigError("", [`--config.file cannot be read: ${error instanceof Error ? error.message : error}`]);
  }
}
