import { createHash } from "node:crypto";
import { build } from "esbuild";
import { readText } from "./_project.ts";

const FOLDER = "src/app/landing";

/** The generated module. */
export const ASSETS_FILE = `${FOLDER}/_assets.ts`;

/** Bundles a file of client/, as small as it gets. */
async function bundle(file: string): Promise<string> {
  const options = {
    bundle: true,
    format: "esm",
    minify: true,
    lineLimit: 120,
    write: false,
    logLevel: "silent",
  } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [`${FOLDER}/client/${file}`], target: "es2023" });
  return outputFiles[0]?.text ?? "";
}

function printAsset(name: string, type: string, text: string): string {
  const etag = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  const literal = text.replace(/[\\`]|\$\{/g, "\\$&");
  return `  {\n    name: "${name}",\n    type: "${type}",\n    etag: '"${etag}"',\n    text: \`${literal}\`,\n  },\n`;
}

/** Bundles client/ and prints the module that serves it. */
export async function printAssets(): Promise<string> {
  const assets = [
    printAsset("app.js", "text/javascript; charset=utf-8", await bundle("main.ts")),
    printAsset("style.css", "text/css; charset=utf-8", await bundle("style.css")),
    printAsset("icon.svg", "image/svg+xml", readText(`${FOLDER}/client/icon.svg`)),
  ];
  return `// Generated from client/ with "deno task landing", do not edit. Some runtimes cannot read files, so they are embedded.
// deno-fmt-ignore-file -- the test compares this file with its output

/** A file of the landing page. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  /** Changes with the text. */
  readonly etag: string;
  readonly text: string;
}

/** All files. */
export const ASSETS: readonly Asset[] = [
${assets.join("")}];
`;
}
