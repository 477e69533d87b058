import type { LoadedModules } from "../../app/modules/loaded_modules.ts";
import type { FormatId } from "../../parse/find_format.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Servable, ServeOptions, Server, WebProtection } from "../_serve_with.ts";
import type { Source } from "./source.ts";

/** The signals that a program obeys. */
export type Signal = "SIGHUP" | "SIGINT" | "SIGTERM";

/** What surrounds the program: all that the commands need of the runtime. */
export interface World {
  /** The runtime with its version, such as `deno 2.9.0`. */
  readonly runtime: string;
  /** The variables of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file, the answer of a URL, or for `-` the standard input. */
  readSource(name: string, format: FormatId | undefined): Promise<Source>;
  /** Reads a file of text. */
  readText(path: string): Promise<string>;
  /** Writes files into a folder that is made if there is none; none of the files may be there already. */
  writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void>;
  /** Makes a path absolute. */
  resolvePath(path: string): string;
  /** Loads a module and returns its default export. */
  importDefault(specifier: string): Promise<unknown>;
  /** Makes modules of their parts of the configuration, `modules` and `probes`. */
  loadModules(config: unknown, onProblem: (error: Error, module: string) => void): Promise<LoadedModules>;
  /** Reads a web configuration file, and again when it changes. */
  watchWebConfig(path: string, options: WatchOptions): Promise<WatchedWeb>;
  /** Serves. */
  serve(app: Servable, options: ServeOptions): Promise<Server>;
  /** Calls a function at each signal, until the returned function is called. */
  onSignal(signal: Signal, handle: () => void): () => void;
}

/** How a web configuration file is watched. */
export interface WatchOptions {
  /** Where to tell how the last attempt to read it went. */
  readonly registry?: Registry | undefined;
  /** Called when a changed file cannot be used. */
  readonly onError: (error: unknown) => void;
}

/** A web configuration file that is read again when it changes. */
export interface WatchedWeb extends WebProtection, Disposable {
  /** What it says, without secrets. */
  readonly shown?: unknown;
  /** Reads it again now. */
  reload(): Promise<void>;
}
