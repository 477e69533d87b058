import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { execute } from "./child.ts";
import { RUN, RUN_CLI, type Runtime } from "./runtimes.ts";

/** An exporter that `webprom init` has written, outside this project, with the package as users have it. */
export interface Starter {
  /** Where it is. */
  readonly folder: string;
  /** Tells the command behind a task or script. */
  command(task: "start" | "test"): Promise<readonly string[]>;
}

/**
 * Begins an exporter.
 *
 * @param path An empty folder
 * @param target What it is begun for
 * @param runtime What runs the program that begins it, and then the tests
 */
export async function makeStarter(path: string, target: Runtime | "workers", runtime: Runtime): Promise<Starter> {
  const folder = join(path, "shop");
  await execute([...RUN_CLI[runtime], "init", `--runtime=${target}`, folder]);
  await (target === "deno" ? linkForDeno(folder) : linkForNpm(path));
  return {
    folder,
    async command(task) {
      const { tasks, scripts } = await readJson(join(folder, target === "deno" ? "deno.json" : "package.json"));
      const [program = "", ...args] = ((tasks ?? scripts)[task] as string).split(" ");
      const paths: Readonly<Record<string, string | undefined>> = { deno: RUN.deno[0], bun: resolve(...RUN.bun) };
      return [paths[program] ?? program, ...args];
    },
  };
}

/** Puts this project in the place of its name on JSR. */
async function linkForDeno(folder: string): Promise<void> {
  const file = join(folder, "deno.json");
  const config = await readJson(file);
  await writeFile(file, JSON.stringify({ ...config, links: [resolve(".")], nodeModulesDir: "manual" }));
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
}

/** Puts what would be published beside the other packages. */
async function linkForNpm(path: string): Promise<void> {
  const modules = join(path, "node_modules");
  const exporter = join(modules, "@webprom/exporter");
  await mkdir(exporter, { recursive: true });
  for (const name of readdirSync("node_modules")) await symlink(resolve("node_modules", name), join(modules, name));
  const off = ["--declaration", "--isolatedDeclarations"].flatMap((option) => [option, "false"]);
  const options = ["-p", "test/npm/tsconfig.json", "--noCheck", ...off, "--outDir", join(exporter, "dist")];
  await execute(["node_modules/.bin/tsc", ...options]);
  await writeFile(join(exporter, "package.json"), await readFile("package.json"));
}

async function readJson(path: string) {
  return JSON.parse(await readFile(path, "utf8"));
}
