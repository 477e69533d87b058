import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { build } from "esbuild";
import { readText } from "./_project.ts";

const FOLDER = "src/app/landing";

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

async function printModule(): Promise<string> {
  const assets = [
    printAsset("app.js", "text/javascript; charset=utf-8", await bundle("main.ts")),
    printAsset("style.css", "text/css; charset=utf-8", await bundle("style.css")),
    printAsset("icon.svg", "image/svg+xml", readText(`${FOLDER}/client/icon.svg`)),
  ];
  return `// Made of client/ by test/arch/landing_assets_test.ts: so the script is checked where it is written, and served where there are no files.
// deno-fmt-ignore-file -- it would be another file than the test writes

/** A file that the landing page is made of. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  /** Changes with the text. */
  readonly etag: string;
  readonly text: string;
}

/** All of them. */
export const ASSETS: readonly Asset[] = [
${assets.join("")}];
`;
}

test("the landing page serves what is in client/", async () => {
  const printed = await printModule();
  if (process.env.UPDATE) writeFileSync(`${FOLDER}/_assets.ts`, printed);
  assertEquals(
    printed,
    readText(`${FOLDER}/_assets.ts`),
    "with UPDATE=1 in the environment this test writes the module",
  );
});
