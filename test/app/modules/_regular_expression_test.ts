import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { compileAnchored, compileExpression } from "../../../src/app/modules/_regular_expression.ts";

test("compileExpression() takes RE2's syntax", () => {
  const matcher = compileExpression("(?P<name>\\w+)=(?<value>\\d+)").matcher("  queue=7 ");

  assertEquals([matcher.find(), matcher.group("name"), matcher.group("value")], [true, "queue", "7"]);
});

test("compileExpression() rejects what is no expression of RE2", () => {
  for (const source of ["(a", "[", "(?=a)", "(a)\\1", "a**"]) {
    assertThrows(() => compileExpression(source), SyntaxError, "must be a regular expression: ");
  }
});

test("compileExpression() is not brought down by greedy expressions", () => {
  // A matcher that backtracks takes 2^50 steps for each of these.
  const text = `${"a".repeat(5000)}!`;
  for (const source of ["^(a+)+$", "^(a|aa)+$", "^(a|a)*$", "^([a-z]*)*$"]) {
    assertEquals(compileExpression(source).test(text), false);
  }
});

test("compileAnchored() matches all of a text, with its line feeds", () => {
  const expression = compileAnchored("a|b.*");
  const matches = ["a", "b", "b\nc"].map((text) => expression.test(text));
  const others = ["ab", "xa", "", "a\n"].map((text) => expression.test(text));

  assertEquals([matches, others], [[true, true, true], [false, false, false, false]]);
});

test("compileAnchored() rejects brackets that would close its own", () => {
  assertThrows(() => compileAnchored("a)|(?:b"), SyntaxError, "must be a regular expression");
});
