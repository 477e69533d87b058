import { z } from "zod";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "../log/logger.ts";
import { ConfigError } from "./config_error.ts";
import type { Arguments, Flag } from "./flags.ts";

/** Where to listen. */
export interface Address {
  /** Name or IP address. */
  readonly hostname: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
}

/** Whether a collector takes part, whatever the program itself says. */
export interface CollectorToggle {
  /** Its name; of a variable, in lower case and with underscores. */
  readonly name: string;
  /** Whether it takes part. */
  readonly enabled: boolean;
  /** Where that is said. */
  readonly origin: string;
}

/** How an exporter is run. What is `undefined` is left to the exporter. */
export interface Settings {
  /** Where to listen: at least one. */
  readonly listenAddresses: readonly Address[];
  /** Where the metrics are. */
  readonly telemetryPath?: `/${string}` | undefined;
  /** What all paths begin with. */
  readonly routePrefix?: `/${string}` | undefined;
  /** The file that says who may read, and how connections are encrypted. */
  readonly webConfigFile?: string | undefined;
  /** How many scrapes may be in flight; infinite for any number. */
  readonly maxRequests?: number | undefined;
  /** Whether metrics about the exporter itself are left out. */
  readonly disableExporterMetrics?: boolean | undefined;
  /** How much of the time that Prometheus waits is left for writing and sending. */
  readonly timeoutOffsetSeconds?: number | undefined;
  /** The file that the rest is from. */
  readonly configFile?: string | undefined;
  /** Whether the configuration is only checked. */
  readonly isCheck: boolean;
  /** What matters less is not logged. */
  readonly logLevel: LogLevel;
  /** How the log is written. */
  readonly logFormat: LogFormat;
  /** Which collectors take part; later ones overrule those before. */
  readonly collectors: readonly CollectorToggle[];
  /** What the file says about modules. */
  readonly modules?: unknown;
  /** What is odd about the configuration, but no mistake. */
  readonly warnings: readonly string[];
}

/** Where settings come from; flags overrule variables, and these the file. */
export interface SettingsInput {
  /** The command line. */
  readonly args: Pick<Arguments, "given" | "problems">;
  /** The variables of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is in the file, if there is one. */
  readonly file?: unknown;
  /** Its name, for problems. */
  readonly fileName?: string | undefined;
}

/** Flags of a program that serves metrics. Each but the last is also a variable: `--log.level` is `WEBPROM_LOG_LEVEL`. */
export const SETTING_FLAGS: readonly Flag[] = [
  { name: "web.listen-address", takes: "values", value: "address", help: "Where to listen: :9464 (default), [::1]:0" },
  { name: "web.telemetry-path", takes: "value", value: "path", help: "Where the metrics are: /metrics (default)" },
  { name: "web.route-prefix", takes: "value", value: "path", help: "What all paths begin with" },
  { name: "web.config.file", takes: "value", value: "file", help: "Who may read, and how connections are encrypted" },
  {
    name: "web.max-requests",
    takes: "value",
    value: "number",
    help: "How many scrapes may be in flight; 0 for any number",
  },
  { name: "web.disable-exporter-metrics", takes: "nothing", help: "Leave out metrics about the exporter itself" },
  { name: "timeout-offset", takes: "value", value: "seconds", help: "What to leave of the time that Prometheus waits" },
  { name: "collector.<name>", takes: "nothing", help: "Whether a collector takes part" },
  {
    name: "log.level",
    takes: "value",
    value: LOG_LEVELS.join("|"),
    help: "What matters less is not logged: info (default)",
  },
  {
    name: "log.format",
    takes: "value",
    value: LOG_FORMATS.join("|"),
    help: "How the log is written: logfmt (default)",
  },
  { name: "config.file", takes: "value", value: "file", help: "Read these settings and modules from a YAML file" },
  { name: "config.check", takes: "nothing", help: "Check the configuration, and end" },
];

/** What cannot stand in the file. */
const NOT_IN_FILE: readonly string[] = ["config.file", "config.check"];
const COLLECTOR = "collector.";
const PREFIX = "WEBPROM_";
const DEFAULT_ADDRESS: Address = { hostname: "0.0.0.0", port: 9464 };

/** Text that means something; what means nothing is a problem. */
function meaning<T>(rule: string, read: (text: string) => T | undefined): z.ZodType<T, string> {
  return z.string({ error: rule }).transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.issues.push({ code: "custom", message: rule, input: text });
    return z.NEVER;
  });
}

const isTrue = meaning("must be true or false", (text) => ({ true: true, 1: true, false: false, 0: false })[text]);
const path = meaning("must begin with /", (text) => /^\/[^?#\s]*$/.test(text) ? text as `/${string}` : undefined);
const file = meaning("must be the path of a file", (text) => text === "" ? undefined : text);
const address = meaning("must be an address such as :9464, localhost:9464 or [::1]:9464", readAddress);

function oneOf<const T extends string>(choices: readonly T[]): z.ZodType<T, string> {
  return meaning(`must be one of ${choices.join(", ")}`, (text) => choices.find((choice) => choice === text));
}

const schema = z.strictObject({
  "web.listen-address": z.array(address).min(1).default([DEFAULT_ADDRESS]),
  "web.telemetry-path": path.optional(),
  "web.route-prefix": path.optional(),
  "web.config.file": file.optional(),
  "web.max-requests": meaning(
    "must be an integer from 0 on",
    (text) => /^\d{1,9}$/.test(text) ? Number(text) : undefined,
  )
    .optional(),
  "web.disable-exporter-metrics": isTrue.optional(),
  "timeout-offset": meaning(
    "must be a number of seconds from 0 on",
    (text) => /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined,
  ).optional(),
  "log.level": oneOf(LOG_LEVELS).default("info"),
  "log.format": oneOf(LOG_FORMATS).default("logfmt"),
  "config.file": file.optional(),
  "config.check": isTrue.default(false),
  collector: z.record(z.string(), isTrue).default({}),
});

/**
 * Tells which file the settings are in, if there is one.
 *
 * @param input The command line and the environment
 * @returns Its path
 */
export function findConfigFile({ args, env }: SettingsInput): string | undefined {
  return args.given.get("config.file")?.[0] ?? (env[variableOf("config.file")] || undefined);
}

/**
 * Reads the settings.
 *
 * @param input Where they come from
 * @returns The settings, complete
 * @throws {ConfigError} If anything is wrong: it tells all of it, each with its flag, variable or path
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
  if (!result.success || problems.length > 0) throw new ConfigError("Cannot read the configuration", problems);
  const { data } = result;
  return {
    listenAddresses: data["web.listen-address"],
    telemetryPath: data["web.telemetry-path"],
    routePrefix: data["web.route-prefix"],
    webConfigFile: data["web.config.file"],
    maxRequests: data["web.max-requests"] === 0 ? Infinity : data["web.max-requests"],
    disableExporterMetrics: data["web.disable-exporter-metrics"],
    timeoutOffsetSeconds: data["timeout-offset"],
    configFile: data["config.file"],
    isCheck: data["config.check"],
    logLevel: data["log.level"],
    logFormat: data["log.format"],
    collectors: Object.entries(data.collector).map(([name, enabled]) => {
      return { name, enabled, origin: origins.get(COLLECTOR + name) ?? "" };
    }),
    modules,
    warnings,
  };
}

interface Collected {
  /** By the names of flags. */
  readonly raw: Map<string, unknown>;
  readonly origins: Map<string, string>;
  readonly modules: unknown;
  readonly warnings: readonly string[];
}

/** Brings the sources together, that which overrules the others last. */
function collect({ args, env, file, fileName = "the file" }: SettingsInput): Collected {
  const raw = new Map<string, unknown>();
  const origins = new Map<string, string>();
  const warnings: string[] = [];
  function set(key: string, origin: string, value: unknown): void {
    raw.delete(key); // what is set last stands last
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
    if (flag === undefined && !name.startsWith(COLLECTOR)) continue; // it is for the program itself
    set(name, `--${values[0] === "false" ? "no-" : ""}${name}`, flag?.takes === "values" ? values : values[0]);
  }
  return { raw, origins, modules, warnings };
}

/** `web.listen_address` of a file → `web.listen-address`; names of collectors stay. */
function keyOf([first = "", ...rest]: readonly string[]): string {
  const path = first === "collector" ? rest : rest.map((part) => part.replaceAll("_", "-"));
  return [first.replaceAll("_", "-"), ...path].join(".");
}

/** `log.level` → `WEBPROM_LOG_LEVEL` */
function variableOf(name: string): string {
  return PREFIX + name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/** Lists what is not a mapping in mappings, with its path; numbers and truths become the text that variables have. */
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
      return key.endsWith(" in the file") ? `${origin} is for the command line alone` : `${origin} is not known`;
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
  const [, ipv6, name = "", digits] = /^(?:\[([\da-f:.]+)\]|([^\s:[\]/?#@]*)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits ?? NaN);
  const hostname = ipv6 ?? (name || DEFAULT_ADDRESS.hostname);
  const isHost = URL.canParse(`http://${ipv6 === undefined ? hostname : `[${ipv6}]`}`);
  return isHost && port <= 65_535 ? { hostname, port } : undefined;
}
