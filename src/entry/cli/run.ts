import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { logRequests } from "../../app/log/log_requests.ts";
import type { Logger } from "../../app/log/logger.ts";
import { systemClock } from "../../model/clock.ts";
import { messageOf } from "../../model/message_of.ts";
import { Registry } from "../../registry/registry.ts";
import type { Servable, Server } from "../_serve_with.ts";
import { loadProgram, type Program } from "./_program.ts";
import { systemdSockets } from "./_systemd.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";
import type { CliHost, Signal } from "./cli_host.ts";

/**
 * Serves the default export of a module, a configuration file, or both, until SIGINT or SIGTERM. SIGHUP reloads the files.
 *
 * @param args The command line; its operand is the module
 * @param terminal Output for configuration errors and logs
 * @param host The runtime
 * @returns The exit code: 0 after a signal or if `--config.check` finds no problems, 1 if it cannot run
 */
export async function run(args: Arguments, terminal: Terminal, host: CliHost): Promise<number> {
  // A signal to reload must not end the program while it starts.
  using _ignored = ignore(host, "SIGHUP");
  try {
    using program = await loadProgram(args, terminal, host);
    const { settings } = program;
    if (!settings.isCheck) return await (settings.workers > 1 && !host.isWorker ? startWorkers : serve)(program, host);
    for (const warning of await program.findWarnings()) terminal.printError("warning: ", warning);
    terminal.print("Configuration OK");
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split("\n")) terminal.printError(line);
    return 1;
  }
}

/** Serves with several processes until a signal arrives. */
async function startWorkers({ settings, logger, app }: Program, host: CliHost): Promise<number> {
  logger.info("Starting", { name: app.name, version: VERSION, runtime: host.runtime, workers: settings.workers });
  try {
    // Workers of Bun would share a port with any other program that allows it.
    for (const address of settings.listenAddresses) await (await host.serve(app, address)).close();
  } catch (error) {
    logger.error(messageOf(error));
    return 1;
  }
  const [{ Workers }, { shareRegistry }] = await Promise.all([
    import("./_workers.ts"),
    import("../../share/share_registry.ts"),
  ]);
  // The metrics of workers that end are kept here, too, in case that all of them end at once.
  await using _shared = await shareRegistry(new Registry());
  return await new Workers(host, logger).run(settings.workers);
}

/** Serves until a signal arrives. */
async function serve(program: Program, host: CliHost): Promise<number> {
  const { settings, logger, app, web } = program;
  const collectors = app.registry?.collectors.filter(({ enabled }) => enabled).map(({ name }) => name).sort();
  logger.info("Starting", {
    name: app.name,
    version: VERSION,
    runtime: host.runtime,
    config_file: settings.configFile,
    collectors: collectors?.length ? collectors.join(",") : undefined,
  });
  for (const problem of await program.findWarnings()) logger.warn("Questionable configuration", { problem });
  const served: Servable = { name: app.name, ...logRequests(app, logger, systemClock) };
  const servers: Server[] = [];
  try {
    const addresses = settings.usesSystemdSockets ? systemdSockets(host.env, host.pid) : settings.listenAddresses;
    for (const address of addresses) {
      const server = await host.serve(served, { ...address, ...web && { web } });
      servers.push(server);
      logger.info("Listening", { url: server.url, tls: web?.tls && true });
    }
    using _watch = reloadOnChange(program, host);
    const signal = await untilEnd(host, () => program.reload());
    logger.info("Closing", { signal });
    return 0;
  } catch (error) {
    logger.error(messageOf(error));
    return 1;
  } finally {
    await inTime(Promise.all(servers.map((server) => server.close())), settings.shutdownTimeoutMs, logger);
  }
}

function ignore(host: CliHost, signal: Signal): Disposable {
  const stop = host.onSignal(signal, () => {});
  return { [Symbol.dispose]: stop };
}

/** Reloads the configuration when its file changes, if that is enabled. */
function reloadOnChange(program: Program, host: CliHost): Disposable {
  const { configFile, reloadIntervalMs } = program.settings;
  if (configFile === undefined || reloadIntervalMs === undefined) return { [Symbol.dispose]() {} };
  const read = () => host.readText(configFile).catch(() => undefined);
  let last = read();
  let isBusy = false;
  async function look(): Promise<void> {
    const [before, now] = [await last, await read()];
    if (now === undefined || now === before) return; // an editor may be about to replace the file
    last = Promise.resolve(now);
    await program.reload().catch(() => {}); // the error is already logged
  }
  const timer = setInterval(() => {
    if (isBusy) return; // a reload may take longer than the interval
    isBusy = true;
    void look().finally(() => isBusy = false);
  }, reloadIntervalMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Waits for responses that clients still read. One that never reads must not keep the program from ending. */
async function inTime(closed: Promise<unknown>, timeoutMs: number, logger: Logger): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => timer = setTimeout(() => resolve("late"), timeoutMs));
  const ended = await Promise.race([closed, late]);
  clearTimeout(timer);
  if (ended === "late") {
    logger.warn("Ending although clients still read responses", { timeout_seconds: timeoutMs / 1000 });
  }
}

/** Waits for SIGINT or SIGTERM. A second signal is not handled, and ends the process immediately. */
async function untilEnd(host: CliHost, reload: () => Promise<void>): Promise<string> {
  const stops: (() => void)[] = [];
  const signal = await new Promise<string>((resolve) => {
    stops.push(host.onSignal("SIGHUP", () => void reload().catch(() => {}))); // the error is already logged
    for (const end of ["SIGINT", "SIGTERM"] as const) stops.push(host.onSignal(end, () => resolve(end)));
  });
  for (const stop of stops) stop();
  return signal;
}
