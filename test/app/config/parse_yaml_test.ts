import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { parseYaml } from "../../../src/app/config/parse_yaml.ts";

function problemsIn(text: string): readonly string[] {
  return assertThrows(() => parseYaml("Cannot read web.yml", text), ConfigError, "Cannot read web.yml: ").problems;
}

describe("parseYaml()", () => {
  it("reads every scalar as its text", () => {
    assertEquals(parseYaml("", "a: 1\nb: [true, ~, 0x1f, 2001-01-01]\n1: {c: 'd'}\n"), {
      a: "1",
      b: ["true", "~", "0x1f", "2001-01-01"],
      1: { c: "d" },
    });
  });

  it("reads nothing where there is nothing", () => {
    for (const text of ["", "\n", "# a comment\n", "---\n"]) assertEquals(parseYaml("", text) || undefined, undefined);
  });

  it("follows anchors and merges", () => {
    assertEquals(parseYaml("", "a: &a {b: c}\nd: {<<: *a, e: f}\n"), { a: { b: "c" }, d: { b: "c", e: "f" } });
  });

  it("tells where it is no YAML", () => {
    assertEquals(problemsIn("a: 1\na: 2\n"), ["line 2, column 1: Map keys must be unique"]);
    assertEquals(problemsIn("\ta: b"), ["line 1, column 1: Tabs are not allowed as indentation"]);
    assertEquals(problemsIn("a: !!int 3"), ["line 1, column 4: Unresolved tag: tag:yaml.org,2002:int"]);
    assertEquals(problemsIn("a: *nobody").length, 1);
    assertEquals(problemsIn("a: 1\n---\nb: 2\n"), ["line 2, column 1: must be one document"]);
  });

  it("refuses aliases that multiply", () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]\n`);
    assertEquals(problemsIn(`a0: &a0 [x]\n${levels.join("")}`).length, 1);
  });
});
