/** Base unit of each unit; a base unit maps to itself. */
const BASE_UNITS: ReadonlyMap<string, string> = new Map([
  ...["amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "metres", "seconds", "volts"]
    .map((unit) => [unit, unit] as const),
  ...["minutes", "hours", "days", "weeks"].map((unit) => [unit, "seconds"] as const),
  ["kelvins", "kelvin"],
  ...["fahrenheit", "rankine"].map((unit) => [unit, "celsius"] as const),
  ...["inches", "yards", "miles"].map((unit) => [unit, "meters"] as const),
  ["bits", "bytes"],
  ["calories", "joules"],
  ...["pounds", "ounces"].map((unit) => [unit, "grams"] as const),
]);

const PREFIX =
  /^(?:pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mebi|mibi|giga|gibi|tera|tebi|peta|pebi)(.+)$/;

/** A unit in a name. */
export interface Unit {
  /** The word in the name. */
  readonly word: string;
  /** Base unit of the same quantity. */
  readonly base: string;
}

/** Lists the units among the words of a name, in order. */
export function unitsIn(name: string): Unit[] {
  return name.split("_").flatMap((word) => {
    const base = BASE_UNITS.get(word) ?? BASE_UNITS.get(PREFIX.exec(word)?.[1] ?? "");
    return base === undefined ? [] : [{ word, base }];
  });
}
