import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { parseYaml } from "../../app/config/parse_yaml.ts";
import { findConfigFile, readSettings, type Settings } from "../../app/config/settings.ts";
import type { LoadedModules } from "../../app/modules/module.ts";
import { probersOf } from "../../app/modules/registered_modules.ts";
import { probeSettingsOf } from "../../app/probe/probe_options.ts";
import { TargetGuard } from "../../app/targets/target_guard.ts";
import { messageOf } from "../../model/message_of.ts";
import { Attempts } from "./_attempts.ts";
import type { CliHost } from "./cli_host.ts";

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
 * @param host Provides environment variables and files
 * @param onProblem Called for each value that a module cannot read
 * @throws {ConfigError} With all problems, each with its flag, variable, or file and path
 */
export async function readConfiguration(
  args: Arguments,
  host: CliHost,
  onProblem: (error: Error, module: string) => void,
): Promise<Configuration> {
  const { env } = host;
  const attempts = new Attempts();
  const fileName = findConfigFile({ args, env });
  const file = fileName === undefined ? undefined : await attempts.run(() => readYaml(fileName, host));
  const settings = await attempts.run(() => readSettings({ args, env, file, fileName }));
  const { modules, probes } = Object(file);
  const config = { modules: modules ?? {}, ...probes !== undefined && { probes } };
  const hasModules = modules !== undefined || probes !== undefined;
  const load = () => hasModules ? host.loadModules(config, onProblem) : { modules: [] };
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

async function readYaml(path: string, host: CliHost): Promise<unknown> {
  const attempts = new Attempts();
  const text = await attempts.run(() => readText(path, host));
  const value = await attempts.run(() => parseYaml("", text ?? ""), `${path}: `);
  attempts.end("Cannot read the configuration");
  return withoutEmpty(value);
}

/** Removes sections without content, such as `probes:` with nothing after it. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, section]) => section !== ""));
}

async function readText(path: string, host: CliHost): Promise<string> {
  try {
    return await host.readText(path);
  } catch (error) {
    throw new ConfigError("", [`cannot read ${path}, set by --config.file: ${messageOf(error)}`]);
  }
}
