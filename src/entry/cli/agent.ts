import { Agent } from "../../app/agent/agent.ts";
import { readAgentConfig } from "../../app/agent/agent_config.ts";
import { ConfigError } from "../../app/config/config_error.ts";
import type { Arguments } from "../../app/config/flags.ts";
import { parseYaml } from "../../app/config/parse_yaml.ts";
import { LOG_LEVELS, makeLogger } from "../../app/log/logger.ts";
import { messageOf } from "../../model/message_of.ts";
import { readLabels } from "./_labels.ts";
import type { CliHost, Signal } from "./cli_host.ts";
import { UsageError } from "./source.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

/**
 * Scrapes targets and sends their samples by remote write, until SIGINT or SIGTERM. SIGHUP reads the configuration again.
 *
 * @param args The command line
 * @param terminal Output for configuration errors and logs
 * @param host The runtime
 * @returns The exit code: 0 after a signal or if `--config.check` finds no problems, 1 if the configuration is invalid
 * @throws {UsageError} If a flag is invalid
 */
export async function runAgent({ given, operands }: Arguments, terminal: Terminal, host: CliHost): Promise<number> {
  if (operands.length > 0) throw new UsageError(`Cannot start agent: "${operands[0]}" is not a flag`);
  const level = LOG_LEVELS.find((level) => level === (given.get("log.level")?.[0] ?? "info"));
  if (level === undefined) throw new UsageError(`--log.level must be one of ${LOG_LEVELS.join(", ")}`);
  const logger = makeLogger({ write: (line) => terminal.printError(line), level });
  const access = await host.makeModuleHost((error) => logger.warn(messageOf(error)));
  const start = async () => new Agent(await readConfig(given, host), access, logger);
  try {
    const config = await readConfig(given, host);
    if (given.get("config.check")?.[0] === "true") {
      terminal.print("Configuration OK");
      return 0;
    }
    logger.info("Starting", { version: VERSION, runtime: host.runtime });
    let agent = new Agent(config, access, logger);
    for (let signal = await nextSignal(host); signal === "SIGHUP"; signal = await nextSignal(host)) {
      try {
        await readConfig(given, host); // a wrong one must not end the agent
        await agent.close();
        agent = await start();
        logger.info("Configuration reloaded");
      } catch (error) {
        logger.error(messageOf(error));
      }
    }
    logger.info("Closing");
    await agent.close();
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split("\n")) terminal.printError(line);
    return 1;
  }
}

async function readConfig(given: Arguments["given"], host: CliHost): Promise<ReturnType<typeof readAgentConfig>> {
  const file = given.get("config.file")?.[0];
  const scrapes = given.get("scrape") ?? [];
  const receivers = given.get("remote-write") ?? [];
  const externalLabels = readLabels(given.get("label"));
  const interval = given.get("scrape.interval")?.[0] ?? "15s";
  const subject = `Cannot read ${file ?? "flags"}`;
  const value = file === undefined ? {} : parseYaml(subject, await host.readText(file)) ?? {};
  const { global, scrape_configs, remote_write } = value as Record<string, unknown>;
  const listOf = (list: unknown) => Array.isArray(list) ? list : list === undefined ? [] : [list];
  return readAgentConfig(subject, {
    ...value as object,
    ...Object.keys(externalLabels).length > 0 && {
      global: {
        ...global as object,
        external_labels: { ...(global as Record<string, object> | undefined)?.["external_labels"], ...externalLabels },
      },
    },
    scrape_configs: [...listOf(scrape_configs), ...scrapes.map((url, i) => jobOf(url, i, scrapes, interval))],
    remote_write: [...listOf(remote_write), ...receivers.map((url) => ({ url }))],
  });
}

/** Makes a job of a URL. */
function jobOf(text: string, i: number, all: readonly string[], interval: string): object {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--scrape must be an HTTP URL, current value is "${text}"`);
  }
  const { protocol, host, pathname, searchParams, username, password } = url;
  return {
    job_name: all.length === 1 ? "scrape" : `scrape-${i + 1}`,
    scrape_interval: interval,
    scheme: protocol.slice(0, -1),
    metrics_path: pathname === "/" ? "/metrics" : pathname,
    params: Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)])),
    static_configs: [{ targets: [host] }],
    ...username !== "" &&
      { basic_auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) } },
  };
}

async function nextSignal(host: CliHost): Promise<Signal> {
  const stops: (() => void)[] = [];
  const signal = await new Promise<Signal>((resolve) => {
    for (const name of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
      stops.push(host.onSignal(name, () => resolve(name)));
    }
  });
  for (const stop of stops) stop();
  return signal;
}
