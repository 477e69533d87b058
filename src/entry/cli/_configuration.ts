import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { parseYaml } from "../../app/config/parse_yaml.ts";
import { findConfigFile, readSettings, type Settings } from "../../app/config/settings.ts";
import type { LoadedModules } from "../../app/modules/loaded_modules.ts";
import { probersOf } from "../../app/modules/registered_modules.ts";
import { probeSettingsOf } from "../../app/probe/probe_options.ts";
import { TargetGuard } from "../../app/targets/target_guard.ts";
import { messageOf } from "../../model/message_of.ts";
import { Attempts } from "./_attempts.ts";
import type { World } from "./world.ts";

/** Settings and modules from flags, environment variables and the configuration file. */
export interface Configuration extends LoadedModules {
  readonly settings: Settings;
  /** Parsed content of the file. */
  readonly file?: unknown;
}

/**
 * Reads the configuration.
 *
 * @param args The command line
 * @param world Provides environment variables and files
 * @param onProblem Called for each value that a module cannot read
 * @throws {ConfigError} With all problems, each with its flag, variable, or file and path
 */
export async function readConfiguration(
  args: Arguments,
  world: World,
  onProblem: (error: Error, module: string) => void,
): Promise<Configuration> {
  const { env } = world;
  const attempts = new Attempts();
  const fileName = findConfigFile({ args, env });
  const file = fileName === undefined ? undefined : await attempts.run(() => readYaml(fileName, world));
  const settings = await attempts.run(() => readSettings({ args, env, file, fileName }));
  const { modules, probes } = Object(file);
  const config = { modules: modules ?? {}, ...probes !== undefined && { probes } };
  const hasModules = modules !== undefined || probes !== undefined;
  const load = () => hasModules ? world.loadModules(config, onProblem) : { modules: [] };
  const loaded = await attempts.run(load, `${fileName}: `);
  await attempts.run(() => checkProbes(loaded), `${fileName}: `);
  attempts.end("Cannot read the configuration");
  return { settings, file, ...loaded } as Configuration; // complete if there are no problems
}

/** Validates the options of probes at startup instead of at the first probe. */
function checkProbes({ modules, probes }: LoadedModules = { modules: [] }): void {
  const probers = probersOf(modules);
  if (probes === undefined || Object.keys(probers).length === 0) return;
  try {
    probeSettingsOf({ ...probes, modules: probers });
    new TargetGuard(probes);
  } catch (error) {
    throw new ConfigError("", [messageOf(error)]);
  }
}

async function readYaml(path: string, world: World): Promise<unknown> {
  const attempts = new Attempts();
  const text = await attempts.run(() => readText(path, world));
  const value = await attempts.run(() => parseYaml("", text ?? "", "core"), `${path}: `);
  attempts.end("Cannot read the configuration");
  return value;
}

async function readText(path: string, world: World): Promise<string> {
  try {
    return await world.readText(path);
  } catch (error) {
    throw new ConfigError("", [`--config.file cannot be read: ${messageOf(error)}`]);
  }
}
