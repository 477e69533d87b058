import { type Arguments, describeFlags, type Flag, parseFlags } from "../../app/flags.ts";
import type { FormatId } from "../../parse/_find_format.ts";
import { check, type CheckOptions } from "./check.ts";
import { list } from "./list.ts";
import { FORMAT_NAMES, type Source, UsageError } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/** What the commands need of the runtime. */
export interface Abilities {
  /** Reads a file, the answer of a URL, or for `-` the standard input. */
  readonly readSource: (name: string, format: FormatId | undefined) => Promise<Source>;
}

/** Something that the program can do. */
interface Command {
  /** What stands behind its name. */
  readonly operands: string;
  /** What it is for, in one line. */
  readonly help: string;
  readonly flags: readonly Flag[];
  /** Does it, and returns the exit code. */
  run(args: Arguments, terminal: Terminal, abilities: Abilities): Promise<number>;
}

const HELP: Flag = { name: "help", short: "h", takes: "nothing", help: "Show this help" };
const FORMAT: Flag = {
  name: "format",
  takes: "value",
  value: FORMAT_NAMES.join("|"),
  help: "Format of the input; told from its content type or content, if left out",
};
const JSON_FLAG: Flag = { name: "json", takes: "nothing", help: "Answer in JSON" };
const LINT_LEVELS = ["error", "warn", "off"] as const;

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    operands: "<file | URL | ->",
    help: "Check that metrics are in their format and follow the conventions",
    flags: [
      FORMAT,
      {
        name: "lint",
        takes: "value",
        value: LINT_LEVELS.join("|"),
        help: "Whether problems of style count (error, the default), are shown (warn) or not looked for (off)",
      },
      { name: "disable", takes: "values", value: "rule", help: "Do not apply a lint rule" },
      JSON_FLAG,
    ],
    async run({ given, operands }, terminal, { readSource }) {
      const options: CheckOptions = {
        format: choose("format", given, FORMAT_NAMES as readonly FormatId[]),
        lint: choose("lint", given, LINT_LEVELS),
        disable: given.get("disable"),
        json: given.has("json"),
      };
      return check(await readSource(onlyOf(operands), options.format), options, terminal);
    },
  },
  list: {
    operands: "<file | URL | ->",
    help: "List metric families, those with most series first",
    flags: [FORMAT, JSON_FLAG],
    async run({ given, operands }, terminal, { readSource }) {
      const format = choose("format", given, FORMAT_NAMES as readonly FormatId[]);
      return list(await readSource(onlyOf(operands), format), { format, json: given.has("json") }, terminal);
    },
  },
};

/**
 * Does what the command line says.
 *
 * @param args What stands behind the name of the program
 * @param terminal Whom to talk to
 * @param abilities What the runtime can do
 * @returns The exit code: 0 if all is well, 1 if there are problems, 2 if the input or the call cannot be used
 */
export async function main(args: readonly string[], terminal: Terminal, abilities: Abilities): Promise<number> {
  const [name = "", ...rest] = args;
  if (["", "help", "-h", "--help"].includes(name)) {
    for (const line of overview()) terminal.print(line);
    return name === "" ? 2 : 0;
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) {
      throw new UsageError(`Cannot run "${name}": commands are ${Object.keys(COMMANDS).join(", ")}`);
    }
    const parsed = parseFlags(rest, [...command.flags, HELP]);
    if (parsed.given.has("help")) {
      for (const line of helpOf(name, command)) terminal.print(line);
      return 0;
    }
    const [problem] = parsed.problems;
    if (problem !== undefined) throw new UsageError(`Cannot run "${name}": ${parsed.problems.join("; ")}`);
    return await command.run(parsed, terminal, abilities);
  } catch (error) {
    terminal.complain(error instanceof Error ? error.message : String(error));
    return 2;
  }
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
  const width = Math.max(...Object.entries(COMMANDS).map(([name, { operands }]) => name.length + operands.length));
  return [
    "Usage: webprom <command> [flags]",
    "",
    ...Object.entries(COMMANDS).map(([name, { operands, help }]) =>
      `  ${`${name} ${operands}`.padEnd(width + 1)}  ${help}`
    ),
    "",
    "webprom <command> --help tells more about a command.",
    "Exit codes: 0 all is well, 1 there are problems, 2 the input or the call cannot be used.",
  ];
}

function helpOf(name: string, { operands, help, flags }: Command): string[] {
  return [`Usage: webprom ${name} [flags] ${operands}`, "", help, "", ...describeFlags([...flags, HELP])];
}
