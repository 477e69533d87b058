import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { denoConfig } from "./_project.ts";

test("every public symbol is documented, and so is every type it names", () => {
  const args = ["doc", "-q", "--lint", ...Object.values(denoConfig.exports)];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assertEquals(status, 0, stderr);
});
