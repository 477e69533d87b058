/**
 * Runs every example of the documentation: of `README.md`, `examples/`, and the `@module` comments of public subpaths. The
 * rules:
 *
 * - Code is in blocks of the language `ts`, and of no other spelling of it.
 * - A block whose first line names a file in a comment, such as `// exporter.ts` or `# web.yml`, is that file. The files of
 *   one section of level two are in one folder and can import each other.
 * - `deno.ts`, `bun.ts`, `node.ts` and `worker.ts` are run on their runtimes, on a free port, and serve `/metrics`. If there
 *   is a `web.yml` too, they do so over TLS, and only to clients with the credentials of the section's `curl`.
 * - All other blocks of code are run on Deno without changes, with the permissions that the section's `deno run` names. They
 *   end with exit code 0, or serve `/metrics` as well.
 * - In a module's comment, `deno test --doc` runs the blocks of the language `ts`. Those that need another runtime or never
 *   end are of the language `ts ignore`, which `deno test --doc` skips: they are run here.
 * - `json` and `jsonc` are well-formed. `yaml` is a file, and the program that reads it finds no mistake in it.
 * - What `sh` names exists: tasks and files of this project, commands and flags of `webprom`.
 * - Links lead to existing headings and files. `README.md` and `examples/README.md` link to every example.
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
import type { Block } from "./blocks.ts";
import { writeCertificates } from "./certificates.ts";
import { type Page, readPages } from "./pages.ts";
import {
  assertServes,
  assertServesAt,
  assertWorkerServes,
  linkPackages,
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

for (const page of await readPages()) {
  for (const block of page.blocks) {
    const { language, file, line } = block;
    const name = `${page.path}:${line} ${file ?? language}`;
    const skip = file === "prometheus.yml" && missing("promtool");
    if (page.isModule && language === "ts") continue;
    if (language === (page.isModule ? "ts ignore" : "ts")) test(`${name} runs`, () => run(page, block));
    else if (language === "yaml") test(`${name} is as it should be`, { skip }, () => checkYaml(page, block));
    else if (language.startsWith("json")) test(`${name} is well-formed`, () => parse(block));
    else if (language === "sh") test(`${name} names what exists`, () => checkCommands(block));
    else test(`${name} is no code`, () => assert(NO_CODE.includes(language), `rename "${language}"`));
  }
  test(`${page.path} links to headings and files that exist`, () => checkLinks(page));
}

for (const index of ["README.md", "examples/README.md"]) {
  test(`${index} links to every example`, async () => {
    const entries = await readdir("examples", { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join("examples", name));
    assert(folders.length > 0);
    const targets = linksIn(await readFile(index, "utf8")).map((link) => join(dirname(index), link));
    assertEquals(folders.filter((folder) => !targets.some((target) => isIn(folder, target))), []);
  });
}

/** Whether a path is a folder or in it. */
function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

async function checkLinks({ path, isModule, text }: Page): Promise<void> {
  const links = linksIn(text).filter((link) => !/^https?:/.test(link));
  if (path === "README.md") assert(links.length > 0);
  // JSR and editors show the comment far from its file.
  if (isModule) assertEquals(links.filter((link) => !link.startsWith("#")), []);
  for (const link of links) {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    assert(existsSync(target), `no file "${target}"`);
    if (anchor === undefined) continue;
    const page = target === path ? text : await readFile(target, "utf8");
    assert(anchorsIn(page).includes(anchor), `no heading "${link}"`);
  }
}

/** Leaves out the fenced blocks of a page. */
function proseOf(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, "");
}

function linksIn(text: string): string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

function anchorsIn(text: string): string[] {
  return [...proseOf(text).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => slugOf(title));
}

/** Runs a block among the files of its section. */
async function run(page: Page, { section, file = "example.ts", text }: Block): Promise<void> {
  await using folder = await makeFolder();
  const ca = await writeSection(folder, page, section);
  await writeFile(join(folder.path, file), withFreePort(text));
  if (file === "worker.ts") return await assertWorkerServes(join(folder.path, file));
  await using child = startProgram(folder.path, file, { permissions: permissionsOf(page, section) });
  const served = child.url.then((url) =>
    ca === undefined ? assertServesAt(url) : assertGuards(url, ca, shellOf(page, section))
  );
  if (PROGRAMS.includes(file)) return await within(LIMIT_MS, served);
  const ended = child.ended.then((code) => assertEquals(code, 0, child.stderr));
  await within(LIMIT_MS, Promise.race([ended, served.catch(() => ended)]));
}

/** Asserts that clients with the credentials of `curl` get metrics, and others do not. */
async function assertGuards(url: string, ca: string, commands: string): Promise<void> {
  const { port } = new URL(url);
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
async function writeSection({ path }: Folder, page: Page, section: string): Promise<string | undefined> {
  const files = page.blocks.filter((block) => block.section === section && block.file);
  for (const { file = "", text } of files) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), withFreePort(text));
  }
  await outfit(path);
  await linkPackages(path);
  return files.some(({ file }) => file === "web.yml") ? await writeCertificates(path) : undefined;
}

function permissionsOf(page: Page, section: string): readonly string[] {
  return /\bdeno run((?: --allow-\w+)+) deno\.ts/.exec(shellOf(page, section))?.[1]?.trim().split(" ") ??
    ["--allow-net"];
}

function shellOf({ blocks }: Page, section: string): string {
  const commands = blocks.filter((block) => block.section === section && block.language === "sh");
  return commands.map(({ text }) => text).join("\n");
}

async function checkYaml(page: Page, { section, file = "" }: Block): Promise<void> {
  const check = CHECKS[file];
  assert(check !== undefined, "the first line must name the file");
  await using folder = await makeFolder();
  await writeSection(folder, page, section);
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
