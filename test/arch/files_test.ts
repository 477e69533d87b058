import { posix } from "node:path";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { readImports } from "./_project.ts";

const imports = readImports();

/** Finds files that import each other, themselves or through others: each circle as a list, types included. */
function findCircles(): string[] {
  const circles = new Set<string>();
  const done = new Set<string>();
  function visit(file: string, path: readonly string[]): void {
    const start = path.indexOf(file);
    if (start >= 0) {
      circles.add(path.slice(start).sort().join(" "));
      return;
    }
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  }
  for (const file of imports.keys()) visit(file, []);
  return [...circles];
}

test("no files import each other in a circle", () => {
  assertEquals(findCircles(), []);
});

test("a file that begins with an underscore is imported only from its folder and the folders in it", () => {
  const wrong = [...imports].flatMap(([file, paths]) =>
    paths
      .filter((path) => path.startsWith("src/") && posix.basename(path).startsWith("_"))
      .filter((path) => !file.startsWith(`${posix.dirname(path)}/`))
      .map((path) => `${file} → ${path}`)
  );
  assertEquals(wrong, []);
});
