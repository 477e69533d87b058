import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";

/** Options that are not usable, and what the error says of them. */
const CASES: readonly [what: string, options: object, message: string][] = [
  ["an empty name", { name: "" }, '""'],
  ["a name with a lone surrogate", { name: "a\ud800_total" }, '"a\\ud800_total"'],
  ["a name that is no text", { name: 5 }, "5"],
  ["a missing name", { name: undefined }, "undefined"],
  ["a missing help", { help: undefined }, "help must be a string, current value is undefined"],
  ["a help that is no text", { help: 5 }, "help must be a string, current value is 5"],
  ["a unit that is not the last word of the name", { unit: "parsecs" }, 'current value is "parsecs"'],
  ["an empty unit", { unit: "" }, 'current value is ""'],
  ["an empty label name", { labelNames: ["a", ""] }, 'label name ""'],
  ["a label name with a lone surrogate", { labelNames: ["\ud800"] }, 'label name "\\ud800"'],
  ["a label name that is no text", { labelNames: [5] }, "label name 5"],
  ["a reserved label name", { labelNames: ["__name__"] }, 'label name "__name__"'],
  ["a duplicate label name", { labelNames: ["a", "b", "a"] }, '["a","b","a"]'],
  ["label names that are no array", { labelNames: "ab" }, '"ab"'],
  ["null as label names", { labelNames: null }, "null"],
  ["an empty constant label", { constLabels: { "": "x" } }, 'label name ""'],
  ["a reserved constant label", { constLabels: { __x: "x" } }, 'label name "__x"'],
  [
    "a constant label without a value",
    { constLabels: { a: undefined } },
    'label "a" must be a string, number, boolean or bigint',
  ],
  ["a label both constant and variable", { labelNames: ["a"], constLabels: { a: "x" } }, '["a","a"]'],
];

/** What an instrument is made with, as far as this battery needs it. */
interface Definable {
  readonly title: string;
  readonly type: string;
  readonly name: string;
  make(options: object): unknown;
}

/** Every instrument rejects a definition that is not usable where it is written, and names itself and the value. */
export function badDefinitions({ title, type, name, make }: Definable): void {
  describe(`${title} definition`, () => {
    for (const [what, options, message] of CASES) {
      it(`${title} rejects ${what}`, () => {
        const error = assertThrows(() => make(options), TypeError, message);
        const shown = "name" in options ? "" : `"${name}"`;
        assertEquals(error.message.startsWith(`Cannot define ${type} ${shown}`), true, error.message);
      });
    }
  });
}
