import { type Arguments, describeFlags, type Flag, parseFlags } from "../../app/config/flags.ts";
import type { FormatId } from "../../parse/find_format.ts";
import { RUNTIME_NAMES } from "./_starter.ts";
import { check, type CheckOptions } from "./check.ts";
import { init } from "./init.ts";
import { list } from "./list.ts";
import { FORMAT_NAMES, UsageError } from "./source.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";
import type { World } from "./world.ts";

/** Something that the program can do. */
interface Command {
  /** What stands behind its name. */
  readonly operands: string;
  /** What it is for, in one line. */
  readonly help: string;
  /** What it can be told. */
  flags(): readonly Flag[] | Promise<readonly Flag[]>;
  /** Whether it tells itself what is wrong with its flags, beside what else is wrong. */
  readonly tellsProblems?: boolean;
  /** Does it, and returns the exit code. */
  run(args: Arguments, terminal: Terminal, world: World): Promise<number>;
}

const COMMON: readonly Flag[] = [
  { name: "help", short: "h", takes: "nothing", help: "Show this help" },
  { name: "version", takes: "nothing", help: "Show the version" },
];
const FORMAT: Flag = {
  name: "format",
  takes: "value",
  value: FORMAT_NAMES.join("|"),
  help: "Format of the input; told from its content type or content, if left out",
};
const JSON_FLAG: Flag = { name: "json", takes: "nothing", help: "Answer in JSON" };
const LINT_LEVELS = ["error", "warn", "off"] as const;

const CHECK_FLAGS: readonly Flag[] = [
  FORMAT,
  {
    name: "lint",
    takes: "value",
    value: LINT_LEVELS.join("|"),
    help: "Whether problems of style count (default), are only shown, or not looked for",
  },
  { name: "disable", takes: "values", value: "rule", help: "Do not apply a lint rule" },
  JSON_FLAG,
];

const INIT_FLAGS: readonly Flag[] = [
  {
    name: "runtime",
    takes: "value",
    value: RUNTIME_NAMES.join("|"),
    help: "Where it will run: this runtime (default)",
  },
  { name: "name", takes: "value", help: "What is exported, in snake_case: the name of the folder (default)" },
];

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    operands: "<file | URL | ->",
    help: "Check that metrics are in their format and follow the conventions",
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
    help: "List metric families, those with most series first",
    flags: () => [FORMAT, JSON_FLAG],
    async run({ given, operands }, terminal, { readSource }) {
      const format = choose("format", given, FORMAT_NAMES as readonly FormatId[]);
      return list(await readSource(onlyOf(operands), format), { format, json: isOn("json", given) }, terminal);
    },
  },
  run: {
    operands: "[module]",
    help: "Serve what a module exports by default, or what --config.file says",
    flags: async () => (await import("../../app/config/settings.ts")).SETTING_FLAGS,
    tellsProblems: true,
    async run(args, terminal, world) {
      const { run } = await import("./run.ts");
      return await run(args, terminal, world);
    },
  },
  init: {
    operands: "[folder]",
    help: "Write an exporter to begin with, and its test",
    flags: () => INIT_FLAGS,
    run({ given, operands: [folder = ".", ...surplus] }, terminal, world) {
      if (surplus.length > 0) throw new UsageError(`Cannot write: there must be one folder, not ${surplus.length + 1}`);
      const options = { folder, runtime: choose("runtime", given, RUNTIME_NAMES), name: given.get("name")?.[0] };
      return init(options, terminal, world);
    },
  },
};

/**
 * Does what the command line says.
 *
 * @param args What stands behind the name of the program
 * @param terminal Whom to talk to
 * @param world The runtime
 * @returns The exit code: 0 if all is well, 1 if there are problems, 2 if the input or the call cannot be used
 */
export async function main(args: readonly string[], terminal: Terminal, world: World): Promise<number> {
  const [name = "", ...rest] = args;
  try {
    if (["", "help", "-h", "--help"].includes(name)) {
      for (const line of overview()) terminal.print(line);
      return name === "" ? 2 : 0;
    }
    if (name === "--version") return tellVersion(terminal, world);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) {
      throw new UsageError(`Cannot run "${name}": commands are ${Object.keys(COMMANDS).join(", ")}`);
    }
    const flags = [...await command.flags(), ...COMMON];
    const parsed = parseFlags(rest, flags);
    if (isOn("version", parsed.given)) return tellVersion(terminal, world);
    if (isOn("help", parsed.given)) {
      for (const line of helpOf(name, command, flags)) terminal.print(line);
      return 0;
    }
    if (parsed.problems.length > 0 && !command.tellsProblems) {
      throw new UsageError(`Cannot run "${name}": ${parsed.problems.join("; ")}`);
    }
    return await command.run(parsed, terminal, world);
  } catch (error) {
    terminal.complain(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function tellVersion(terminal: Terminal, { runtime }: World): number {
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
  throw new UsageError(`Cannot take --${name}: must be one of ${choices.join(", ")}, current value is "${value}"`);
}

function onlyOf(operands: readonly string[]): string {
  const [operand] = operands;
  if (operand !== undefined && operands.length === 1) return operand;
  throw new UsageError(`Cannot read input: there must be one file, URL or -, current number is ${operands.length}`);
}

function overview(): string[] {
  const calls = Object.entries(COMMANDS).map(([name, { operands, help }]) => [`${name} ${operands}`, help] as const);
  const width = Math.max(...calls.map(([call]) => call.length));
  return [
    "Usage: webprom <command> [flags]",
    "",
    ...calls.map(([call, help]) => `  ${call.padEnd(width)}  ${help}`),
    "",
    "webprom <command> --help tells more about a command.",
    "Exit codes: 0 all is well, 1 there are problems, 2 the input or the call cannot be used.",
  ];
}

function helpOf(name: string, { operands, help }: Command, flags: readonly Flag[]): string[] {
  return [`Usage: webprom ${name} [flags] ${operands}`, "", help, "", ...describeFlags(flags)];
}
