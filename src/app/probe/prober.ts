import type { Registry } from "../../registry/registry.ts";
import type { Fetch } from "../targets/guarded_fetch.ts";
import type { TargetGuard } from "../targets/target_guard.ts";

/**
 * Adds a line to the log of a probe. Passwords and tokens are masked if they can be recognized.
 *
 * @param message The message
 * @param fields Additional values of the line, by name
 */
export type ProbeLog = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** What a prober gets for one probe. */
export interface ProbeContext {
  /** Registry for the results. It is for this probe only, and disposed after it. */
  readonly registry: Registry;
  /** Aborted on timeout, or when the client disconnects. */
  readonly signal: AbortSignal;
  /** Sends requests to allowed targets only, and is aborted with `signal`. */
  readonly fetch: Fetch;
  /** Checks targets that are reached by other means than `fetch`. */
  readonly guard: TargetGuard;
  /** Writes to the log of the probe, which `debug=true` returns. */
  readonly log: ProbeLog;
  /** All query parameters of the request. Do not change them. */
  readonly parameters: URLSearchParams;
}

/**
 * Examines a target on each request from Prometheus.
 *
 * @example Check that a page exists
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter, type Prober } from "@webprom/exporter/app";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const http2xx: Prober = {
 *   async probe(target, { fetch, registry }) {
 *     const response = await fetch(target);
 *     registry.gauge({ name: "probe_http_status_code", help: "HTTP status code." }).set(response.status);
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
   * Examines a target. Metrics in the registry are served even if the probe fails or times out.
   *
   * @param target The target as requested: listed, or with an allowed URL. `fetch` and `guard` check the addresses of its host
   * @param context Registry, signal, `fetch` and log
   * @returns `false` if the probe failed; throwing means the same
   */
  probe(target: string, context: ProbeContext): boolean | void | Promise<boolean | void>;
}

/** A prober with settings. Requests select it with `module=` and its name. */
export interface ProbeModule extends Prober {
  /**
   * Timeout of a probe, in milliseconds. A shorter scrape timeout of Prometheus takes precedence.
   *
   * @default {120_000}
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Configuration to show with `debug=true`, as JSON, with passwords and tokens masked.
   *
   * @default {The module's own fields}
   */
  readonly config?: unknown;
}
