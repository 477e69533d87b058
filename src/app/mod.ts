/**
 * Exporters as applications: a landing page, metrics and health endpoints behind one `fetch`.
 *
 * @module
 */

export type { Build } from "./build_info.ts";
export { defineExporter, type Exporter, type ExporterOptions } from "./define_exporter.ts";
export type { Link } from "./landing_page.ts";
export { ConfigError } from "./config_error.ts";
export type { OperationsOptions } from "./operations.ts";
export { Secret } from "./secret.ts";
export type { ComparePassword } from "./web/_password_checker.ts";
export type { RateLimit } from "./web/_token_bucket.ts";
export { guard, type GuardOptions, type GuardRules, type Handle, SECURITY_HEADERS } from "./web/guard.ts";
