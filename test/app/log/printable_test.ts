import { describe, it } from "node:test";
import { assertEquals, assertNotMatch } from "@std/assert";
import { printable, toJson } from "../../../src/app/log/printable.ts";

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
  "\u200b",
  "\u{e0041}",
  "\u00a0",
];

// deno-lint-ignore no-control-regex -- they are what must not be there
const OBEYED = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\u{e0041}\u00a0]/u;

describe("printable()", () => {
  it("leaves text of any language as it is", () => {
    for (const text of ["plain", "é 花火 😱", "עברית", "a\\b"]) assertEquals(printable(text), text);
  });

  it("shows what a terminal obeys as an escape", () => {
    assertEquals(printable("\x1b[31m\t\n\x9b\u202e\u200b\u{e0041}"), "\\x1b[31m\\t\\n\\u009b\\u202e\\u200b\\U000e0041");
  });
});

describe("toJson()", () => {
  it("writes what is read back as it was, without anything that a terminal obeys", () => {
    for (const attack of ATTACKS) {
      const json = toJson({ [attack]: attack });
      assertNotMatch(json, OBEYED);
      assertEquals(JSON.parse(json), { [attack]: attack });
    }
  });
});
