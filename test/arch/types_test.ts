import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";

function compile(project: string): void {
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/tsc", ["--noEmit", "-p", project], {
    encoding: "utf8",
  });
  assertEquals(status, 0, `tsc says:\n${stdout}${stderr}`);
}

test("src/ and test/ compile, the type tests among them", () => {
  compile("tsconfig.json");
});

test("src/ compiles as the npm package, with a type on everything it exports", () => {
  compile("test/npm/tsconfig.json");
});
