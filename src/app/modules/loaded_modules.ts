import type { Collector } from "../../model/collector.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import type { ProbeModule } from "../probe/prober.ts";

/** A module that is defined by configuration, without code. */
export interface LoadedModule {
  /** Its name in the configuration. */
  readonly name: string;
  /** Reads the module's own target; `undefined` if targets come with requests. */
  readonly collector?: Collector | undefined;
  /** Reads the target of a request; `undefined` if the module has a target of its own. */
  readonly prober?: ProbeModule | undefined;
  /** Maximum duration of one read, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** The modules of a configuration, and their targets. */
export interface LoadedModules {
  readonly modules: readonly LoadedModule[];
  /** Targets that may be probed, and targets for service discovery. */
  readonly probes?: Pick<ProbeOptions, "allow" | "targets"> | undefined;
}
