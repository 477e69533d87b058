import type { LoadedModules, ModuleHost } from "../../app/modules/module.ts";
import type { TlsOptions } from "../../app/tls/tls_options.ts";
import type { FormatId } from "../../parse/find_format.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Servable, ServeOptions, Server, WebProtection } from "../_serve_with.ts";
import type { Input } from "./source.ts";

/** Signals that the program handles. */
export type Signal = "SIGHUP" | "SIGINT" | "SIGTERM";

/** Access of the commands to the runtime; tests replace it. */
export interface CliHost {
  /** Name and version of the runtime, such as `deno 2.9.0`. */
  readonly runtime: string;
  /** ID of the process. */
  readonly pid: number;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file, a URL, or for `-` the standard input. */
  readSource(name: string, format: FormatId | undefined): Promise<Input>;
  /** Reads a text file. A file that is not a regular one, such as a pipe, can be read only once. */
  readText(path: string): Promise<string>;
  /** Writes files, and creates the folder if necessary. Rejects if one of the files exists. */
  writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void>;
  /** Makes a path absolute. */
  resolvePath(path: string): string;
  /** Loads a module and returns its default export. */
  importDefault(specifier: string): Promise<unknown>;
  /** Makes modules from `modules` and `probes` of the configuration. */
  loadModules(config: unknown, onProblem: (error: Error, module: string) => void): Promise<LoadedModules>;
  /** Makes the access to the network and to files that an agent needs. */
  makeModuleHost(onProblem: (error: Error, module: string) => void): Promise<ModuleHost>;
  /** Reads a web configuration file, and reloads it when it changes. */
  watchWebConfig(path: string, options: WebWatchOptions): Promise<WatchedWeb>;
  /** Rejects TLS options that this runtime cannot use. */
  checkTls(tls: TlsOptions): Promise<void>;
  /** Whether this process is a worker of another one that runs the same command. */
  readonly isWorker: boolean;
  /** Starts a worker: a process that runs the same command and serves the same addresses. */
  startWorker(): Worker;
  /** Serves an app. */
  serve(app: Servable, options: ServeOptions): Promise<Server>;
  /** Calls a function at each signal; the returned function removes it. */
  onSignal(signal: Signal, handle: () => void): () => void;
}

/** A process that runs the same command. */
export interface Worker {
  /** Settles when it has ended: with its exit code, or the name of a signal. */
  readonly ended: Promise<number | string>;
  /** Sends it a signal. */
  kill(signal: Signal): void;
}

/** Options of {@linkcode CliHost.watchWebConfig}. */
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
