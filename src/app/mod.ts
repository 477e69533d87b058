/**
 * Exporters as applications: a landing page, metrics, probes of many targets and health endpoints behind one `fetch`.
 *
 * @module
 */

export type { Build } from "./build_info.ts";
export { defineExporter, type Exporter, type ExporterOptions, type RuntimeAbilities } from "./define_exporter.ts";
export type { ClientTls, FetchOptions } from "./client_tls.ts";
export { type Fetch, guardedFetch, type GuardedFetchOptions } from "./guard/guarded_fetch.ts";
export type { Hop, Network } from "./guard/network.ts";
export { TargetError } from "./guard/target_error.ts";
export { TargetGuard, type TargetGuardOptions, type TargetRules } from "./guard/target_guard.ts";
export type { ProbeOptions, ProbeReport, ProbeTarget } from "./probe/probe_options.ts";
export type { ProbeContext, ProbeLog, ProbeModule, Prober } from "./probe/prober.ts";
export type { Link } from "./landing_page.ts";
export { ConfigError } from "./config_error.ts";
export {
  type LogEvent,
  type LogFields,
  type LogFormat,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  makeLogger,
} from "./logger.ts";
export type { OperationsOptions } from "./operations.ts";
export { Secret } from "./secret.ts";
export type { ComparePassword } from "./web/_password_checker.ts";
export type { RateLimit } from "./web/_token_bucket.ts";
export { guard, type GuardOptions, type GuardRules, type Handle, SECURITY_HEADERS } from "./web/guard.ts";
