import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { MAY_IMPORT } from "./_floors.ts";
import { denoConfig, filesIn, readImports } from "./_project.ts";

/** By foreign module, the folders that may import it. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  "hono": ["hono", "app", "entry"],
  "@hono/node-server": ["entry"],
  "json-p3": ["app"],
  "re2js": ["app"],
  "bcryptjs": ["entry"],
  "yaml": ["app"],
  "zod": ["app"],
  "node:": ["entry", "push", "runtime", "share"],
  "cloudflare:": ["entry", "share"],
};

const imports = readImports();

/** `src/model/names.ts` → `model`; the name of a foreign module → `undefined`. */
function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** `hono/cors` → `hono`, `node:fs` → `node:`. */
function packageOf(specifier: string): string {
  return /^(?:\w+:|@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
}

function isForeign(path: string): boolean {
  return !path.startsWith("src/") && path !== "mod.ts";
}

/** The packages that a module pulls in, itself or through others. */
function packagesBehind(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  for (const path of imports.get(file) ?? []) {
    for (const name of isForeign(path) ? [packageOf(path)] : packagesBehind(path, seen)) found.add(name);
  }
  return found;
}

test("src/ has only folders that have a place in the house", () => {
  const folders = new Set(filesIn("src").map((file) => folderOf(file) ?? file));
  assertEquals([...folders].filter((folder) => !(folder in MAY_IMPORT)), []);
});

test("src/ imports only point down", () => {
  const wrong = [...imports].flatMap(([file, paths]) => {
    const from = folderOf(file);
    if (from === undefined) return [];
    const allowed = [from, ...MAY_IMPORT[from] ?? []];
    return paths.filter((path) => !isForeign(path) && !allowed.includes(folderOf(path) ?? "")).map((path) =>
      `${file} → ${path}`
    );
  });
  assertEquals(wrong, []);
});

test("src/ imports foreign modules only where they have a place", () => {
  const wrong = [...imports].flatMap(([file, paths]) =>
    paths.filter((path) => isForeign(path) && !FOREIGN[packageOf(path)]?.includes(folderOf(file) ?? ""))
      .map((path) => `${file} → ${path}`)
  );
  assertEquals(wrong, []);
});

test("mod.ts needs no foreign module", () => {
  assertEquals([...packagesBehind("mod.ts")], []);
});

for (const name of ["bcryptjs", "yaml", "zod"]) {
  test(`the CLI and web configurations alone need ${name}`, () => {
    const needy = Object.entries(denoConfig.exports).filter(([, path]) => packagesBehind(path.slice(2)).has(name));
    assertEquals(needy.map(([subpath]) => subpath).filter((subpath) => subpath !== "./cli" && subpath !== "./web"), []);
  });
}
