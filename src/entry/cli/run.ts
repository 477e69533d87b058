import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { logRequests } from "../../app/log/log_requests.ts";
import { systemClock } from "../../model/clock.ts";
import { messageOf } from "../../model/message_of.ts";
import type { Servable, Server } from "../_serve_with.ts";
import { loadProgram, type Program } from "./_program.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";
import type { World } from "./world.ts";

/**
 * Serves the default export of a module, a configuration file, or both, until SIGINT or SIGTERM. SIGHUP reloads the files.
 *
 * @param args The command line; its operand is the module
 * @param terminal Output for configuration errors and logs
 * @param world The runtime
 * @returns The exit code: 0 after a signal or if `--config.check` finds no problems, 1 if it cannot run
 */
export async function run(args: Arguments, terminal: Terminal, world: World): Promise<number> {
  try {
    using program = await loadProgram(args, terminal, world);
    if (!program.settings.isCheck) return await serve(program, world);
    terminal.print("Configuration OK");
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split("\n")) terminal.printError(line);
    return 1;
  }
}

/** Serves until a signal arrives. */
async function serve(program: Program, world: World): Promise<number> {
  const { settings, logger, app, web } = program;
  logger.info("Starting", { name: app.name, version: VERSION, runtime: world.runtime });
  for (const problem of settings.warnings) logger.warn("Questionable configuration", { problem });
  const served: Servable = { name: app.name, ...logRequests(app, logger, systemClock) };
  const servers: Server[] = [];
  try {
    for (const address of settings.listenAddresses) {
      const server = await world.serve(served, { ...address, ...web && { web } });
      servers.push(server);
      logger.info("Listening", { url: server.url });
    }
    const signal = await untilEnd(world, () => program.reload());
    logger.info("Closing", { signal });
    return 0;
  } catch (error) {
    logger.error(messageOf(error));
    return 1;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** Waits for SIGINT or SIGTERM. A second signal is not handled, and ends the process immediately. */
async function untilEnd(world: World, reload: () => Promise<void>): Promise<string> {
  const stops: (() => void)[] = [];
  const signal = await new Promise<string>((resolve) => {
    stops.push(world.onSignal("SIGHUP", () => void reload().catch(() => {}))); // the error is already logged
    for (const end of ["SIGINT", "SIGTERM"] as const) stops.push(world.onSignal(end, () => resolve(end)));
  });
  for (const stop of stops) stop();
  return signal;
}
