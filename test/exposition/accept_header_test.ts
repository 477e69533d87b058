import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { parseAcceptHeader } from "../../src/exposition/accept_header.ts";

/** What is read, as plain arrays. */
function parse(header: string): unknown[] {
  return parseAcceptHeader(header).map(({ value, weight, params }) => [value, weight, Object.fromEntries(params)]);
}

describe("parseAcceptHeader()", () => {
  const readable: Readonly<Record<string, unknown[]>> = {
    "": [],
    ",, ,": [],
    "gzip": [["gzip", 1, {}]],
    "gzip, identity;q=0.5": [["gzip", 1, {}], ["identity", 0.5, {}]],
    "Text/PLAIN;Version=0.0.4;Q=0.3": [["text/plain", 0.3, { version: "0.0.4" }]],
    " \ttext/plain\t; \tversion = 0.0.4\t;\tq = 0.3 ": [["text/plain", 0.3, { version: "0.0.4" }]],
    'text/plain;version="0.0.4";q="0.3"': [["text/plain", 0.3, { version: "0.0.4" }]],
    'a/b;c=",;q=0";d=e,f/g': [["a/b", 1, { c: ",;q=0", d: "e" }], ["f/g", 1, {}]],
    'a/b;c="\\"\\\\,";d=e': [["a/b", 1, { c: '"\\,', d: "e" }]],
    "a/b;c;d=;=e": [["a/b", 1, { c: "", d: "", "": "e" }]],
    "a/b;__proto__=c": [["a/b", 1, JSON.parse('{"__proto__":"c"}')]],
    "a/b;q=0": [["a/b", 0, {}]],
    "a/b;q=0.000": [["a/b", 0, {}]],
    "a/b;q=1.": [["a/b", 1, {}]],
    "a/b;q=.5": [["a/b", 0.5, {}]],
    "a/b;q=7": [["a/b", 1, {}]],
  };
  for (const [header, clauses] of Object.entries(readable)) {
    it(`parseAcceptHeader() reads ${JSON.stringify(header)}`, () => assertEquals(parse(header), clauses));
  }

  for (const weight of ["", "a", "-1", "NaN", "Infinity", "1e-1", "0x1", "0.5.5", "."]) {
    it(`parseAcceptHeader() leaves out a clause whose weight is "${weight}"`, () => {
      assertEquals(parse(`a/b;q=${weight},c/d`), [["c/d", 1, {}]]);
    });
  }

  it("parseAcceptHeader() reads up to a quote that is not closed", () => {
    assertEquals(parse('a/b;c=d,e/f;g="h,i/j'), [["a/b", 1, { c: "d" }], ["e/f", 1, { g: '"h,i/j' }]]);
  });

  it("parseAcceptHeader() reads no header of absurd length", () => {
    const longest = "a/b,".repeat(2048);
    assertEquals(parse(longest).length, 2048);
    assertEquals(parse(`${longest} `), []);
  });
});
