import { type Arguments, describeFlags, type Flag, parseFlags } from "../../app/config/flags.ts";
import { LOG_LEVELS } from "../../app/log/logger.ts";
import { messageOf } from "../../model/message_of.ts";
import type { FormatId } from "../../parse/find_format.ts";
import { RUNTIME_NAMES } from "./_starter.ts";
import { check, type CheckOptions } from "./check.ts";
import { init } from "./init.ts";
import { list } from "./list.ts";
import { SINK_NAMES } from "./sink_names.ts";
import { FORMAT_NAMES, UsageError } from "./source.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";
import type { CliHost } from "./cli_host.ts";

/** A command of the program. */
interface Command {
  /** Arguments that are not flags, for the help. */
  readonly operands: string;
  /** Description in one line. */
  readonly help: string;
  /** Returns its flags. */
  flags(): readonly Flag[] | Promise<readonly Flag[]>;
  /** Whether the command itself reports invalid flags, together with its other problems. */
  readonly reportsProblems?: boolean;
  /** Runs the command, and returns the exit code. */
  run(args: Arguments, terminal: Terminal, host: CliHost): Promise<number>;
}

const COMMON: readonly Flag[] = [
  { name: "help", short: "h", takes: "nothing", help: "Show this help" },
  { name: "version", takes: "nothing", help: "Show the version" },
];
const FORMAT: Flag = {
  name: "format",
  takes: "value",
  value: FORMAT_NAMES.join("|"),
  help: "Format of the input (default: detected from content type or content)",
};
const JSON_FLAG: Flag = { name: "json", takes: "nothing", help: "Print JSON" };
const LINT_LEVELS = ["error", "warn", "off"] as const;

const CHECK_FLAGS: readonly Flag[] = [
  FORMAT,
  {
    name: "lint",
    takes: "value",
    value: LINT_LEVELS.join("|"),
    help: "Treat lint problems as errors (default), as warnings, or skip linting",
  },
  {
    name: "disable",
    takes: "values",
    value: "rule",
    help: "Lint rule to skip, such as counter-suffix; may be repeated",
  },
  JSON_FLAG,
];

const INIT_FLAGS: readonly Flag[] = [
  {
    name: "runtime",
    takes: "value",
    value: RUNTIME_NAMES.join("|"),
    help: "Runtime of the new exporter (default: the current one)",
  },
  { name: "name", takes: "value", help: "Name of the exporter in snake_case (default: name of the folder)" },
];

const LABEL: Flag = { name: "label", takes: "values", value: "name=value", help: "Label to add; may be repeated" };

const PUSH_FLAGS: readonly Flag[] = [
  { name: "to", takes: "value", value: SINK_NAMES.join("|"), help: "Kind of the receiver" },
  { name: "url", takes: "value", value: "URL", help: "URL of the receiver" },
  { name: "job", takes: "value", help: "Name of the job, which a Pushgateway requires" },
  LABEL,
  FORMAT,
];

const AGENT_FLAGS: readonly Flag[] = [
  { name: "config.file", takes: "value", value: "file", help: "Configuration in the format of Prometheus" },
  { name: "scrape", takes: "values", value: "URL", help: "URL to scrape; may be repeated" },
  { name: "scrape.interval", takes: "value", value: "duration", help: "Interval of --scrape (default: 15s)" },
  { name: "remote-write", takes: "values", value: "URL", help: "Receiver of the samples; may be repeated" },
  LABEL,
  { name: "config.check", takes: "nothing", help: "Only check the configuration" },
  {
    name: "log.level",
    takes: "value",
    value: LOG_LEVELS.join("|"),
    help: "Least severe events to log (default: info)",
  },
];

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    operands: "<file | URL | ->",
    help: "Validate the format of metrics and lint them",
    flags: () => CHECK_FLAGS,
    async run({ given, operands }, terminal, { readSource }) {
      const options: CheckOptions = {
        format: choose("format", given, FORMAT_NAMES as readonly FormatId[]),
        lint: choose("lint", given, LINT_LEVELS),
        disable: given.get("disable"),
        json: isOn("json", given),
      };
      return check(await readSource(onlyOf(operands), options.format), options, terminal);
    },
  },
  list: {
    operands: "<file | URL | ->",
    help: "List metric families, most series first",
    flags: () => [FORMAT, JSON_FLAG],
    async run({ given, operands }, terminal, { readSource }) {
      const format = choose("format", given, FORMAT_NAMES as readonly FormatId[]);
      return list(await readSource(onlyOf(operands), format), { format, json: isOn("json", given) }, terminal);
    },
  },
  run: {
    operands: "[module]",
    help: "Serve the default export of a TypeScript or JavaScript module, a --config.file, or both",
    flags: async () => (await import("../../app/config/settings.ts")).SETTING_FLAGS,
    reportsProblems: true,
    async run(args, terminal, host) {
      const { run } = await import("./run.ts");
      return await run(args, terminal, host);
    },
  },
  push: {
    operands: "<file | URL | ->",
    help: "Push metrics once",
    flags: () => PUSH_FLAGS,
    async run({ given, operands }, terminal, { readSource }) {
      const { push } = await import("./push.ts");
      const format = choose("format", given, FORMAT_NAMES as readonly FormatId[]);
      return await push(await readSource(onlyOf(operands), format), format, given, terminal);
    },
  },
  agent: {
    operands: "",
    help: "Scrape targets and send their samples by remote write",
    flags: () => AGENT_FLAGS,
    async run(args, terminal, host) {
      const { runAgent } = await import("./agent.ts");
      return await runAgent(args, terminal, host);
    },
  },
  init: {
    operands: "[folder]",
    help: "Create an exporter with a test",
    flags: () => INIT_FLAGS,
    run({ given, operands: [folder = ".", ...surplus] }, terminal, host) {
      if (surplus.length > 0) {
        throw new UsageError(`Cannot create exporter: expected one folder, got ${surplus.length + 1}`);
      }
      const options = { folder, runtime: choose("runtime", given, RUNTIME_NAMES), name: given.get("name")?.[0] };
      return init(options, terminal, host);
    },
  },
};

/**
 * Runs the program.
 *
 * @param args Arguments of the command line, without the name of the program
 * @param terminal Output
 * @param host The runtime
 * @returns The exit code: 0 for success, 1 if problems were found or `run` failed, 2 for invalid input or usage
 */
export async function main(args: readonly string[], terminal: Terminal, host: CliHost): Promise<number> {
  const [name = "", ...rest] = args;
  try {
    if (["", "help", "-h", "--help"].includes(name)) {
      for (const line of overview()) terminal.print(line);
      return name === "" ? 2 : 0;
    }
    if (name === "--version") return printVersion(terminal, host);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) {
      throw new UsageError(`Cannot run "${name}": commands are ${Object.keys(COMMANDS).join(", ")}`);
    }
    const flags = [...await command.flags(), ...COMMON];
    const parsed = parseFlags(rest, flags);
    if (isOn("version", parsed.given)) return printVersion(terminal, host);
    if (isOn("help", parsed.given)) {
      for (const line of helpOf(name, command, flags)) terminal.print(line);
      return 0;
    }
    if (parsed.problems.length > 0 && !command.reportsProblems) {
      throw new UsageError(`Cannot run "${name}": ${parsed.problems.join("; ")}`);
    }
    return await command.run(parsed, terminal, host);
  } catch (error) {
    terminal.printError(messageOf(error));
    return 2;
  }
}

function printVersion(terminal: Terminal, { runtime }: CliHost): number {
  terminal.print(`webprom ${VERSION} (${runtime})`);
  return 0;
}

function isOn(name: string, given: Arguments["given"]): boolean {
  return given.get(name)?.[0] === "true";
}

function choose<T extends string>(name: string, given: Arguments["given"], choices: readonly T[]): T | undefined {
  const [value] = given.get(name) ?? [];
  const choice = choices.find((choice) => choice === value);
  if (value === undefined || choice !== undefined) return choice;
  throw new UsageError(`Invalid --${name}: must be one of ${choices.join(", ")}, current value is "${value}"`);
}

function onlyOf(operands: readonly string[]): string {
  const [operand] = operands;
  if (operand !== undefined && operands.length === 1) return operand;
  throw new UsageError(`Cannot read input: expected one file, URL or -, got ${operands.length}`);
}

function overview(): string[] {
  const calls = Object.entries(COMMANDS).map(([name, { operands, help }]) => [`${name} ${operands}`, help] as const);
  const width = Math.max(...calls.map(([call]) => call.length));
  return [
    "Usage: webprom <command> [flags]",
    "",
    ...calls.map(([call, help]) => `  ${call.padEnd(width)}  ${help}`),
    "",
    "Run webprom <command> --help for the flags of a command.",
    "Exit codes: 0 success; 1 problems found, or run failed; 2 invalid input or usage.",
  ];
}

function helpOf(name: string, { operands, help }: Command, flags: readonly Flag[]): string[] {
  return [`Usage: webprom ${name} [flags] ${operands}`, "", help, "", ...describeFlags(flags)];
}
