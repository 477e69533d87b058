import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { findConfigFile, type Settings } from "../../app/config/settings.ts";
import { exporterOf, isExporter, type Runnable } from "../../app/exporter/exporter_of.ts";
import type { Build } from "../../app/exporter/build_info.ts";
import type { OperationsOptions } from "../../app/exporter/operations_options.ts";
import { ReloadStatus } from "../../app/exporter/reload_status.ts";
import { type Logger, makeLogger } from "../../app/log/logger.ts";
import { CurrentProbers, probersOf, RegisteredModules } from "../../app/modules/registered_modules.ts";
import type { ProbeOptions } from "../../app/probe/probe_options.ts";
import type { ProbeModule } from "../../app/probe/prober.ts";
import { messageOf } from "../../model/message_of.ts";
import { Registry } from "../../registry/registry.ts";
import { Attempts } from "./_attempts.ts";
import { type Configuration, readConfiguration } from "./_configuration.ts";
import type { Terminal } from "./terminal.ts";
import type { CliHost, WatchedWeb } from "./cli_host.ts";
import { VERSION } from "./version.ts";

/** Options of {@linkcode Program.define}. */
export interface DefineOptions {
  /** Name of the app if it has none. */
  readonly name: string;
  /** Flags that were given. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Build to expose, if the app is not an exporter. */
  readonly build?: Build | undefined;
  /** Whether the app is one of several, which share their metrics. */
  readonly share: boolean;
}

/** Everything that `webprom run` serves. */
export class Program implements Disposable {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly #initial: Configuration;
  readonly #read: () => Promise<Configuration>;
  readonly #probers = new CurrentProbers();
  #app: Runnable | undefined;
  /** The exporter's own `reload` and `config`, which those of the program call. */
  #own: OperationsOptions = {};
  #registered: RegisteredModules | undefined;
  #status: ReloadStatus | undefined;
  #web: WatchedWeb | undefined;
  /** Parsed content of the configuration file. */
  #file: unknown;
  #lastReload: Promise<unknown> = Promise.resolve();

  /**
   * Creates a program without an app; {@linkcode loadProgram} adds it.
   *
   * @param initial The configuration at the start
   * @param read Reads the configuration again
   * @param logger Output for reloads and failed collectors
   */
  constructor(initial: Configuration, read: () => Promise<Configuration>, logger: Logger) {
    this.settings = initial.settings;
    this.logger = logger;
    this.#initial = initial;
    this.#read = read;
    this.#probers.use(initial.modules);
    this.#file = initial.file;
  }

  /** What is served. */
  get app(): Runnable {
    if (this.#app === undefined) throw new Error("Cannot serve the program: it has no app");
    return this.#app;
  }

  /** Finds what is likely a mistake of the configuration, and what modules lack, such as a directory. */
  async findWarnings(): Promise<readonly string[]> {
    const { modules, warnings = [] } = this.#initial;
    const lacking = await Promise.all(modules.map(async ({ name, check }) => {
      const problem = await check?.();
      return problem === undefined ? [] : [`modules.${name}.${problem}`];
    }));
    return [...this.settings.warnings, ...warnings, ...lacking.flat()];
  }

  /** Authentication and TLS; `undefined` without a web configuration file. */
  get web(): WatchedWeb | undefined {
    return this.#web;
  }

  /**
   * Makes the app, and applies the configuration to it.
   *
   * @param exported Default export of the module
   * @param options Name and build of an app that has none, and the flags that were given, for `/config`
   * @throws {ConfigError} If the export cannot be served, or the configuration does not fit it
   */
  define(exported: unknown, { name, flags, build, share }: DefineOptions): void {
    const { settings, logger } = this;
    if (isExporter(exported)) this.#own = exported.options;
    const { registry } = this.#app = exporterOf(exported, {
      name,
      settings,
      logger,
      build,
      share,
      reload: () => this.reload(),
      config: () => ({ flags, file: this.#file, web: this.#web?.shown, app: this.#own.config?.() }),
      probes: probesOf(this.#initial, this.#probers.view),
    });
    this.#registered = registry && new RegisteredModules(registry);
    this.#apply(this.#initial);
    if (registry === undefined || settings.configFile === undefined) return;
    this.#status = new ReloadStatus(registry);
    this.#status.report("exporter", true);
  }

  /**
   * Reads the web configuration file, if there is one, and watches it.
   *
   * @throws {ConfigError} If it is invalid
   */
  async protect(host: CliHost): Promise<void> {
    const { logger, settings: { webConfigFile } } = this;
    if (webConfigFile === undefined) return;
    const onError = (error: unknown) => logger.error("Cannot reload the web configuration", { err: error });
    const web = this.#web = await host.watchWebConfig(webConfigFile, { registry: this.#app?.registry, onError });
    if (web.tls === undefined) return;
    await host.checkTls(web.tls.current).catch((error: unknown) => {
      throw new ConfigError("", [messageOf(error)]);
    });
  }

  /**
   * Reloads all files. Errors are logged; an invalid file changes nothing. Reloads are sequential, so that an earlier one does
   * not overwrite the result of a later one.
   */
  reload(): Promise<void> {
    const reloading = this.#lastReload.then(() => this.#reloadNow());
    this.#lastReload = reloading.catch(() => {});
    return reloading;
  }

  /** Stops watching files. */
  [Symbol.dispose](): void {
    this.#web?.[Symbol.dispose]();
  }

  async #reloadNow(): Promise<void> {
    const { logger } = this;
    try {
      const next = await this.#read();
      await this.#web?.reload(); // before the configuration is applied, because it can be invalid too
      await this.#own.reload?.();
      this.#apply(next);
      this.#status?.report("exporter", true);
      logger.info("Configuration reloaded");
      if (fixedPartOf(this.#initial) !== fixedPartOf(next)) {
        logger.warn("Restart to apply all changes; a reload applies only modules and collectors");
      }
    } catch (error) {
      this.#status?.report("exporter", false);
      logger.error("Cannot reload the configuration", { err: error });
      throw error;
    }
  }

  #apply({ settings, modules, file }: Configuration): void {
    if (this.#registered !== undefined) this.#registered.use(modules, settings.collectors);
    else if (modules.length > 0) {
      throw new ConfigError("", ["modules need an exporter, but the app is not an exporter"]);
    }
    this.#probers.use(modules);
    this.#file = file;
  }
}

/**
 * Reads the configuration, loads the module and makes the app.
 *
 * @throws {ConfigError} With all problems of the configuration
 */
export async function loadProgram(args: Arguments, terminal: Terminal, host: CliHost): Promise<Program> {
  const attempts = new Attempts();
  const [module, ...surplus] = args.operands;
  attempts.problems.push(...surplus.map((operand) => `unexpected argument "${operand}", expected one module`));
  if (module === undefined && findConfigFile({ args, env: host.env }) === undefined) {
    attempts.problems.push("expected a module or --config.file");
  }
  let logger = makeLogger({ write: terminal.printError });
  const onProblem = (error: Error, module: string) => logger.warn("Cannot read value", { module, err: error });
  const read = () => readConfiguration(args, host, onProblem);
  const configuration = await attempts.run(read);
  const exported = module === undefined ? new Registry() : await attempts.run(() => load(module, host));
  const subject = `Cannot run ${module ?? "the exporter"}`;
  if (configuration === undefined || exported === undefined) throw new ConfigError(subject, attempts.problems);

  const { logLevel, logFormat, configFile, webConfigFile } = configuration.settings;
  logger = makeLogger({ write: terminal.printError, level: logLevel, format: logFormat });
  const program = new Program(configuration, read, logger);
  await attempts.run(() =>
    program.define(exported, {
      name: nameOf(module ?? configFile ?? ""),
      flags: Object.fromEntries(args.given),
      build: module === undefined ? { version: VERSION } : undefined,
      share: host.isWorker,
    })
  );
  await attempts.run(() => program.protect(host), `${webConfigFile}: `);
  if (attempts.problems.length === 0) return program;
  program[Symbol.dispose]();
  throw new ConfigError(subject, attempts.problems);
}

async function load(specifier: string, host: CliHost): Promise<unknown> {
  try {
    return await host.importDefault(specifier) ?? null;
  } catch (error) {
    throw new ConfigError("", [`${specifier} cannot be loaded: ${messageOf(error)}`]);
  }
}

/** Maximum size of a response for all modules; each module has its own limit. */
const MAX_BYTES = 2 ** 30;

function probesOf({ probes }: Configuration, modules: Readonly<Record<string, ProbeModule>>): ProbeOptions | undefined {
  return Object.keys(modules).length === 0 ? undefined : { ...probes, modules, maxBytes: MAX_BYTES };
}

/** Serializes the parts of a configuration that change only with a restart, to compare them. */
function fixedPartOf({ settings, modules, probes }: Configuration): string {
  const hasProbes = Object.keys(probersOf(modules)).length > 0;
  return JSON.stringify({ ...settings, modules: undefined, collectors: undefined, hasProbes, probes });
}

/** `./shop/orders-exporter.ts` → `orders_exporter` */
function nameOf(path: string): string {
  const file = path.split(/[/\\]/).at(-1) ?? "";
  return file.replace(/\.\w+$/, "").replace(/\W+/g, "_") || "exporter";
}
