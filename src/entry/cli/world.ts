import type { LoadedModules } from "../../app/modules/loaded_modules.ts";
import type { FormatId } from "../../parse/find_format.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Servable, ServeOptions, Server, WebProtection } from "../_serve_with.ts";
import type { Source } from "./source.ts";

/** Signals that the program handles. */
export type Signal = "SIGHUP" | "SIGINT" | "SIGTERM";

/** Access of the commands to the runtime; tests replace it. */
export interface World {
  /** Name and version of the runtime, such as `deno 2.9.0`. */
  readonly runtime: string;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file, a URL, or for `-` the standard input. */
  readSource(name: string, format: FormatId | undefined): Promise<Source>;
  /** Reads a text file. */
  readText(path: string): Promise<string>;
  /** Writes files, and creates the folder if necessary. Rejects if one of the files exists. */
  writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void>;
  /** Makes a path absolute. */
  resolvePath(path: string): string;
  /** Loads a module and returns its default export. */
  importDefault(specifier: string): Promise<unknown>;
  /** Makes modules from `modules` and `probes` of the configuration. */
  loadModules(config: unknown, onProblem: (error: Error, module: string) => void): Promise<LoadedModules>;
  /** Reads a web configuration file, and reloads it when it changes. */
  watchWebConfig(path: string, options: WebWatchOptions): Promise<WatchedWeb>;
  /** Serves an app. */
  serve(app: Servable, options: ServeOptions): Promise<Server>;
  /** Calls a function at each signal; the returned function removes it. */
  onSignal(signal: Signal, handle: () => void): () => void;
}

/** Options of {@linkcode World.watchWebConfig}. */
export interface WebWatchOptions {
  /** Registry for metrics about the last reload. */
  readonly registry?: Registry | undefined;
  /** Called when a changed file cannot be used. */
  readonly onError: (error: unknown) => void;
}

/** A web configuration file that is reloaded when it changes. */
export interface WatchedWeb extends WebProtection, Disposable {
  /** The current configuration, with secrets masked. */
  readonly shown?: unknown;
  /** Reloads the file now. */
  reload(): Promise<void>;
}
