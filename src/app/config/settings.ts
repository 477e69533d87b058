import { z } from "zod";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "../log/logger.ts";
import type { Address } from "./address.ts";
import { ConfigError } from "./config_error.ts";
import type { Arguments, Flag } from "./flags.ts";

/** Enables or disables a collector, overriding the program. */
export interface CollectorToggle {
  /** Name of the collector; from an environment variable, in lower case and with underscores. */
  readonly name: string;
  /** Whether the collector is enabled. */
  readonly enabled: boolean;
  /** Where it is set: a flag, a variable, or a path in the file. */
  readonly origin: string;
}

/** How to run an exporter. For `undefined` values, the exporter's own options apply. */
export interface Settings {
  /** Addresses to listen on, at least one. */
  readonly listenAddresses: readonly Address[];
  /** Whether to listen on the sockets of systemd instead. */
  readonly usesSystemdSockets: boolean;
  /** Path of the metrics. */
  readonly telemetryPath?: `/${string}` | undefined;
  /** Prefix of all paths. */
  readonly routePrefix?: `/${string}` | undefined;
  /** Path of the web configuration file: TLS, authentication, rate limit. */
  readonly webConfigFile?: string | undefined;
  /** Maximum number of scrapes in flight; `Infinity` for no limit. */
  readonly maxRequests?: number | undefined;
  /** Whether to serve `/-/reload` and `/config`. */
  readonly hasLifecycle: boolean;
  /** Maximum time to wait for open responses at the end, in milliseconds. */
  readonly shutdownTimeoutMs: number;
  /** Whether to omit metrics about the exporter itself. */
  readonly disableExporterMetrics?: boolean | undefined;
  /** Seconds to subtract from the scrape timeout, for writing and sending. */
  readonly timeoutOffsetSeconds?: number | undefined;
  /** Number of processes that serve the same addresses. */
  readonly workers: number;
  /** Path of the configuration file. */
  readonly configFile?: string | undefined;
  /** Whether to check the configuration only. */
  readonly isCheck: boolean;
  /** Minimum log level. */
  readonly logLevel: LogLevel;
  /** Log format. */
  readonly logFormat: LogFormat;
  /** Level at which the lines of probes are logged. */
  readonly probeLogLevel: LogLevel;
  /** Time between looks whether the configuration file has changed, in milliseconds; `undefined` to not look. */
  readonly reloadIntervalMs?: number | undefined;
  /** Collectors to enable or disable; later entries override earlier ones. */
  readonly collectors: readonly CollectorToggle[];
  /** Section `modules` of the file. */
  readonly modules?: unknown;
  /** Warnings about the configuration. */
  readonly warnings: readonly string[];
}

/** Sources of settings. Flags override environment variables, which override the file. */
export interface SettingsInput {
  /** The command line. */
  readonly args: Pick<Arguments, "given" | "problems">;
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Parsed content of the file, if there is one. */
  readonly file?: unknown;
  /** Name of the file, for errors. */
  readonly fileName?: string | undefined;
}

/** Flags of a program that serves metrics. Each is also an environment variable: `--log.level` is `WEBPROM_LOG_LEVEL`. */
export const SETTING_FLAGS: readonly Flag[] = [
  {
    name: "web.listen-address",
    takes: "values",
    value: "address",
    help: "Address to listen on, such as [::1]:9464 or unix:/run/shop.sock; may be repeated (default :9464)",
  },
  {
    name: "web.systemd-socket",
    takes: "nothing",
    help: "Listen on the sockets of systemd instead of addresses; not on Bun",
  },
  { name: "web.telemetry-path", takes: "value", value: "path", help: "Path of the metrics (default /metrics)" },
  { name: "web.route-prefix", takes: "value", value: "path", help: "Prefix of all paths (default /)" },
  {
    name: "web.config.file",
    takes: "value",
    value: "file",
    help: "Web configuration file: TLS, authentication, rate limit",
  },
  {
    name: "web.max-requests",
    takes: "value",
    value: "number",
    help: "Maximum number of scrapes in flight; 0 for no limit (default 40)",
  },
  { name: "web.enable-lifecycle", takes: "nothing", help: "Serve /-/reload and /config (default true)" },
  { name: "web.disable-exporter-metrics", takes: "nothing", help: "Omit metrics about the exporter itself" },
  {
    name: "timeout-offset",
    takes: "value",
    value: "seconds",
    help: "Seconds to subtract from the scrape timeout (default 0.5)",
  },
  {
    name: "shutdown.timeout",
    takes: "value",
    value: "seconds",
    help: "Seconds to wait for responses that clients still read when the program ends (default 30)",
  },
  {
    name: "workers",
    takes: "value",
    value: "number",
    help: "Number of processes that serve the same addresses, and share their metrics (default 1)",
  },
  { name: "collector.<name>", takes: "nothing", help: "Enable or disable a collector" },
  {
    name: "log.level",
    takes: "value",
    value: LOG_LEVELS.join("|"),
    help: "Minimum log level (default info)",
  },
  {
    name: "log.format",
    takes: "value",
    value: LOG_FORMATS.join("|"),
    help: "Log format (default logfmt)",
  },
  {
    name: "log.prober",
    takes: "value",
    value: LOG_LEVELS.join("|"),
    help: "Level at which the lines of probes are logged (default debug); failed probes are warnings",
  },
  {
    name: "config.file",
    takes: "value",
    value: "file",
    help: "YAML file with these settings, modules that need no code, and probes",
  },
  { name: "config.check", takes: "nothing", help: "Check the configuration and exit" },
  { name: "config.enable-auto-reload", takes: "nothing", help: "Reload the configuration when its file changes" },
  {
    name: "config.auto-reload-interval",
    takes: "value",
    value: "seconds",
    help: "Seconds between looks whether the file has changed (default 30)",
  },
];

/** Settings that cannot be in the file. */
const NOT_IN_FILE: readonly string[] = [
  ...["config.file", "config.check", "config.enable-auto-reload", "config.auto-reload-interval"],
];
const COLLECTOR = "collector.";
const PREFIX = "WEBPROM_";
const DEFAULT_ADDRESS: Address = { port: 9464 };

/** Schema of a text that `read` can parse; other texts are reported with `rule`. */
function parsed<T>(rule: string, read: (text: string) => T | undefined): z.ZodType<T, string> {
  return z.string({ error: rule }).transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.issues.push({ code: "custom", message: rule, input: text });
    return z.NEVER;
  });
}

const isTrue = parsed("must be true or false", (text) => ({ true: true, 1: true, false: false, 0: false })[text]);
const path = parsed("must begin with /", (text) => /^\/[^?#\s]*$/.test(text) ? text as `/${string}` : undefined);
/** As in Go, an empty path means that there is no file. */
const file = z.string({ error: "must be the path of a file" }).transform((text) => text === "" ? undefined : text);
const address = parsed("must be an address such as :9464, [::1]:9464 or unix:/run/shop.sock", readAddress);
const seconds = parsed(
  "must be a number of seconds >= 0",
  (text) => /^(?:\d{1,6}\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined,
);

function oneOf<const T extends string>(choices: readonly T[]): z.ZodType<T, string> {
  return parsed(`must be one of ${choices.join(", ")}`, (text) => choices.find((choice) => choice === text));
}

const schema = z.strictObject({
  "web.listen-address": z.array(address).min(1).default([DEFAULT_ADDRESS]),
  "web.telemetry-path": path.optional(),
  "web.route-prefix": path.optional(),
  "web.config.file": file.optional(),
  "web.max-requests": parsed(
    "must be an integer >= 0",
    (text) => /^\d{1,9}$/.test(text) ? Number(text) : undefined,
  )
    .optional(),
  "web.enable-lifecycle": isTrue.default(true),
  "web.disable-exporter-metrics": isTrue.optional(),
  "web.systemd-socket": isTrue.default(false),
  "shutdown.timeout": seconds.default(30),
  "timeout-offset": seconds.optional(),
  workers: parsed(
    "must be an integer from 1 to 256",
    (text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 256 ? Number(text) : undefined,
  ).default(1),
  "log.level": oneOf(LOG_LEVELS).default("info"),
  "log.format": oneOf(LOG_FORMATS).default("logfmt"),
  "log.prober": oneOf(LOG_LEVELS).default("debug"),
  "config.enable-auto-reload": isTrue.default(false),
  "config.auto-reload-interval": parsed(
    "must be a number of seconds > 0",
    (text) => /^(?:\d{1,6}\.?\d*|\.\d+)$/.test(text) && Number(text) > 0 ? Number(text) : undefined,
  ).default(30),
  "config.file": file.optional(),
  "config.check": isTrue.default(false),
  collector: z.record(z.string(), isTrue).default({}),
});

/** Returns settings that are valid, but not together. */
function findContradictions(data: z.output<typeof schema>, origins: ReadonlyMap<string, string>): string[] {
  const isTcp = !data["web.systemd-socket"] &&
    data["web.listen-address"].every((address) => "port" in address && address.port > 0);
  if (data.workers === 1 || isTcp) return [];
  return [`${origins.get("workers")} needs addresses with a port > 0: workers cannot share other sockets`];
}

/**
 * Finds the configuration file that the command line or the environment names.
 *
 * @param input The command line and the environment
 * @returns Its path; `undefined` if none is named
 */
export function findConfigFile({ args, env }: SettingsInput): string | undefined {
  return (args.given.get("config.file")?.[0] ?? env[variableOf("config.file")]) || undefined;
}

/**
 * Reads the settings.
 *
 * @param input Their sources
 * @returns The settings with their defaults filled in
 * @throws {ConfigError} If a setting is invalid; it lists every error with its flag, variable or path
 */
export function readSettings(input: SettingsInput): Settings {
  const { raw, origins, modules, warnings } = collect(input);
  const collector: Record<string, string> = {};
  for (const [key, value] of raw) {
    if (!key.startsWith(COLLECTOR)) continue;
    collector[key.slice(COLLECTOR.length)] = value as string;
    raw.delete(key);
  }
  const result = schema.safeParse({ ...Object.fromEntries(raw), collector }, { reportInput: true });
  const problems = [...input.args.problems, ...result.error?.issues.flatMap((issue) => describe(issue, origins)) ?? []];
  if (result.success) problems.push(...findContradictions(result.data, origins));
  if (!result.success || problems.length > 0) throw new ConfigError("Cannot read the configuration", problems);
  const { data } = result;
  return {
    listenAddresses: data["web.listen-address"],
    usesSystemdSockets: data["web.systemd-socket"],
    telemetryPath: data["web.telemetry-path"],
    routePrefix: data["web.route-prefix"],
    webConfigFile: data["web.config.file"],
    maxRequests: data["web.max-requests"] === 0 ? Infinity : data["web.max-requests"],
    hasLifecycle: data["web.enable-lifecycle"],
    shutdownTimeoutMs: data["shutdown.timeout"] * 1000,
    disableExporterMetrics: data["web.disable-exporter-metrics"],
    timeoutOffsetSeconds: data["timeout-offset"],
    workers: data.workers,
    configFile: data["config.file"],
    isCheck: data["config.check"],
    logLevel: data["log.level"],
    logFormat: data["log.format"],
    probeLogLevel: data["log.prober"],
    reloadIntervalMs: data["config.enable-auto-reload"] ? data["config.auto-reload-interval"] * 1000 : undefined,
    collectors: Object.entries(data.collector).map(([name, enabled]) => {
      return { name, enabled, origin: origins.get(COLLECTOR + name) ?? "" };
    }),
    modules,
    warnings,
  };
}

interface Collected {
  /** Values by flag name. */
  readonly raw: Map<string, unknown>;
  readonly origins: Map<string, string>;
  readonly modules: unknown;
  readonly warnings: readonly string[];
}

/** Merges the sources: file, variables, flags. Later ones override earlier ones. */
function collect({ args, env, file, fileName = "the file" }: SettingsInput): Collected {
  const raw = new Map<string, unknown>();
  const origins = new Map<string, string>();
  const warnings: string[] = [];
  function set(key: string, origin: string, value: unknown): void {
    raw.delete(key); // keeps the order in which settings were last set
    raw.set(key, value);
    origins.set(key, origin);
  }
  const { modules, probes: _, ...rest } = isMapping(file) ? file : {};
  if (file !== undefined && !isMapping(file)) set("file", fileName, file);
  for (const [path, value] of flatten(rest, [])) {
    const key = keyOf(path);
    if (value === null && SETTING_FLAGS.some(({ name }) => name.startsWith(`${key}.`))) continue; // an empty section
    const isOneOfMany = !Array.isArray(value) &&
      SETTING_FLAGS.some(({ name, takes }) => name === key && takes === "values");
    const origin = `${fileName}: ${path.join(".")}`;
    set(NOT_IN_FILE.includes(key) ? `${key} in the file` : key, origin, isOneOfMany ? [value] : value);
  }
  if (/^(?:true|1)$/.test(env.DEBUG ?? "")) set("log.level", "DEBUG", "debug");
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || !text) continue;
    const flag = SETTING_FLAGS.find(({ name }) => variableOf(name) === variable);
    if (flag !== undefined) set(flag.name, variable, flag.takes === "values" ? text.split(/[\s,]+/) : text);
    else if (variable.startsWith(variableOf(COLLECTOR))) {
      set(COLLECTOR + variable.slice(variableOf(COLLECTOR).length).toLowerCase(), variable, text);
    } else warnings.push(`${variable} is not known`);
  }
  for (const [name, values] of args.given) {
    const flag = SETTING_FLAGS.find((flag) => flag.name === name);
    if (flag === undefined && !name.startsWith(COLLECTOR)) continue; // the program handles it itself
    set(name, `--${values[0] === "false" ? "no-" : ""}${name}`, flag?.takes === "values" ? values : values[0]);
  }
  return { raw, origins, modules, warnings };
}

/** `web.listen_address` of a file → `web.listen-address`; collector names are unchanged. */
function keyOf([first = "", ...rest]: readonly string[]): string {
  const path = first === "collector" ? rest : rest.map((part) => part.replaceAll("_", "-"));
  return [first.replaceAll("_", "-"), ...path].join(".");
}

/** `log.level` → `WEBPROM_LOG_LEVEL` */
function variableOf(name: string): string {
  return PREFIX + name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/** Lists the leaves of nested mappings with their paths. Numbers and booleans become text, as in environment variables. */
function flatten(value: unknown, path: readonly string[]): [path: readonly string[], value: unknown][] {
  if (!isMapping(value)) return [[path, textsOf(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}

function textsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textsOf);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(issue: z.core.$ZodIssue, origins: ReadonlyMap<string, string>): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const origin = origins.get(key) ?? key;
      if (key === "file") return `${origin} must be a mapping`;
      return key.endsWith(" in the file") ? `${origin} cannot be set in the file` : `${origin} is not known`;
    });
  }
  const [key, name] = issue.path.map(String);
  const origin = origins.get(key === "collector" ? COLLECTOR + name : key ?? "") ?? "";
  const rule = issue.code === "custom"
    ? issue.message
    : issue.code === "too_small"
    ? "must not be empty"
    : "must be a list";
  const isText = issue.code === "invalid_type" && issue.expected === "string";
  const shown = JSON.stringify(issue.input) ?? String(issue.input);
  return [`${origin} ${isText ? issue.message : rule}, current value is ${shown}`];
}

function readAddress(text: string): Address | undefined {
  const path = /^unix:(?:\/\/)?(\/.+)$/s.exec(text)?.[1];
  if (path !== undefined) return { path };
  const [, ipv6, name = "", digits] = /^(?:\[([\da-f:.]+)\]|([^\s:[\]/?#@]*)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits ?? NaN);
  if (!(port <= 65_535)) return undefined;
  const hostname = ipv6 ?? name;
  if (hostname === "") return { port };
  return URL.canParse(`http://${ipv6 === undefined ? hostname : `[${ipv6}]`}`) ? { hostname, port } : undefined;
}
