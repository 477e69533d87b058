import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { execute } from "../support/child.ts";
import { type Folder, makeFolder } from "../support/folder.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";

/** A project of a user outside this one: the app example, with the package as it would be published. */
export interface Consumer extends AsyncDisposable {
  /** The folder for Deno, where the name on JSR leads to this project. */
  readonly jsr: string;
  /** The folder for Bun, Node and Workers, where the tarball for npm is installed. */
  readonly npm: string;
  /** Says how the example is started on a runtime, and where. */
  command(runtime: Runtime): { readonly command: readonly string[]; readonly cwd: string };
}

/** Makes the project. */
export async function makeConsumer(): Promise<Consumer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await makeFolder());
  const [jsr, npm] = [join(folder.path, "jsr"), join(folder.path, "npm")];
  await Promise.all([installFromJsr(jsr, folder), installFromNpm(npm, folder)]);
  const kept = stack.move();
  return {
    jsr,
    npm,
    command(runtime) {
      if (runtime === "deno") return { command: [...RUN.deno, "deno.ts"], cwd: jsr };
      if (runtime === "bun") return { command: [resolve(...RUN.bun), "bun.ts"], cwd: npm };
      return { command: ["node", "node.js"], cwd: npm };
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Links the name on JSR to a copy of what would be published there. */
async function installFromJsr(folder: string, { path }: Folder): Promise<void> {
  await copyExample(folder);
  const { links: _links, ...config } = JSON.parse(await readFile("deno.json", "utf8"));
  const published = join(path, "published");
  for (const entry of config.publish.include.filter(existsSync)) {
    await cp(entry, join(published, entry), { recursive: true });
  }
  await writeFile(join(published, "deno.json"), JSON.stringify(config));
  const imports = { [config.name]: `jsr:${config.name}@${config.version}` };
  await writeFile(join(folder, "deno.json"), JSON.stringify({ imports, links: [published] }));
}

async function installFromNpm(folder: string, { path }: Folder): Promise<void> {
  await copyExample(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const [{ filename }] = JSON.parse(await execute(["npm", "pack", "--json", "--silent", "--pack-destination", path]));
  await execute(["npm", "install", "--silent", "--no-audit", "--no-fund", join(path, filename)], { cwd: folder });
  // The oldest Node that is supported does not read TypeScript.
  await build({
    entryPoints: [join(folder, "node.ts")],
    outfile: join(folder, "node.js"),
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
  });
}

/** Copies the example, whose programs then take free ports, to run side by side. */
async function copyExample(folder: string): Promise<void> {
  await mkdir(folder);
  await cp("examples/observed_app", folder, { recursive: true });
  for (const runtime of Object.keys(RUN)) {
    const file = join(folder, `${runtime}.ts`);
    const source = await readFile(file, "utf8");
    await writeFile(file, source.replace("port: 8080", "port: 0"));
  }
}
