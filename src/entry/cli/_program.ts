import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { findConfigFile, type Settings } from "../../app/config/settings.ts";
import { exporterOf, type Runnable } from "../../app/exporter/exporter_of.ts";
import { ReloadStatus } from "../../app/exporter/reload_status.ts";
import { type Logger, makeLogger } from "../../app/log/logger.ts";
import { probersOf, RegisteredModules } from "../../app/modules/registered_modules.ts";
import type { ProbeOptions } from "../../app/probe/probe_options.ts";
import type { ProbeModule } from "../../app/probe/prober.ts";
import { Registry } from "../../registry/registry.ts";
import { Attempts } from "./_attempts.ts";
import { type Configuration, readConfiguration } from "./_configuration.ts";
import type { Terminal } from "./terminal.ts";
import type { WatchedWeb, World } from "./world.ts";

/** All that is needed to serve. */
export interface Program extends Disposable {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly app: Runnable;
  /** Who may read, and how connections are encrypted. */
  readonly web: WatchedWeb | undefined;
  /** Reads all files again; what cannot be used changes nothing, and is logged. */
  reload(): Promise<void>;
}

/**
 * Does all that can fail because of the configuration, to tell at once what is wrong with it.
 *
 * @throws {ConfigError} If anything is
 */
export async function prepareProgram(args: Arguments, terminal: Terminal, world: World): Promise<Program> {
  const attempts = new Attempts();
  const [module, ...surplus] = args.operands;
  attempts.problems.push(...surplus.map((operand) => `${operand} is too much, there can be one module`));
  if (module === undefined && findConfigFile({ args, env: world.env }) === undefined) {
    attempts.problems.push("there must be a module or --config.file");
  }
  let logger = makeLogger({ write: terminal.complain });
  const onProblem = (error: Error, module: string) => logger.warn("Value not read", { module, err: error });
  const read = () => readConfiguration(args, world, onProblem);
  const configuration = await attempts.make(read);
  const exported = module === undefined ? new Registry() : await attempts.make(() => load(module, world));
  const subject = `Cannot run ${module ?? "the exporter"}`;
  if (configuration === undefined || exported === undefined) throw new ConfigError(subject, attempts.problems);

  const { settings } = configuration;
  const { logLevel, logFormat, configFile, webConfigFile } = settings;
  logger = makeLogger({ write: terminal.complain, level: logLevel, format: logFormat });
  const probers = probersOf(configuration.modules);
  const fixed = fixedPartOf(configuration);
  let { file } = configuration;
  let last: Promise<unknown> = Promise.resolve();
  const options = {
    name: nameOf(module ?? configFile ?? ""),
    settings,
    logger,
    reload: () => reload(),
    config: (): unknown => ({ flags: Object.fromEntries(args.given), file, web: web?.shown }),
  };
  const app = await attempts.make(() => exporterOf(exported, { ...options, probes: probesOf(configuration, probers) }));
  const registry = app?.registry;
  const registered = registry && new RegisteredModules(registry, probers);
  if (app !== undefined) await attempts.make(() => use(configuration, registered));
  const web = webConfigFile === undefined
    ? undefined
    : await attempts.make(() => watch(webConfigFile, registry, logger, world), `${webConfigFile}: `);
  if (app === undefined || attempts.problems.length > 0) {
    web?.[Symbol.dispose]();
    throw new ConfigError(subject, attempts.problems);
  }

  const status = registry && configFile !== undefined ? new ReloadStatus(registry) : undefined;
  status?.report("exporter", true);
  return { settings, logger, app, web, reload, [Symbol.dispose]: () => web?.[Symbol.dispose]() };

  /** One after the other: what was read earlier must not replace what was read later. */
  function reload(): Promise<void> {
    const reloading = last.then(reloadNow);
    last = reloading.catch(() => {});
    return reloading;
  }

  async function reloadNow(): Promise<void> {
    try {
      const next = await read();
      use(next, registered);
      file = next.file;
      status?.report("exporter", true);
      await web?.reload();
      logger.info("Configuration read again");
      if (fixed !== fixedPartOf(next)) logger.warn("Only modules and collectors change without a restart");
    } catch (error) {
      status?.report("exporter", false);
      logger.error("Cannot read the configuration again", { err: error });
      throw error;
    }
  }
}

async function load(specifier: string, world: World): Promise<unknown> {
  try {
    return await world.importDefault(specifier) ?? null;
  } catch (error) {
    throw new ConfigError("", [`${specifier} cannot be loaded: ${error instanceof Error ? error.message : error}`]);
  }
}

function use({ settings, modules }: Configuration, registered: RegisteredModules | undefined): void {
  if (registered !== undefined) return registered.use(modules, settings.collectors);
  if (modules.length > 0) throw new ConfigError("", ["modules are for exporters, and this app is none"]);
}

/** Answers are as long as each module lets them be. */
const MAX_BYTES = 2 ** 30;

function probesOf({ probes }: Configuration, modules: Record<string, ProbeModule>): ProbeOptions | undefined {
  return Object.keys(modules).length === 0 ? undefined : { ...probes, modules, maxBytes: MAX_BYTES };
}

function watch(path: string, registry: Registry | undefined, logger: Logger, world: World): Promise<WatchedWeb> {
  const onError = (error: unknown) => logger.error("Cannot read the web configuration again", { err: error });
  return world.watchWebConfig(path, { registry, onError });
}

/** Tells apart what cannot change without a restart. */
function fixedPartOf({ settings, modules, probes }: Configuration): string {
  const hasProbes = Object.keys(probersOf(modules)).length > 0;
  return JSON.stringify({ ...settings, modules: undefined, collectors: undefined, hasProbes, probes });
}

/** `./shop/orders-exporter.ts` → `orders_exporter` */
function nameOf(path: string): string {
  const file = path.split(/[/\\]/).at(-1) ?? "";
  return file.replace(/\.\w+$/, "").replace(/\W+/g, "_") || "exporter";
}
