import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { filesIn, findIn } from "./_project.ts";

const files = filesIn("test");

test("every live test belongs to a runtime", () => {
  const live = files.filter((file) => /^test\/live\/.*_test\.ts$/.test(file));
  assertEquals(live.filter((file) => !/^test\/live\/(?:deno|node|bun|workers)_/.test(file)), []);
});

test("tests are skipped by their options, with a reason", () => {
  // Deno counts t.skip() as a pass, and Bun leaves out what is in describe.skip().
  assertEquals(findIn(files, /\b(?:t|test|it|describe)\.(?:skip|todo|only)\(/g), []);
  assertEquals(findIn(files, /\b(?:skip|todo|only): true\b/g), []);
});
