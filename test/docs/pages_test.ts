import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { moduleDocOf, readPages } from "./pages.ts";

test("readPages() finds the README, the examples' pages and the module documentation", async () => {
  const paths = (await readPages()).map(({ path }) => path);

  assertEquals(paths[0], "README.md");
  for (const path of ["examples/README.md", "examples/hello/README.md", "mod.ts", "src/entry/cli.ts"]) {
    assert(paths.includes(path), path);
  }
});

test("moduleDocOf() returns the leading comment as Markdown, line by line", () => {
  const comment = [
    "/**",
    " * Serves.",
    " *",
    " * @example Serve",
    " * ```ts ignore",
    " * one();",
    " * ```",
    " *",
    " * @module",
    " */",
    "",
    "/** Another one. */",
    "",
  ];
  const text = ["", "Serves.", "", "## Serve", "```ts ignore", "one();", "```", "", ""].join("\n");

  assertEquals(moduleDocOf(comment.join("\n")), text);
  assertEquals(moduleDocOf(["#!/usr/bin/env node", ...comment].join("\n")), `\n${text}`);
});

test("moduleDocOf() returns nothing for other comments", () => {
  assertEquals(moduleDocOf("/**\n * Another one.\n */\nexport {};\n"), undefined);
  assertEquals(moduleDocOf("export {};\n/**\n * Late.\n *\n * @module\n */\n"), undefined);
});
