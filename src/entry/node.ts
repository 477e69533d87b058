/**
 * Serves an exporter with Node's HTTP server.
 *
 * {@linkcode run} is for a process that only serves the exporter: it prints the address, closes after SIGINT or SIGTERM, and
 * exits with code 1 if it cannot listen. {@linkcode serve} returns a server with `url` and `close()`, to run next to an
 * application. Both accept an exporter of `./app`, a Hono app, or any other object with a `fetch`. They compress exporters with
 * `node:zlib`, and give probes a network that can look up host names.
 *
 * {@linkcode nodeListener} makes a listener for `createServer()`, Express and others of a handler, such as `metricsHandler()`.
 *
 * `drainMs` keeps serving after a signal, with `/-/ready` answering 503, so that load balancers drain. `tls` serves HTTPS, and
 * `web` applies a web configuration file, see `./web`.
 *
 * `node node.ts` runs the first example (before Node 22.18: `npx tsx node.ts`).
 *
 * @example Serve an exporter as the whole process
 * ```ts ignore
 * // node.ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { run } from "@webprom/exporter/node";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_orders_total", help: "Orders processed." }).inc();
 *
 * await run(defineExporter({ name: "shop", registry }), { port: 9464 });
 * ```
 *
 * @example Serve metrics next to an application
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { serve } from "@webprom/exporter/node";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * await using server = await serve({ fetch: metricsHandler(registry) }, { port: 0, hostname: "127.0.0.1" }); // any free port
 *
 * const response = await fetch(server.url);
 * assertEquals(response.status, 200);
 * await response.body?.cancel();
 * ```
 *
 * @module
 */

import process from "node:process";
import type { Handle } from "../app/auth/guard.ts";
import type { Host } from "../app/exporter/host.ts";
import type { ClientAuth, Curve, TlsOptions, TlsSource, TlsVersion } from "../app/tls/tls_options.ts";
import { listenHttp } from "./_http_listener.ts";
import { network } from "./_network.ts";
import { type NodeListener, nodeListener, type NodeRequest, type NodeResponse } from "./_node_listener.ts";
import {
  type InheritedOptions,
  type PathOptions,
  type Platform,
  type RunOptions,
  runWith,
  type Servable,
  type ServeOptions,
  type Server,
  serveWith,
  type SharedOptions,
  type TcpOptions,
  type WebProtection,
} from "./_serve_with.ts";
import { compressions } from "./_zlib.ts";

export { compressions, network, nodeListener };
export type { NodeListener, NodeRequest, NodeResponse };
export type { Host, RunOptions, Servable, ServeOptions, Server, SharedOptions, WebProtection };
export type { InheritedOptions, PathOptions, TcpOptions };
export type { ClientAuth, Curve, Handle, TlsOptions, TlsSource, TlsVersion };

const platform: Platform = {
  compressions,
  network,
  listen: listenHttp,
  onSignal(signal, handle) {
    process.on(signal, handle);
    return () => void process.off(signal, handle);
  },
  exit: (code) => process.exit(code),
};

/**
 * Serves an exporter.
 *
 * @param app The exporter, or anything else with a `fetch`
 * @param options Port, host name, TLS or web configuration, signals
 * @returns The listening server
 * @throws {RangeError} If the port is not an integer from 0 to 65535
 * @throws {Error} If the address is in use or not available, or the certificate cannot be used
 */
export function serve(app: Servable, options: ServeOptions): Promise<Server> {
  return serveWith(platform, app, options);
}

/**
 * Serves an exporter as the only task of the process: prints the address, and exits after SIGINT or SIGTERM. If it cannot
 * listen, it prints one line on standard error and exits with code 1.
 *
 * @param app The exporter, or anything else with a `fetch`
 * @param options Port, host name, TLS or web configuration
 * @returns Settles when the server has closed
 */
export function run(app: Servable, options: RunOptions = {}): Promise<void> {
  return runWith(platform, app, options);
}
