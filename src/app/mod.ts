/**
 * Exporters as applications: a landing page, metrics, probes of many targets and health endpoints behind one `fetch`.
 *
 * @module
 */

export type { Build } from "./exporter/build_info.ts";
export { defineExporter, type Exporter, type ExporterOptions } from "./exporter/define_exporter.ts";
export type { Host } from "./exporter/host.ts";
export type { ClientTls, FetchOptions } from "./tls/client_tls.ts";
export { type Fetch, guardedFetch, type GuardedFetchOptions } from "./targets/guarded_fetch.ts";
export type { Hop, Network } from "./targets/network.ts";
export { TargetError } from "./targets/target_error.ts";
export { TargetGuard, type TargetGuardOptions, type TargetRules } from "./targets/target_guard.ts";
export type { ProbeOptions, ProbeReport, ProbeTarget } from "./probe/probe_options.ts";
export type { ProbeContext, ProbeLog, ProbeModule, Prober } from "./probe/prober.ts";
export type { Link } from "./landing/landing_page.ts";
export { ConfigError } from "./config/config_error.ts";
export {
  type LogEvent,
  type LogFields,
  type LogFormat,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  makeLogger,
} from "./log/logger.ts";
export type { OperationsOptions } from "./exporter/operations.ts";
export { Secret } from "./config/secret.ts";
export type { ComparePassword } from "./auth/password_checker.ts";
export type { RateLimit } from "./auth/token_bucket.ts";
export { guard, type GuardOptions, type GuardRules, type Handle, SECURITY_HEADERS } from "./auth/guard.ts";
