import { RUNTIME_NAMES, starterFiles, type StarterRuntime } from "./_starter.ts";
import { UsageError } from "./source.ts";
import type { Terminal } from "./terminal.ts";
import type { CliHost } from "./cli_host.ts";

/** Options of {@linkcode init}. */
export interface InitOptions {
  /** Folder to write to. */
  readonly folder: string;
  /**
   * Runtime of the new exporter.
   *
   * @default {host.runtime}
   */
  readonly runtime?: StarterRuntime | undefined;
  /** Name of the exporter in snake_case; by default, the name of the folder. */
  readonly name?: string | undefined;
}

/**
 * Creates a working exporter with a test.
 *
 * @returns The exit code, 0
 * @throws {UsageError} If the name is invalid, or files would be overwritten
 */
export async function init(options: InitOptions, terminal: Terminal, host: CliHost): Promise<number> {
  const { folder, runtime = RUNTIME_NAMES.find((name) => host.runtime.startsWith(name)) ?? "node" } = options;
  const name = options.name ?? nameOf(host.resolvePath(folder));
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new UsageError(`Cannot name the exporter: --name must be in snake_case, current value is "${name}"`);
  }
  const files = starterFiles(name, runtime);
  await host.writeFiles(folder, files);
  for (const file of Object.keys(files)) terminal.print(file);
  const enter = folder === "." ? "" : `cd ${/^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder)} && `;
  terminal.print(["dim", `Test it: ${enter}${testCommand(runtime)}`]);
  terminal.print(["dim", `Run it: ${startCommand(runtime)}`]);
  return 0;
}

/** The last part of a path, in snake_case. */
function nameOf(path: string): string {
  const words = path.split(/[/\\]/).at(-1)?.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("_").replace(/^\d/, "_$&").replace(/^_/, "app_") || "app";
}

function testCommand(runtime: StarterRuntime): string {
  if (runtime === "deno") return "deno task test";
  return runtime === "bun" ? "bun install && bun test" : "npm install && npm test";
}

function startCommand(runtime: StarterRuntime): string {
  if (runtime === "deno") return "deno task start";
  return runtime === "bun" ? "bun start" : "npm start";
}
