import type { GuardedFetchOptions } from "../targets/guarded_fetch.ts";
import type { ProbeModule } from "./prober.ts";

/** A target that is told to Prometheus by service discovery, and may be probed whatever the rules say of others. */
export interface ProbeTarget {
  /** As the prober takes it, such as a URL. */
  readonly target: string;
  /**
   * How it is probed, by names of modules: with each of them.
   *
   * @default {The default module}
   */
  readonly modules?: readonly string[] | undefined;
  /**
   * Labels of all its series.
   *
   * @default {{}}
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What came of a probe. */
export interface ProbeReport {
  /** What was probed. */
  readonly target: string;
  /** Name of the module. */
  readonly module: string;
  /** Whether it succeeded. */
  readonly success: boolean;
  /** How long it took. */
  readonly seconds: number;
  /** What it logged, with secrets masked. */
  readonly log: string;
}

/** How targets are probed. By the rules, targets may be reached that are public; more or less of them by `allow`. */
export interface ProbeOptions extends Omit<GuardedFetchOptions, "timeoutMs"> {
  /** How to probe, by name. */
  readonly modules: Readonly<Record<string, ProbeModule>>;
  /**
   * The module for requests that name none.
   *
   * @default {The first one}
   */
  readonly defaultModule?: string | undefined;
  /**
   * Targets for service discovery. With `allow: []`, no others are probed.
   *
   * @default {[]}
   */
  readonly targets?: readonly ProbeTarget[] | undefined;
  /**
   * Where targets are probed.
   *
   * @default {"/probe"}
   */
  readonly path?: `/${string}` | undefined;
  /**
   * Where targets are listed for the HTTP service discovery of Prometheus.
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
   * How many probes may be under way; those beyond are answered with 503 at once.
   *
   * @default {1000}
   */
  readonly maxProbesInFlight?: number | undefined;
  /**
   * Called after each probe: the place to log.
   *
   * @param report What came of it
   */
  readonly onProbe?: ((report: ProbeReport) => void) | undefined;
}

/** A target that is complete. */
export interface ListedTarget {
  readonly target: string;
  readonly modules: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Options that are checked. */
export interface ProbeSettings extends ProbeOptions {
  readonly defaultModule: string;
  readonly targets: readonly ListedTarget[];
  readonly path: `/${string}`;
  readonly discoveryPath: `/${string}`;
  readonly maxProbesInFlight: number;
}

const SUBJECT = "Cannot define probes";

/** Labels that service discovery sets itself. */
const OWN_LABELS = ["__address__", "__metrics_path__", "__param_module", "__param_target"];

/** Timers take no more. */
const MAX_TIMER_MS = 2 ** 31;

/**
 * Checks and completes options.
 *
 * @throws {TypeError} If there is no module, or a target names one that is not there or has a label without usable name
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
    if (!(timeoutMs > 0 && timeoutMs < MAX_TIMER_MS)) {
      throw new RangeError(
        `${SUBJECT}: timeoutMs of module "${name}" must be > 0 and < 2 ** 31, current value is ${timeoutMs}`,
      );
    }
  }
  const complete = targets.map(({ target, modules = [defaultModule], labels = {} }) => {
    for (const module of modules) assertKnown(`a module of target "${target}"`, module, names);
    for (const [label, value] of Object.entries(labels)) {
      if (!/^[A-Za-z_]\w*$/.test(label) || OWN_LABELS.includes(label) || typeof value !== "string") {
        throw new TypeError(`${SUBJECT}: label "${label}" of target "${target}" has no usable name or value`);
      }
    }
    return { target, modules, labels };
  });
  return { ...options, targets: complete, defaultModule, path, discoveryPath, maxProbesInFlight };
}

function assertKnown(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new TypeError(`${SUBJECT}: ${what} must be one of [${names.join(", ")}], current value is "${name}"`);
}
