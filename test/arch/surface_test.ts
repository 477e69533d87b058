import { writeFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { deno, denoConfig, readText } from "./_project.ts";

const LIST = "test/arch/surface.txt";

/** What `deno doc --json` tells. */
interface Docs {
  readonly nodes: Readonly<Record<string, { readonly symbols: readonly { readonly name: string }[] }>>;
}

/** Lists what every subpath exports, a line each, such as `./app defineExporter`. */
function listSurface(): string {
  const { nodes }: Docs = JSON.parse(deno("doc", "--json", ...Object.values(denoConfig.exports)));
  const lines = Object.entries(denoConfig.exports).flatMap(([subpath, file]) => {
    const [, module] = Object.entries(nodes).find(([url]) => url.endsWith(file.slice(1))) ?? [];
    return module?.symbols.map(({ name }) => `${subpath} ${name}\n`) ?? [];
  });
  return [...new Set(lines)].sort().join("");
}

test("the public names are those on the list", () => {
  const surface = listSurface();
  if (process.env.UPDATE) writeFileSync(LIST, surface);
  assertEquals(surface, readText(LIST), "with UPDATE=1 in the environment this test writes the list");
});
