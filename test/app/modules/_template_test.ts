import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { compileTemplate, constant, textOf } from "../../../src/app/modules/_template.ts";

type Row = Readonly<Record<string, unknown>>;
const compile = (expression: string) => (row: Row) => row[expression];

test("compileTemplate() keeps text as it is", () => {
  for (const text of ["", "beta", "$1", 'a "quoted" word']) {
    assertEquals(compileTemplate(text, compile).read({}), text);
  }
});

test("compileTemplate() keeps the type of a lone expression", () => {
  for (const value of [1, true, null, undefined, "text", [1, 2]]) {
    assertEquals(compileTemplate("{ a }", compile).read({ a: value }), value);
  }
});

test("compileTemplate() fills text in around expressions", () => {
  const { expressions, read } = compileTemplate("planet-{ name }/{number}!", compile);

  assertEquals(expressions, ["name", "number"]);
  assertEquals(read({ name: "mars", number: 4 }), "planet-mars/4!");
  assertEquals(read({}), "planet-/!");
});

test("compileTemplate() lets quoted text in expressions hold braces", () => {
  assertEquals(compileTemplate('{ [?@.a == "}{"] }', compile).expressions, ['[?@.a == "}{"]']);
});

test("compileTemplate() rejects braces that belong to no expression", () => {
  for (const text of ["{", "}", "a}", "{a", "{a}}", "{{a}}"]) {
    assertThrows(() => compileTemplate(text, compile), SyntaxError, "must have braces only around expressions");
  }
});

test("constant() is the same for all rows", () => {
  assertEquals(constant(3).read({}), 3);
});

test("textOf() writes any value", () => {
  const values = [undefined, null, "a", 1.5, true, [1, "a"], { a: 1 }];
  assertEquals(values.map(textOf), ["", "", "a", "1.5", "true", '[1,"a"]', '{"a":1}']);
});
