import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { denoConfig } from "./_project.ts";

/** Types of Hono, whose documentation is there. */
const FOREIGN_TYPES = ["Context", "MiddlewareHandler"];

test("every public symbol is documented, and so is every type it names", () => {
  const args = ["doc", "-q", "--lint", ...Object.values(denoConfig.exports)];
  const { stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  const foreign = new RegExp(`references private type '(?:${FOREIGN_TYPES.join("|")})'$`);
  const problems = stderr.split("\n").filter((line) => /^error\[/.test(line) && !foreign.test(line));
  assertEquals(problems, [], stderr);
});
