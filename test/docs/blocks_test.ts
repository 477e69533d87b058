import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { readBlocks } from "./blocks.ts";

test("readBlocks() finds blocks, the files they name and the sections they stand in", () => {
  const page = [
    ...["# Page", "```ts", "one();", "```"],
    ...["## First", "### Part", "```ts", "// exporter.ts", "two();", "", "```"],
    ...[
      "## Second",
      "```sh",
      "## no heading",
      "// no file name here",
      "```",
      "```",
      "```",
      "```yaml",
      "# web.yml",
      "```",
    ],
  ].join("\n");

  assertEquals(readBlocks(page), [
    { language: "ts", file: undefined, section: "", line: 2, text: "one();" },
    { language: "ts", file: "exporter.ts", section: "First", line: 7, text: "// exporter.ts\ntwo();\n" },
    { language: "sh", file: undefined, section: "Second", line: 13, text: "## no heading\n// no file name here" },
    { language: "", file: undefined, section: "Second", line: 17, text: "" },
    { language: "yaml", file: "web.yml", section: "Second", line: 19, text: "# web.yml" },
  ]);
});

test("readBlocks() rejects a block that does not end", () => {
  assertThrows(() => readBlocks("a\n```ts\nb"), SyntaxError, "the block at line 2 does not end");
});
