import { dirname } from "node:path/posix";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { readImports } from "./_project.ts";

const imports = new Map([...readImports()].filter(([file]) => file.startsWith("src/app/")));

/** Finds a file that a file imports, directly or through others, and that imports it in turn. */
function circleThrough(file: string): string | undefined {
  const seen = new Set<string>();
  const open = [...imports.get(file) ?? []];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === file) return file;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...imports.get(next) ?? []);
  }
  return undefined;
}

test("src/app/ has no circles among its files", () => {
  assertEquals([...imports.keys()].filter((file) => circleThrough(file) !== undefined), []);
});

test("src/app/ imports no private file of another of its rooms", () => {
  const wrong = [...imports].flatMap(([file, paths]) =>
    paths.filter((path) => /^src\/app\/.*\/_[^/]+$/.test(path) && !file.startsWith(`${dirname(path)}/`))
      .map((path) => `${file} → ${path}`)
  );
  assertEquals(wrong, []);
});

test("src/app/ has only rooms and its module", () => {
  assertEquals([...imports.keys()].filter((file) => dirname(file) === "src/app"), ["src/app/mod.ts"]);
});
