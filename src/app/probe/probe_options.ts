import { MAX_TIMER_MS } from "../../model/timer.ts";
import type { GuardedFetchOptions } from "../targets/guarded_fetch.ts";
import type { ProbeModule } from "./prober.ts";

/** A target for service discovery. It may always be probed, regardless of `allow`. */
export interface ProbeTarget {
  /** The target as the prober expects it, such as a URL. */
  readonly target: string;
  /**
   * Names of the modules to probe it with; each gets its own entry in service discovery.
   *
   * @default {The default module}
   */
  readonly modules?: readonly string[] | undefined;
  /**
   * Labels to add to all series of the target.
   *
   * @default {{}}
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The result of a probe. */
export interface ProbeReport {
  /** The probed target. */
  readonly target: string;
  /** Name of the module. */
  readonly module: string;
  /** Whether it succeeded. */
  readonly success: boolean;
  /** Its duration, in seconds. */
  readonly seconds: number;
  /** Its log, with secrets masked. */
  readonly log: string;
}

/** Options for probes. By default only public addresses may be probed; `allow` widens or narrows that. */
export interface ProbeOptions extends Omit<GuardedFetchOptions, "timeoutMs"> {
  /** The modules, by name. */
  readonly modules: Readonly<Record<string, ProbeModule>>;
  /**
   * Name of the module for requests without `module=`.
   *
   * @default {The first one}
   */
  readonly defaultModule?: string | undefined;
  /**
   * Targets for service discovery. With `allow: []`, only these may be probed.
   *
   * @default {[]}
   */
  readonly targets?: readonly ProbeTarget[] | undefined;
  /**
   * Path of the probe endpoint.
   *
   * @default {"/probe"}
   */
  readonly path?: `/${string}` | undefined;
  /**
   * Path of the target list for the HTTP service discovery of Prometheus.
   *
   * @default {"/sd"}
   */
  readonly discoveryPath?: `/${string}` | undefined;
  /**
   * Host and port at which Prometheus reaches this exporter, for service discovery.
   *
   * @default {Those of the request}
   */
  readonly address?: string | undefined;
  /**
   * Path of the Unix socket at which Prometheus 3.15 and later reach this exporter, for service discovery.
   *
   * @default {That of the request}
   */
  readonly unixSocket?: string | undefined;
  /**
   * Maximum number of probes in progress; further requests get a 503.
   *
   * @default {1000}
   */
  readonly maxProbesInFlight?: number | undefined;
  /**
   * Called after each probe. Log here.
   *
   * @param report The result
   */
  readonly onProbe?: ((report: ProbeReport) => void) | undefined;
}

/** A target with all defaults applied. */
export interface ListedTarget {
  readonly target: string;
  readonly modules: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Validated options with all defaults applied. */
export interface ProbeSettings extends ProbeOptions {
  readonly defaultModule: string;
  readonly targets: readonly ListedTarget[];
  readonly path: `/${string}`;
  readonly discoveryPath: `/${string}`;
  readonly maxProbesInFlight: number;
}

const SUBJECT = "Cannot define probes";

/** Labels that service discovery sets itself. */
const RESERVED_LABELS = ["__address__", "__metrics_path__", "__param_module", "__param_target", "__unix_socket__"];

/**
 * Validates options and applies defaults.
 *
 * @throws {TypeError} If there are no modules, or a target has an unknown module or an invalid label
 * @throws {RangeError} If a limit is out of range
 */
export function probeSettingsOf(options: ProbeOptions): ProbeSettings {
  const { modules, targets = [], path = "/probe", discoveryPath = "/sd", maxProbesInFlight = 1000 } = options;
  const names = Object.keys(modules);
  const { defaultModule = names[0] ?? "" } = options;
  assertKnown("defaultModule", defaultModule, names);
  if (!(maxProbesInFlight >= 1)) {
    throw new RangeError(`${SUBJECT}: maxProbesInFlight must be >= 1, current value is ${maxProbesInFlight}`);
  }
  for (const [name, { probe, timeoutMs = 1 }] of Object.entries(modules)) {
    if (typeof probe !== "function") throw new TypeError(`${SUBJECT}: module "${name}" must have a method probe()`);
    if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS)) {
      throw new RangeError(
        `${SUBJECT}: timeoutMs of module "${name}" must be > 0 and < 2 ** 31, current value is ${timeoutMs}`,
      );
    }
  }
  const complete = targets.map(({ target, modules = [defaultModule], labels = {} }) => {
    for (const module of modules) assertKnown(`a module of target "${target}"`, module, names);
    for (const [label, value] of Object.entries(labels)) {
      const fault = faultOf(label, value);
      if (fault !== undefined) throw new TypeError(`${SUBJECT}: label "${label}" of target "${target}" ${fault}`);
    }
    return { target, modules, labels };
  });
  return { ...options, targets: complete, defaultModule, path, discoveryPath, maxProbesInFlight };
}

function faultOf(label: string, value: unknown): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(label)) return "must be a valid label name";
  if (RESERVED_LABELS.includes(label)) return "must not be set, because service discovery sets it";
  return typeof value === "string" ? undefined : `must be a string, current value is ${value}`;
}

function assertKnown(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new TypeError(`${SUBJECT}: ${what} must be one of [${names.join(", ")}], current value is "${name}"`);
}
