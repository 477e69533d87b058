/**
 * Exporters as applications: a landing page, metrics, probes of many targets and health checks in one `fetch`. It runs on
 * every runtime without changes; `./deno`, `./bun`, `./node` and `./workers` serve it.
 *
 * {@linkcode defineExporter} returns an object with `fetch(request)`, which serves:
 *
 * | Path         | Response                                                                                        |
 * | ------------ | ----------------------------------------------------------------------------------------------- |
 * | `/metrics`   | the metrics, as `metricsHandler()` serves them; all of its options are accepted                 |
 * | `/`          | the landing page                                                                                |
 * | `/-/healthy` | 200 while the process responds                                                                  |
 * | `/-/ready`   | 200, or 503 while the server is shutting down                                                   |
 * | `/-/reload`  | `POST` reloads the configuration, if there is a `reload` option                                 |
 * | `/config`    | the current configuration with secrets masked, if there is a `config` option                    |
 * | `/probe`     | metrics of one target, if there are `probes`                                                    |
 * | `/sd`        | the targets as HTTP service discovery, if there are `probes`                                    |
 *
 * Everything else is 404. `build: { version, revision, branch }` exposes `<name>_build_info`.
 *
 * ## Landing page
 *
 * `/` shows every metric live: search, trends, histograms as bars with quantiles, collector status and lint warnings. It loads
 * nothing from other hosts and has a strict content security policy. `showErrors: true` shows the messages of collector errors.
 *
 * ## Probes
 *
 * An exporter for many targets, like blackbox_exporter and snmp_exporter, gets the target from Prometheus with each scrape:
 * `/probe?module=http_2xx&target=https://example.com/`. `&debug=true` returns the log of the probe too.
 *
 * Anyone who can reach a probe endpoint can make it send requests, so every target, resolved address and redirect is checked
 * first. By default only public addresses may be probed; `allow` changes that. A target rejected by its URL gets a 403 with
 * the reason; one rejected after DNS lookup or a redirect is a failed probe. {@linkcode TargetGuard} and
 * {@linkcode guardedFetch} do the same in your own programs. DNS lookups need the runtime's network, which `serve()` and
 * `run()` of `./deno`, `./bun`, `./node` and `./workers` provide.
 *
 * {@linkcode guard} requires credentials, limits the rate of requests and sets security headers in front of any `fetch`. The
 * subpath `./web` reads its rules from a file.
 *
 * @example Define an exporter
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const orders = registry.counter({ name: "shop_orders_total", help: "Orders processed.", labelNames: ["region"] });
 * orders.inc({ region: "us" });
 * orders.inc({ region: "eu" }, 75);
 *
 * const exporter = defineExporter({ name: "shop", registry, build: { version: "1.2.3" } });
 *
 * const metrics = await exporter.fetch(new Request("http://localhost/metrics"));
 * assertStringIncludes(await metrics.text(), 'shop_orders_total{region="eu"} 75');
 * const ready = await exporter.fetch(new Request("http://localhost/-/ready"));
 * assertEquals(ready.status, 200);
 * ```
 *
 * @example Probe many targets
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter, type Prober } from "@webprom/exporter/app";
 * import { assertEquals } from "@std/assert";
 *
 * const http2xx: Prober = {
 *   async probe(target, { fetch, registry, log }) { // `fetch` obeys the rules, `registry` is for this probe only
 *     const status = registry.gauge({ name: "probe_http_status_code", help: "HTTP status code of the response." });
 *     const response = await fetch(target);
 *     log("Response received", { status: response.status });
 *     status.set(response.status);
 *     await response.body?.cancel();
 *     return response.ok; // probe_success; an exception sets it to 0
 *   },
 * };
 *
 * const exporter = defineExporter({
 *   name: "shop",
 *   registry: new Registry(),
 *   probes: {
 *     modules: { http_2xx: { ...http2xx, timeoutMs: 5000 } },
 *     targets: [{ target: "https://example.com/", labels: { page: "start" } }],
 *     allow: ["https://*.example.com", "10.1.0.0/16"], // in addition to `targets`; [] allows nothing else; default ["*"]
 *   },
 * });
 *
 * const path = "/probe?module=http_2xx&target=http://127.0.0.1:9100/";
 * const response = await exporter.fetch(new Request(`http://localhost${path}`));
 * assertEquals(response.status, 403); // a loopback address that is not in `allow`
 * ```
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
export type { OperationsOptions } from "./exporter/operations_options.ts";
export { Secret } from "./config/secret.ts";
export type { ComparePassword } from "./auth/password_checker.ts";
export type { RateLimit } from "./auth/token_bucket.ts";
export { guard, type GuardOptions, type GuardRules, type Handle, SECURITY_HEADERS } from "./auth/guard.ts";
