import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { codeOf, filesIn, findIn } from "./_project.ts";

const src = filesIn("src");

test("src/ uses no runtime's globals below entry/", () => {
  const belowEntry = src.filter((file) => !file.startsWith("src/entry/"));
  const used = ["Deno", "Bun", "process", "Buffer", "console"].flatMap((name) => {
    const unimported = belowEntry.filter((file) => !codeOf(file).includes(`import ${name} from "node:`));
    return findIn(unimported, new RegExp(`(?<![\\w.$"'#])${name}(?=\\.\\w|[[(])|[{,] *${name} *[,}]`, "g"));
  });
  assertEquals(used, []);
});

test("src/ declares no globals", () => {
  assertEquals(findIn(src, /(?<!export )\bdeclare (?:global|module|namespace)\b/g), []);
});

test("src/ has no any", () => {
  assertEquals(findIn(src, /(?:[:<|&]|\bas) ?any\b/g), []);
});
