import type { z } from "zod";
import type { Collector } from "../../model/collector.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import type { RegistryView } from "../../registry/registry_view.ts";
import type { FetchOptions } from "../tls/client_tls.ts";

/** A module that is ready: one that knows its target collects, the others probe. */
export interface Module {
  /** Its name in the configuration. */
  readonly name: string;
  /** What reads its own target, to be registered; `undefined` where targets come with requests. */
  readonly collector?: Collector | undefined;
  /** What reads any target; `undefined` where the module has one of its own. */
  readonly prober?: Prober | undefined;
  /** How long one reading can take with all retries, in milliseconds: the deadline to register the collector with. */
  readonly timeoutMs: number;
}

/** Reads targets that are told when they are to be read. */
export interface Prober {
  /** How long one reading can take with all retries, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Reads a target.
   *
   * @param target URL; `http://` may be left out
   * @param context For whom
   * @returns What it says
   * @throws {Error} If it cannot be read; the message names module and target
   */
  read(target: string, context: TargetContext): Promise<readonly MetricFamily[]>;
  /**
   * Reads a target, and registers what it says.
   *
   * @param target URL; `http://` may be left out
   * @param context For whom, and where to register
   * @returns Settles when it is registered
   * @throws {Error} If it cannot be read; the message names module and target
   */
  probe(target: string, context: ProbeContext): Promise<void>;
}

/** For whom a target is read. */
export interface TargetContext {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /**
   * Asks in place of the module's own `fetch`, within the rules for targets of others.
   *
   * @default {abilities.fetch}
   */
  readonly fetch?: Fetch | undefined;
  /**
   * Whether this `fetch` obeys `tls` in its options.
   *
   * @default {false}
   */
  readonly hasTls?: boolean | undefined;
  /**
   * Told what cannot be read.
   *
   * @param message What is wrong
   */
  readonly log?: ((message: string) => void) | undefined;
}

/** For whom a target is probed. */
export interface ProbeContext extends TargetContext {
  /** Where the answer is registered: one of its own for each probe. */
  readonly registry: RegistryView;
}

/** What modules can do in a runtime. What is left out cannot be configured. */
export interface Abilities {
  /** Asks other systems; it is here that addresses are guarded. */
  readonly fetch: Fetch;
  /**
   * Whether `fetch` obeys `tls` in its options.
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
   * Reads a file whole.
   *
   * @param path Path of the file
   * @returns What it holds
   */
  readonly readFile?: (path: string) => Promise<Uint8Array>;
  /**
   * Waits between retries.
   *
   * @param ms How long
   * @returns Settles after that time
   */
  readonly wait?: (ms: number) => Promise<void>;
  /**
   * Tells the time, in milliseconds since the epoch.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
  /**
   * Called for each value that cannot be read from a source whose others can: the place to log.
   *
   * @param error What is wrong
   * @param module Where it was configured
   */
  readonly onProblem?: (error: Error, module: string) => void;
}

/** A file as its directory lists it. */
export interface DirectoryFile {
  /** Its name, without the path. */
  readonly name: string;
  /** When it was written last, in milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** How long it is. */
  readonly sizeBytes: number;
}

/** `fetch`, which may obey more options than the standard one. */
export type Fetch = (url: string, init: FetchOptions) => Promise<Response>;

/**
 * Makes a configured module.
 *
 * @param name Its name
 * @param abilities What the runtime can do
 * @returns The module
 * @throws {ConfigError} If it needs what the runtime cannot do
 */
export type MakeModule = (name: string, abilities: Abilities) => Module;

/** A kind of module: what its part of the configuration must be, and how a module is made of it. */
export type ModuleKind = z.ZodType<MakeModule>;
