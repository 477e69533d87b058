import { describe, it } from "node:test";
import { assertEquals, assertNotMatch } from "@std/assert";
import { recordTerminal } from "../../support/recorded_terminal.ts";

/** What moves the cursor, sets the title, clears the screen, turns text around or breaks a line. */
const ATTACKS = [
  "\x1b[2J",
  "\x1b]0;title\x07",
  "\x9b31m",
  "\r",
  "\n",
  "\0",
  "\x7f",
  "\u202e",
  "\u2066",
  "\u2028",
  "\ud800",
];

// deno-lint-ignore no-control-regex -- they are what must not be there
const OBEYED = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

describe("makeTerminal()", () => {
  it("writes whole lines, the answer apart from what went wrong", () => {
    const terminal = recordTerminal();
    terminal.print("one ", ["red", "two"]);
    terminal.printError("three");

    assertEquals([terminal.lines, terminal.complaints], [["one two"], ["three"]]);
  });

  it("shows styles where there are colours", () => {
    const terminal = recordTerminal(true);
    terminal.print("one ", ["red", "two"]);

    assertEquals(terminal.lines, ["one \x1b[31mtwo\x1b[0m"]);
  });

  it("hands on nothing that a terminal obeys", () => {
    const terminal = recordTerminal();
    for (const attack of ATTACKS) {
      terminal.print(attack, ["bold", attack]);
      terminal.printError(attack);
    }

    assertEquals([terminal.lines.length, terminal.complaints.length], [ATTACKS.length, ATTACKS.length]);
    for (const line of [...terminal.lines, ...terminal.complaints]) assertNotMatch(line, OBEYED);
  });
});
