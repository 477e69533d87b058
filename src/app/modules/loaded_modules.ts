import type { Collector } from "../../model/collector.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import type { ProbeModule } from "../probe/prober.ts";

/** A module without code: it reads what its configuration says. */
export interface LoadedModule {
  /** Its name in the configuration. */
  readonly name: string;
  /** What reads its own target; `undefined` where targets come with requests. */
  readonly collector?: Collector | undefined;
  /** What reads any target; `undefined` where it has one of its own. */
  readonly prober?: ProbeModule | undefined;
  /** How long one reading can take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** What a configuration says about modules, and the targets they are for. */
export interface LoadedModules {
  readonly modules: readonly LoadedModule[];
  /** Which targets may be probed, and which are to be. */
  readonly probes?: Pick<ProbeOptions, "allow" | "targets"> | undefined;
}
