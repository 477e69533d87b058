import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Block, readBlocks } from "./blocks.ts";

/** A page of the documentation. */
export interface Page {
  /** Its file, such as `README.md` or `src/app/mod.ts`. */
  readonly path: string;
  /** Whether it is the `@module` comment of a module. */
  readonly isModule: boolean;
  /** Its Markdown. */
  readonly text: string;
  /** Its fenced blocks. */
  readonly blocks: readonly Block[];
}

/**
 * Reads every page of the documentation: `README.md`, `CONTRIBUTING.md`, the Markdown files of `examples/`, and the
 * `@module` comment of each public subpath.
 *
 * @returns The pages, `README.md` first
 * @throws {Error} If a public subpath has no `@module` comment
 */
export async function readPages(): Promise<Page[]> {
  const files = await readdir("examples", { recursive: true });
  const examples = files.filter((file) => file.endsWith(".md")).map((file) => join("examples", file)).sort();
  const { exports } = JSON.parse(await readFile("deno.json", "utf8"));
  const modules = Object.values<string>(exports).map((path) => join(path));
  return await Promise.all([
    ...["README.md", "CONTRIBUTING.md", ...examples].map(async (path) => {
      const text = await readFile(path, "utf8");
      return { path, isModule: false, text, blocks: readBlocks(text) };
    }),
    ...modules.map(async (path) => {
      const text = moduleDocOf(await readFile(path, "utf8"));
      if (text === undefined) throw new Error(`Cannot read ${path}: it does not begin with a @module comment`);
      return { path, isModule: true, text, blocks: readBlocks(text) };
    }),
  ]);
}

/**
 * Reads the leading `@module` comment of a module as Markdown, on the same lines. `@example Title` becomes a heading of
 * level two, so that the files of one example are one section.
 *
 * @param source The module
 * @returns The Markdown; `undefined` if the module does not begin with a `@module` comment
 */
export function moduleDocOf(source: string): string | undefined {
  const [, hashbang = "", comment = ""] = /^(#!.*\n)?\/\*\*\n([^]*?)\n \*\/\n/.exec(source) ?? [];
  const lines = comment.split("\n").map((line) => line.replace(/^ \* ?/, ""));
  if (!lines.includes("@module")) return undefined;
  const page = lines.map((line) => line.replace(/^@example /, "## ").replace(/^@module$/, ""));
  return [...hashbang === "" ? [""] : ["", ""], ...page].join("\n");
}
