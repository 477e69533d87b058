/**
 * Runs every example of the README. The rules:
 *
 * - Code is in blocks of the language `ts`, and of no other spelling of it.
 * - A block whose first line names a file in a comment, such as `// exporter.ts`, is that file. The files of one section
 *   of level two lie in one folder and can import each other.
 * - `deno.ts`, `bun.ts`, `node.ts` and `worker.ts` are run on their runtimes, on a free port, and serve `/metrics`.
 * - All other blocks of code are run on Deno as they are. They end well, or serve `/metrics` as well.
 * - `json` and `jsonc` are well-formed. Tasks and files of this project that `sh` names exist.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { startWorker } from "../runner/worker.ts";
import { start } from "../support/child.ts";
import { type Folder, makeFolder } from "../support/folder.ts";
import { RUN } from "../support/runtimes.ts";
import { within } from "../support/within.ts";
import { type Block, readBlocks } from "./blocks.ts";

const LIMIT_MS = 20_000;
const NO_CODE: readonly string[] = ["dockerfile", "promql", "text", "yaml"];
/** What runs files of these names; all others run on Deno. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = { "bun.ts": RUN.bun, "node.ts": RUN.node };
const PROGRAMS: readonly string[] = ["deno.ts", ...Object.keys(COMMANDS)];

const blocks = readBlocks(await readFile("README.md", "utf8"));

for (const block of blocks) {
  const { language, file, line } = block;
  const name = `README.md:${line} ${file ?? language}`;
  if (language === "ts") test(`${name} runs`, () => run(block));
  else if (language.startsWith("json")) test(`${name} is well-formed`, () => parse(block));
  else if (language === "sh") test(`${name} names what exists`, () => checkCommands(block));
  else test(`${name} is no code`, () => assert(NO_CODE.includes(language), `rename "${language}"`));
}

/** Runs a block among the files of its section. */
async function run(block: Block): Promise<void> {
  await using folder = await makeFolder();
  await writeSection(folder, block.section);
  const file = join(folder.path, block.file ?? "example.ts");
  await writeFile(file, withFreePort(block.text));
  if (block.file === "worker.ts") return await runWorker(file);
  const command = COMMANDS[block.file ?? ""] ?? [...RUN.deno, "--config=deno.json"];
  await using child = start([...command, file], {
    env: { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", TSX_TSCONFIG_PATH: resolve("tsconfig.json") },
  });
  const served = child.url.then((url) => assertServes((path) => fetch(`http://127.0.0.1:${new URL(url).port}${path}`)));
  if (PROGRAMS.includes(block.file ?? "")) return await within(LIMIT_MS, served);
  const ended = child.ended.then((code) => assertEquals(code, 0, child.stderr));
  await within(LIMIT_MS, Promise.race([ended, served.catch(() => ended)]));
}

async function runWorker(file: string): Promise<void> {
  const { worker } = await startWorker(`export { default } from "${file}"`);
  try {
    await assertServes((path) => worker.dispatchFetch(`http://localhost${path}`));
  } finally {
    await worker.dispose();
  }
}

async function assertServes(ask: (path: string) => Promise<Pick<Response, "status" | "text">>): Promise<void> {
  const response = await ask("/metrics");
  assertEquals([response.status, (await response.text()).includes("# TYPE ")], [200, true]);
}

async function writeSection({ path }: Folder, section: string): Promise<void> {
  const files = blocks.filter((block) => block.section === section && block.file);
  for (const { file = "", text } of files) await writeFile(join(path, file), withFreePort(text));
  await writeFile(join(path, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(path, "tsconfig.json"), JSON.stringify({ extends: resolve("tsconfig.json") }));
}

function withFreePort(source: string): string {
  return source.replace(/\bport: \d+/g, "port: 0");
}

function parse({ text }: Block): void {
  JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
}

async function checkCommands({ text }: Block): Promise<void> {
  const { tasks } = JSON.parse(await readFile("deno.json", "utf8"));
  for (const [, task = ""] of text.matchAll(/\bdeno task (\w+)/g)) assert(task in tasks, `no task "${task}"`);
  for (const [path] of text.matchAll(/\b(examples|src|test)\/[\w./-]+/g)) assert(existsSync(path), `no file "${path}"`);
}
