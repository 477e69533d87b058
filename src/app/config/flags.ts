/** A command-line flag. */
export interface Flag {
  /** Name without leading hyphens. A name that ends with `.<name>` matches every flag with that prefix. */
  readonly name: string;
  /** Short form of one letter. */
  readonly short?: string | undefined;
  /** `nothing` for a boolean, which `--no-` turns off; `value` for one value; `values` if the flag can be repeated. */
  readonly takes: "nothing" | "value" | "values";
  /**
   * Placeholder of the value in the help.
   *
   * @default {"value"}
   */
  readonly value?: string | undefined;
  /** Description in one line. */
  readonly help: string;
}

/** A parsed command line. */
export interface Arguments {
  /** Values by flag name; a boolean flag has `true` or `false`. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Arguments that are not flags. */
  readonly operands: readonly string[];
  /** Errors, each starting with the flag. */
  readonly problems: readonly string[];
}

/**
 * Parses a command line: `--name=value`, `--name value`, `--name` and `--no-name`; arguments after `--` are not flags.
 *
 * @param args Arguments after the name of the program
 * @param flags The known flags
 * @returns The values, operands and errors
 */
export function parseFlags(args: readonly string[], flags: readonly Flag[]): Arguments {
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const problems: string[] = [];
  const waiting = [...args];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === "--") operands.push(...waiting.splice(0));
    else if (word === "-" || !word.startsWith("-")) operands.push(word);
    else readFlag(word);
  }
  return { given, operands, problems };

  function readFlag(word: string): void {
    const [, name = "", value] = /^--?([^=]*)(?:=([^]*))?$/.exec(word) ?? [];
    const found = findFlag(flags, word.startsWith("--") ? name : undefined, name);
    const shown = word.slice(0, word.indexOf("=") < 0 ? undefined : word.indexOf("="));
    if (found === undefined) return void problems.push(`${shown} is not known${hint(flags, name)}`);
    const { flag, name: full, isOff } = found;
    const values = given.get(full) ?? [];
    if (values.length > 0 && flag.takes !== "values") return void problems.push(`${shown} must be given only once`);
    if (flag.takes === "nothing") {
      if (value !== undefined) return void problems.push(`${shown} takes no value, current value is "${value}"`);
      given.set(full, [String(!isOff)]);
      return;
    }
    const taken = value ?? waiting.shift();
    if (taken === undefined) return void problems.push(`${shown} must have a value`);
    given.set(full, [...values, taken]);
  }
}

/** Finds the flag of a name, and whether `--no-` turns it off. */
function findFlag(
  flags: readonly Flag[],
  long: string | undefined,
  short: string,
): { readonly flag: Flag; readonly name: string; readonly isOff: boolean } | undefined {
  if (long === undefined) {
    const flag = flags.find((flag) => flag.short === short);
    return flag && { flag, name: flag.name, isOff: false };
  }
  for (const isOff of [false, true]) {
    if (isOff && !long.startsWith("no-")) continue;
    const name = isOff ? long.slice("no-".length) : long;
    const flag = flags.find((flag) => matches(flag, name));
    if (flag !== undefined && !(isOff && flag.takes !== "nothing")) return { flag, name, isOff };
  }
  return undefined;
}

function matches({ name }: Flag, given: string): boolean {
  const prefix = prefixOf(name);
  return prefix === undefined ? name === given : given.startsWith(prefix) && given.length > prefix.length;
}

/** Returns the prefix of a flag that matches many names. */
function prefixOf(name: string): string | undefined {
  return name.endsWith(".<name>") ? name.slice(0, -"<name>".length) : undefined;
}

/** Suggests the flag that differs only in case or punctuation. */
function hint(flags: readonly Flag[], given: string): string {
  const letters = (name: string) => name.replace(/[^a-z0-9]/gi, "").toLowerCase();
  const near = flags.find(({ name }) => letters(name) === letters(given));
  return near === undefined ? "" : `, did you mean --${near.name}?`;
}

/** Column at which descriptions start. */
const WIDTH = 34;

/**
 * Formats flags for the help.
 *
 * @param flags The flags
 * @returns The lines
 */
export function describeFlags(flags: readonly Flag[]): string[] {
  return flags.flatMap(({ name, short, takes, value = "value", help }) => {
    const isMany = prefixOf(name) !== undefined;
    const names = `${short === undefined ? "    " : `-${short}, `}--${isMany ? "[no-]" : ""}${name}`;
    const head = `  ${takes === "nothing" ? names : `${names}=<${value}>${takes === "values" ? " …" : ""}`}`;
    return head.length < WIDTH ? [head.padEnd(WIDTH) + help] : [head, " ".repeat(WIDTH) + help];
  });
}
