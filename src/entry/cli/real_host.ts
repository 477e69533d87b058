import type { Bytes } from "../../model/bytes.ts";
import cluster from "node:cluster";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { DirectoryFile, ModuleHost } from "../../app/modules/module.ts";
import type { Network } from "../../app/targets/network.ts";
import { MAX_TIMER_MS } from "../../model/timer.ts";
import type { Servable, ServeOptions, Server } from "../_serve_with.ts";
import { readText } from "../_read_text.ts";
import { readSource } from "./_read_source.ts";
import { UsageError } from "./source.ts";
import type { CliHost, Signal } from "./cli_host.ts";

/** Globals that identify Bun and Deno. Without them, the runtime is Node. */
const { Bun, Deno } = globalThis as unknown as Readonly<Record<"Bun" | "Deno", { version?: unknown } | undefined>>;

const ANYWHERE = ["*", "0.0.0.0/0", "::/0"];

/** Gives modules access to the network and to files. */
async function makeModuleHost(onProblem: (error: Error, module: string) => void): Promise<ModuleHost> {
  const [{ guardedFetch }, { network }] = await Promise.all([
    import("../../app/targets/guarded_fetch.ts"),
    loadEntry(),
  ]);
  // Targets of the configuration are unrestricted; guardedFetch() is used for its TLS options, which fetch() lacks.
  const fetchByTls = guardedFetch({ network, allow: ANYWHERE, maxBytes: Infinity, timeoutMs: MAX_TIMER_MS });
  return {
    ...files,
    fetch: (url, init) => (init.tls ? fetchByTls : fetch)(url, init),
    hasTls: true,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onProblem,
  };
}

/** The current runtime. Modules that only some commands need are loaded on first use. */
export const host: CliHost = {
  runtime: Deno
    ? `deno ${process.versions.deno}`
    : Bun
    ? `bun ${process.versions.bun}`
    : `node ${process.versions.node}`,
  pid: process.pid,
  env: process.env,
  readSource,
  readText: async (path) => (await readText(path)).text,
  writeFiles,
  resolvePath: (path) => resolve(path),
  importDefault,
  async loadModules(config, onProblem) {
    const { loadModules } = await import("../../app/modules/exporter_config.ts");
    return loadModules(config, await makeModuleHost(onProblem));
  },
  makeModuleHost,
  async watchWebConfig(path, options) {
    const { watchWebConfig } = await import("../web.ts");
    return await watchWebConfig(path, options);
  },
  isWorker: cluster.isWorker,
  startWorker() {
    const { process: child } = cluster.fork();
    const ended = new Promise<number | string>((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ?? code ?? 0));
    });
    return { ended, kill };
    /** `child.kill()` of Deno also disconnects the child, which then fails to close its server. */
    function kill(signal: Signal): void {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(child.pid, signal);
      }
    }
  },
  async checkTls(tls) {
    const { assertUsable } = await import("../_changing_server.ts");
    assertUsable(tls);
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

/** Access of modules to the file system, for Deno, Bun and Node. */
export const files: Required<Pick<ModuleHost, "readDirectory" | "readFile">> = {
  readFile: readBounded,
  async readDirectory(path) {
    const entries = await readdir(path, { withFileTypes: true });
    const listed = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => describe(path, name));
    return (await Promise.all(listed)).filter((file) => file !== undefined);
  },
};

/** Describes a file, and follows links. Returns `undefined` if it is not a file, or was deleted in the meantime. */
async function describe(path: string, name: string): Promise<DirectoryFile | undefined> {
  const found = await stat(join(path, name)).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return { name, modifiedMs: found.mtimeMs, sizeBytes: found.size };
}

/** Maximum duration of reading a file, in milliseconds: some that look regular never end, or never begin. */
const READ_TIMEOUT_MS = 5000;

/** Reads a regular file up to a size. Without O_NONBLOCK, opening or reading some files of the kernel would hang. */
async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    if (!(await file.stat()).isFile()) throw new TypeError("it is not a regular file");
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`reading it takes more than ${READ_TIMEOUT_MS / 1000} seconds`)),
        READ_TIMEOUT_MS,
      );
    });
    return await Promise.race([readUpTo(file, maxBytes), late]);
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}

async function readUpTo(file: FileHandle, maxBytes: number): Promise<Uint8Array> {
  const pieces: Bytes[] = [];
  let length = 0;
  for (;;) {
    const piece = new Uint8Array(64 * 1024);
    const { bytesRead } = await file.read(piece, 0, piece.length);
    if (bytesRead === 0) return new Uint8Array(await new Blob(pieces).arrayBuffer());
    length += bytesRead;
    if (length > maxBytes) throw new RangeError(`it is larger than ${maxBytes} bytes`);
    pieces.push(piece.subarray(0, bytesRead));
  }
}
