import type { z } from "zod";
import type { Collector } from "../../model/collector.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import type { RegistryView } from "../../registry/registry_view.ts";
import type { FetchOptions } from "../tls/client_tls.ts";

/** A configured module: a collector if it has a target of its own, otherwise a prober. */
export interface Module {
  /** Its name in the configuration. */
  readonly name: string;
  /** Reads the module's own target; `undefined` if targets come with requests. */
  readonly collector?: Collector | undefined;
  /** Reads the target of a request; `undefined` if the module has a target of its own. */
  readonly prober?: ModuleProber | undefined;
  /** Maximum duration of one read including all retries, in milliseconds; the timeout to register the collector with. */
  readonly timeoutMs: number;
}

/** Reads targets that come with requests. */
export interface ModuleProber {
  /** Maximum duration of one read including all retries, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Reads a target.
   *
   * @param target URL; `http://` may be omitted
   * @param context Signal, `fetch` and log of the request
   * @returns The families
   * @throws {Error} If the target cannot be read; the message names module and target
   */
  read(target: string, context: TargetContext): Promise<readonly MetricFamily[]>;
  /**
   * Reads a target and registers its families.
   *
   * @param target URL; `http://` may be omitted
   * @param context Signal, `fetch`, log and registry of the request
   * @returns Resolves when the families are registered
   * @throws {Error} If the target cannot be read; the message names module and target
   */
  probe(target: string, context: ModuleProbeContext): Promise<void>;
}

/** What a module gets for reading a target once. */
export interface TargetContext {
  /** Aborted when the result is no longer needed. */
  readonly signal: AbortSignal;
  /**
   * Replaces the module's own `fetch`, to apply the rules for targets of requests.
   *
   * @default {abilities.fetch}
   */
  readonly fetch?: ModuleFetch | undefined;
  /**
   * Whether this `fetch` supports the option `tls`.
   *
   * @default {false}
   */
  readonly hasTls?: boolean | undefined;
  /**
   * Called for each value that cannot be read.
   *
   * @param message The reason
   */
  readonly log?: ((message: string) => void) | undefined;
}

/** What a module gets for one probe. */
export interface ModuleProbeContext extends TargetContext {
  /** Registry for the families; each probe has its own. */
  readonly registry: RegistryView;
}

/** What modules can use of the runtime. Configuring something that is omitted here is an error. */
export interface Abilities {
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
   * Reads a whole file.
   *
   * @param path Path of the file
   * @returns Its content
   */
  readonly readFile?: (path: string) => Promise<Uint8Array>;
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
 * @param abilities What the runtime supports
 * @returns The module
 * @throws {ConfigError} If the configuration needs something that the runtime lacks
 */
export type MakeModule = (name: string, abilities: Abilities) => Module;

/** A kind of module: the schema of its configuration, which parses to a function that creates the module. */
export type ModuleKind = z.ZodType<MakeModule>;
