/**
 * Runs every example of the README. The rules:
 *
 * - Code is in blocks of the language `ts`, and of no other spelling of it.
 * - A block whose first line names a file in a comment, such as `// exporter.ts` or `# web.yml`, is that file. The files of
 *   one section of level two lie in one folder and can import each other.
 * - `deno.ts`, `bun.ts`, `node.ts` and `worker.ts` are run on their runtimes, on a free port, and serve `/metrics`. Beside a
 *   `web.yml` they do so over TLS, to those who are named by the section's `curl`, and to no others.
 * - All other blocks of code are run on Deno as they are, with the permissions that the section's `deno run` names. They end
 *   well, or serve `/metrics` as well.
 * - `json` and `jsonc` are well-formed. `yaml` is a file, and what reads it finds nothing wrong with it.
 * - What `sh` names exists: tasks and files of this project, commands and flags of `webprom`.
 * - Links lead to headings and files that there are. All of `examples/` can be found by them.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { missing } from "../e2e/programs.ts";
import { askTls } from "../support/ask_tls.ts";
import { execute } from "../support/child.ts";
import { type Folder, makeFolder } from "../support/folder.ts";
import { RUN_CLI } from "../support/runtimes.ts";
import { within } from "../support/within.ts";
import { type Block, readBlocks } from "./blocks.ts";
import { writeCertificates } from "./certificates.ts";
import {
  assertServes,
  assertServesAt,
  assertWorkerServes,
  outfit,
  PROGRAMS,
  startProgram,
  withFreePort,
} from "./programs.ts";

const LIMIT_MS = 20_000;
const NO_CODE: readonly string[] = ["dockerfile", "promql", "text"];
const CLI = RUN_CLI.deno.map((part) => existsSync(part) ? resolve(part) : part);

/** What finds mistakes in files of these names, in their folder. */
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  "exporter.yml": [...CLI, "run", "--config.check", "--config.file=exporter.yml"],
  "web.yml": [...CLI, "run", "--config.check", "--config.file=empty.yml", "--web.config.file=web.yml"],
  "prometheus.yml": ["promtool", "check", "config", "--syntax-only", "prometheus.yml"],
};

const page = await readFile("README.md", "utf8");
const blocks = readBlocks(page);

for (const block of blocks) {
  const { language, file, line } = block;
  const name = `README.md:${line} ${file ?? language}`;
  const skip = file === "prometheus.yml" && missing("promtool");
  if (language === "ts") test(`${name} runs`, () => run(block));
  else if (language === "yaml") test(`${name} is as it should be`, { skip }, () => checkYaml(block));
  else if (language.startsWith("json")) test(`${name} is well-formed`, () => parse(block));
  else if (language === "sh") test(`${name} names what exists`, () => checkCommands(block));
  else test(`${name} is no code`, () => assert(NO_CODE.includes(language), `rename "${language}"`));
}

test("README.md links to headings and files that there are", () => {
  const prose = page.replace(/^```[^]*?^```$/gm, "");
  const anchors = [...prose.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => `#${slugOf(title)}`);
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  assertEquals(links.filter((link) => link.startsWith("#") && !anchors.includes(link)), []);
  const paths = links.filter((link) => !/^(?:#|https?:)/.test(link));
  assertEquals(paths.filter((path) => !existsSync(path)), []);
  assert(paths.length > 0);
});

test("README.md leads to each example", async () => {
  const entries = await readdir("examples", { recursive: true, withFileTypes: true });
  const folders = new Set(
    entries.filter((entry) => entry.isFile()).map(({ parentPath }) => parentPath.split("/").slice(0, 2).join("/")),
  );
  assertEquals([...folders].filter((folder) => !page.includes(`](${folder}`)), []);
});

/** Runs a block among the files of its section. */
async function run({ section, file = "example.ts", text }: Block): Promise<void> {
  await using folder = await makeFolder();
  const ca = await writeSection(folder, section);
  await writeFile(join(folder.path, file), withFreePort(text));
  if (file === "worker.ts") return await assertWorkerServes(join(folder.path, file));
  await using child = startProgram(folder.path, file, { permissions: permissionsOf(section) });
  const served = child.url.then((url) => ca === undefined ? assertServesAt(url) : assertGuards(url, ca, section));
  if (PROGRAMS.includes(file)) return await within(LIMIT_MS, served);
  const ended = child.ended.then((code) => assertEquals(code, 0, child.stderr));
  await within(LIMIT_MS, Promise.race([ended, served.catch(() => ended)]));
}

/** Asserts that those who are named by `curl` are let in, and nobody else. */
async function assertGuards(url: string, ca: string, section: string): Promise<void> {
  const { port } = new URL(url);
  const commands = shellOf(section);
  const users = [...commands.matchAll(/curl .*-u (\S+:\S+)/g)].map(([, user = ""]) => `Basic ${btoa(user)}`);
  const tokens = [...commands.matchAll(/curl .*-H 'Authorization: (Bearer \S+)'/g)].map(([, token = ""]) => token);
  assert(users.length > 0 && tokens.length > 0, "there must be a user and a token");
  for (const authorization of [...users, ...tokens]) {
    await assertServes(async (path) => {
      const { status = 0, text } = await askTls(`https://localhost:${port}${path}`, { ca, headers: { authorization } });
      return { status, text: () => Promise.resolve(text) };
    });
  }
  assertEquals((await askTls(`https://localhost:${port}/metrics`, { ca })).status, 401);
}

/** Writes the files of a section, and for a web configuration its certificates, of whose authority it returns the own one. */
async function writeSection({ path }: Folder, section: string): Promise<string | undefined> {
  const files = blocks.filter((block) => block.section === section && block.file);
  for (const { file = "", text } of files) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), withFreePort(text));
  }
  await outfit(path);
  return files.some(({ file }) => file === "web.yml") ? await writeCertificates(path) : undefined;
}

function permissionsOf(section: string): readonly string[] {
  return /\bdeno run((?: --allow-\w+)+) deno\.ts/.exec(shellOf(section))?.[1]?.trim().split(" ") ?? ["--allow-net"];
}

function shellOf(section: string): string {
  return blocks.filter((block) => block.section === section && block.language === "sh").map(({ text }) => text)
    .join("\n");
}

async function checkYaml({ section, file = "" }: Block): Promise<void> {
  const check = CHECKS[file];
  assert(check !== undefined, "the first line must name the file");
  await using folder = await makeFolder();
  await writeSection(folder, section);
  await writeFile(join(folder.path, "empty.yml"), "modules: {}\n");
  await execute(check, { cwd: folder.path });
}

function parse({ text }: Block): void {
  JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
}

async function checkCommands({ text }: Block): Promise<void> {
  const { tasks } = JSON.parse(await readFile("deno.json", "utf8"));
  for (const [, task = ""] of text.matchAll(/\bdeno task (\w+)/g)) assert(task in tasks, `no task "${task}"`);
  for (const [path] of text.matchAll(/\b(examples|src|test)\/[\w./-]+/g)) assert(existsSync(path), `no file "${path}"`);
  for (const [call, command = ""] of text.matchAll(/^webprom (\w+)[^#\n]*/gm)) {
    const help = await execute([...CLI, command, "--help"]);
    for (const [flag] of call.matchAll(/--[\w.-]+/g)) {
      assert(new RegExp(`${flag.replaceAll(".", "\\.")}(?:[= ]|$)`, "m").test(help), `no flag "${flag}"`);
    }
  }
}

/** How a heading is linked to. */
function slugOf(title: string): string {
  return title.toLowerCase().replace(/[^\w\s-]/g, "").replaceAll(" ", "-");
}
