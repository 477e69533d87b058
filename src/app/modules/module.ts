import type { z } from "zod";
import type { Collector } from "../../model/collector.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import type { ProbeModule } from "../probe/prober.ts";
import type { FetchOptions } from "../tls/client_tls.ts";

/** A configured module: a collector if it has a target of its own, otherwise a prober. */
export interface Module {
  /** Its name in the configuration. */
  readonly name: string;
  /** Reads the module's own target; `undefined` if targets come with requests. */
  readonly collector?: Collector | undefined;
  /** Reads the target of a request; `undefined` if the module has a target of its own. */
  readonly prober?: ProbeModule | undefined;
  /** What is likely a mistake of the configuration, each beginning with its path in the module. */
  readonly warnings?: readonly string[] | undefined;
  /** Paths of credentials that are sent to the target of a request, which others may choose. */
  readonly credentials?: readonly string[] | undefined;
  /**
   * Checks what the module needs of its environment, such as a directory.
   *
   * @returns The problem, beginning with its path in the module; `undefined` if there is none
   */
  readonly check?: (() => Promise<string | undefined>) | undefined;
  /** Maximum duration of one read including all retries, in milliseconds; the timeout to register the collector with. */
  readonly timeoutMs?: number | undefined;
}

/** The modules of a configuration, and their targets. */
export interface LoadedModules {
  readonly modules: readonly Module[];
  /** Targets that may be probed, and targets for service discovery. */
  readonly probes?: Pick<ProbeOptions, "allow" | "targets"> | undefined;
  /** What is likely a mistake of the configuration, each beginning with its path. */
  readonly warnings?: readonly string[] | undefined;
}

/** What modules can use of the runtime. Configuring something that is omitted here is an error. */
export interface ModuleHost {
  /** Sends requests to targets. Address checks belong here. */
  readonly fetch: ModuleFetch;
  /**
   * Whether `fetch` supports the option `tls`.
   *
   * @default {false}
   */
  readonly hasTls?: boolean;
  /**
   * Lists the files of a directory.
   *
   * @param path Path of the directory
   * @returns Its files, in any order
   */
  readonly readDirectory?: (path: string) => Promise<readonly DirectoryFile[]>;
  /**
   * Reads a whole regular file. Rejects if it is larger than allowed, or takes too long.
   *
   * @param path Path of the file
   * @param maxBytes Maximum size, whatever the file system says of it
   * @returns Its content
   */
  readonly readFile?: (path: string, maxBytes: number) => Promise<Uint8Array>;
  /**
   * Waits between retries.
   *
   * @param ms Duration in milliseconds
   * @returns Resolves after that time
   */
  readonly wait?: (ms: number) => Promise<void>;
  /**
   * Returns the current time, in milliseconds since the epoch.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
  /**
   * Called for each value that is skipped because it cannot be read. Log here.
   *
   * @param error The reason
   * @param module Name of the module
   */
  readonly onProblem?: (error: Error, module: string) => void;
}

/** A file in a directory. */
export interface DirectoryFile {
  /** Its name, without the path. */
  readonly name: string;
  /** Time of the last change, in milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** Its size in bytes. */
  readonly sizeBytes: number;
}

/** A `fetch` that may support more options than the standard one. */
export type ModuleFetch = (url: string, init: FetchOptions) => Promise<Response>;

/**
 * Creates a configured module.
 *
 * @param name Its name
 * @param host What the runtime supports
 * @returns The module
 * @throws {ConfigError} If the configuration needs something that the runtime lacks
 */
export type MakeModule = (name: string, host: ModuleHost) => Module;

/** A kind of module: the schema of its configuration, which parses to a function that creates the module. */
export type ModuleKind = z.ZodType<MakeModule>;
