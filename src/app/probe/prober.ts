import type { Registry } from "../../registry/registry.ts";
import type { Fetch } from "../targets/guarded_fetch.ts";
import type { TargetGuard } from "../targets/target_guard.ts";

/**
 * Tells those who debug a probe what it does. Passwords and tokens are masked where they can be told.
 *
 * @param message What happens
 * @param fields What it happens with
 */
export type ProbeLog = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** What a prober is given for one probe. */
export interface ProbeContext {
  /** Takes what is found out. It belongs to this probe, and goes with it. */
  readonly registry: Registry;
  /** Aborted when time is up, or nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** Asks what the rules for targets allow, and ends with the probe. */
  readonly fetch: Fetch;
  /** The rules, for those who reach targets by other means. */
  readonly guard: TargetGuard;
  /** Tells what happens, for those who ask with `debug=true`. */
  readonly log: ProbeLog;
  /** All parameters of the request, not to be changed. */
  readonly parameters: URLSearchParams;
}

/**
 * Finds out about a target, whenever Prometheus asks.
 *
 * @example Probe whether pages are there
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter, type Prober } from "@webprom/exporter/app";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const http2xx: Prober = {
 *   async probe(target, { fetch, registry }) {
 *     const response = await fetch(target);
 *     registry.gauge({ name: "probe_http_status_code", help: "Status of the answer." }).set(response.status);
 *     await response.body?.cancel();
 *     return response.ok;
 *   },
 * };
 * const probes = { modules: { http_2xx: http2xx }, targets: [{ target: "https://example.com/" }] };
 * const exporter = defineExporter({ name: "app", registry: new Registry(), probes });
 *
 * const response = await exporter.fetch(new Request("http://localhost:9115/sd"));
 * assertStringIncludes(await response.text(), '"__param_target":"https://example.com/"');
 * ```
 */
export interface Prober {
  /**
   * Examines a target. What it writes into the registry is served also if it fails or does not end in time.
   *
   * @param target As it was asked for: within the rules as far as can be told without looking it up, or listed
   * @param context Registry, signal, `fetch` and log
   * @returns `false` if the target is not as it should be; to throw means the same
   */
  probe(target: string, context: ProbeContext): boolean | void | Promise<boolean | void>;
}

/** A prober with a name, which requests choose by `module=`. */
export interface ProbeModule extends Prober {
  /**
   * How long a probe may take, in milliseconds. Where Prometheus waits for a shorter time, that is the limit.
   *
   * @default {120_000}
   */
  readonly timeoutMs?: number | undefined;
  /**
   * What is shown with `debug=true`, as JSON, with passwords and tokens masked.
   *
   * @default {The module's own fields}
   */
  readonly config?: unknown;
}
