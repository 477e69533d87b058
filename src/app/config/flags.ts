/** Something that a program can be told on its command line. */
export interface Flag {
  /** Its name, without the hyphens in front of it. One that ends with `.<name>` stands for all that begin like it. */
  readonly name: string;
  /** One letter that stands for it. */
  readonly short?: string | undefined;
  /** Whether it takes nothing, so that `--no-` in front of it turns it off, a value, or one each time it is repeated. */
  readonly takes: "nothing" | "value" | "values";
  /**
   * What the help shows in the place of the value.
   *
   * @default {"value"}
   */
  readonly value?: string | undefined;
  /** What it is for, in one line. */
  readonly help: string;
}

/** A command line that was read. */
export interface Arguments {
  /** What was given, by the names of the flags; those that take nothing have `true` or `false`. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** What is no flag. */
  readonly operands: readonly string[];
  /** What is wrong, each led by the flag. */
  readonly problems: readonly string[];
}

/**
 * Reads a command line: `--name=value`, `--name value`, `--name` and `--no-name`; behind `--` nothing is a flag.
 *
 * @param args What stands behind the name of the program
 * @param flags What there may be
 * @returns What there is, and what is wrong with it
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

/** Finds the flag of a name, and tells whether it is turned off. */
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

/** The beginning of all names that a flag stands for, if it stands for many. */
function prefixOf(name: string): string | undefined {
  return name.endsWith(".<name>") ? name.slice(0, -"<name>".length) : undefined;
}

/** Names the flag that has all of the words, in case that it was only put together in another way. */
function hint(flags: readonly Flag[], given: string): string {
  const letters = (name: string) => name.replace(/[^a-z0-9]/gi, "").toLowerCase();
  const near = flags.find(({ name }) => letters(name) === letters(given));
  return near === undefined ? "" : `, but --${near.name} is`;
}

/** Room for a flag beside what it is for. */
const WIDTH = 34;

/**
 * Describes flags for people.
 *
 * @param flags What there is
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
