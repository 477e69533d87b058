import { readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { assertEquals } from "@std/assert";
import { startWorker } from "../runner/worker.ts";
import { type Child, start } from "../support/child.ts";
import { RUN } from "../support/runtimes.ts";

/** How the program of a page is asked. */
export type Ask = (path: string) => Promise<Pick<Response, "status" | "text">>;

/** What runs files of these names; all others run on Deno. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = { "bun.ts": RUN.bun, "node.ts": RUN.node };

/** Files of these names serve. */
export const PROGRAMS: readonly string[] = ["deno.ts", ...Object.keys(COMMANDS)];

/** How a program is started. */
export interface ProgramOptions {
  /** What Deno lets it do. */
  readonly permissions?: readonly string[];
}

/** Puts into a folder what lets Bun and Node find this project. */
export async function outfit(folder: string): Promise<void> {
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ extends: resolve("tsconfig.json") }));
}

/** Lets the programs of a folder find the packages that are installed in this project. */
export async function linkPackages(folder: string): Promise<void> {
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
}

/** Starts a program in an outfitted folder, on the runtime that its name tells. */
export function startProgram(folder: string, file: string, options: ProgramOptions = {}): Child {
  const { permissions = ["--allow-net"] } = options;
  const [deno = ""] = RUN.deno;
  const env = { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", TSX_TSCONFIG_PATH: resolve("tsconfig.json") };
  const command = COMMANDS[file];
  // Only Deno finds what it needs from another folder.
  if (command !== undefined) return start([...command, join(folder, file)], { env });
  const config = `--config=${resolve("deno.json")}`;
  return start([deno, "run", ...permissions, config, file], { cwd: folder, env });
}

/** Asserts that a program serves metrics. */
export async function assertServes(ask: Ask): Promise<void> {
  const response = await ask("/metrics");
  assertEquals([response.status, (await response.text()).includes("# TYPE ")], [200, true]);
}

/** Asks a program where it says it is. */
export async function assertServesAt(url: string): Promise<void> {
  await assertServes((path) => fetch(`http://127.0.0.1:${new URL(url).port}${path}`));
}

/** Asserts that a Worker serves metrics. */
export async function assertWorkerServes(file: string): Promise<void> {
  const hasObject = (await readFile(file, "utf8")).includes("MetricsAggregator");
  const source = `export { default${hasObject ? ", MetricsAggregator" : ""} } from "${file}"`;
  const { worker } = await startWorker(source, hasObject ? { objectClass: "MetricsAggregator" } : {});
  try {
    await assertServes((path) => worker.dispatchFetch(`http://localhost${path}`));
  } finally {
    await worker.dispose();
  }
}

/** Lets a program take a free port instead of its own. */
export function withFreePort(source: string): string {
  return source.replace(/\bport: \d+/g, "port: 0").replace(/\blisten\(\d+/g, "listen(0");
}
