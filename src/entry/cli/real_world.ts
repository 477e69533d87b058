import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { ProbeContext } from "../../app/probe/prober.ts";
import type { Network } from "../../app/targets/network.ts";
import { MAX_TIMER_MS } from "../../model/timer.ts";
import { files } from "../_files.ts";
import type { Servable, ServeOptions, Server } from "../_serve_with.ts";
import { readSource } from "./_read_source.ts";
import { UsageError } from "./source.ts";
import type { World } from "./world.ts";

/** Globals that identify Bun and Deno. Without them, the runtime is Node. */
const { Bun, Deno } = globalThis as unknown as Readonly<Record<"Bun" | "Deno", { version?: unknown } | undefined>>;

const ANYWHERE = ["*", "0.0.0.0/0", "::/0"];

/** The current runtime. Modules that only some commands need are loaded on first use. */
export const world: World = {
  runtime: Deno
    ? `deno ${process.versions.deno}`
    : Bun
    ? `bun ${process.versions.bun}`
    : `node ${process.versions.node}`,
  env: process.env,
  readSource,
  readText: (path) => readFile(path, "utf8"),
  writeFiles,
  resolvePath: (path) => resolve(path),
  importDefault,
  async loadModules(config, onProblem) {
    const [{ parseExporterConfig }, { makeModules }, { guardedFetch }, { network }] = await Promise.all([
      import("../../app/modules/exporter_config.ts"),
      import("../../app/modules/make_modules.ts"),
      import("../../app/targets/guarded_fetch.ts"),
      loadEntry(),
    ]);
    // Targets of the configuration are unrestricted; guardedFetch() is used for its TLS options, which fetch() lacks.
    const fetchByTls = guardedFetch({ network, allow: ANYWHERE, maxBytes: Infinity, timeoutMs: MAX_TIMER_MS });
    const parsed = parseExporterConfig(config);
    const made = makeModules(parsed, {
      ...files,
      fetch: (url, init) => (init.tls ? fetchByTls : fetch)(url, init),
      hasTls: true,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onProblem,
    });
    const modules = made.map(({ prober, ...module }) => ({
      ...module,
      prober: prober && {
        ...module,
        config: Object(config).modules[module.name],
        probe: (target: string, context: ProbeContext) => prober.probe(target, { ...context, hasTls: true }),
      },
    }));
    return { modules, probes: parsed.probes };
  },
  async watchWebConfig(path, options) {
    const { watchWebConfig } = await import("../web.ts");
    return await watchWebConfig(path, options);
  },
  async serve(app, options) {
    const { serve } = await loadEntry();
    return await serve(app, options);
  },
  onSignal(signal, handle) {
    process.on(signal, handle);
    return () => void process.off(signal, handle);
  },
};

interface RuntimeEntry {
  readonly network: Network;
  serve(app: Servable, options: ServeOptions): Promise<Server>;
}

/** Loads the entrypoint of the runtime. */
function loadEntry(): Promise<RuntimeEntry> {
  if (Deno) return import("../deno.ts");
  return Bun ? import("../bun.ts") : import("../node.ts");
}

/** Loads a file, or a URL such as `jsr:@scope/name`. */
async function importDefault(specifier: string): Promise<unknown> {
  const isUrl = /^[a-z][a-z\d+.-]+:/i.test(specifier);
  try {
    const module = await import(isUrl ? specifier : pathToFileURL(resolve(specifier)).href);
    return await module.default;
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_UNKNOWN_FILE_EXTENSION") throw error;
    throw new Error("this version of Node does not support TypeScript; use 22.18 or later, or node --import=tsx", {
      cause: error,
    });
  }
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const entries = Object.entries(files).map(([name, text]) => [join(folder, name), text] as const);
  const found = await Promise.all(entries.map(([path]) => stat(path).then(() => [path], () => [])));
  const existing = found.flat();
  if (existing.length > 0) {
    throw new UsageError(`Cannot write ${existing.join(", ")}: already exists; choose another folder`);
  }
  for (const [path, text] of entries) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
  }
}
