import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

const ROOT = new URL("../../", import.meta.url);

/** deno.json, as far as the tests read it. */
export interface DenoConfig {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** By subpath, its module. */
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
}

/** The project's deno.json. */
export const denoConfig: DenoConfig = readJson("deno.json");

/** Reads a JSON file of the project, which must be of the shape that is asked for. */
export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

/** Reads a file of the project. */
export function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** Lists the TypeScript files of a folder, as `src/model/names.ts`. */
export function filesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .sort();
}

/** Reads a file without its comments, which stand on lines of their own. */
export function codeOf(file: string): string {
  return readText(file).replace(/^\s*(?:\/\/|\/\*|\*).*$/gm, "");
}

/** Finds what matches a pattern in the code of some files, as `src/model/names.ts: console`. */
export function findIn(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) => [...codeOf(file).matchAll(pattern)].map(([found]) => `${file}: ${found}`));
}

/** Runs a command of Deno in the project and returns what it prints. */
export function deno(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", stdio: "pipe", maxBuffer: 2 ** 28 });
}

/** What `deno info --json` tells. */
interface ModuleGraph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

/**
 * Finds what each file of `src/`, and `mod.ts`, imports: statically, by `import()` or for its types alone. Deno's parser
 * finds it. A file of the project is named as {@linkcode filesIn} does, anything else as it is imported.
 */
export function readImports(): ReadonlyMap<string, readonly string[]> {
  const files = ["mod.ts", ...filesIn("src")];
  const entry = files.map((file) => `import ${JSON.stringify(new URL(file, ROOT))};`).join("");
  const graph: ModuleGraph = JSON.parse(deno("info", "--json", `data:text/typescript,${encodeURIComponent(entry)}`));
  const imports = graph.modules.map(({ specifier, dependencies = [] }) =>
    [
      pathOf(specifier),
      dependencies.map(({ specifier, code, type }) => {
        const path = pathOf(code?.specifier ?? type?.specifier ?? specifier);
        return files.includes(path) ? path : specifier;
      }),
    ] as const
  );
  return new Map(imports.filter(([file]) => files.includes(file)));
}

function pathOf(url: string): string {
  return url.startsWith(ROOT.href) ? url.slice(ROOT.href.length) : url;
}
