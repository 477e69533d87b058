/**
 * Serves an exporter with `Deno.serve`.
 *
 * {@linkcode run} is for a process that only serves the exporter: it prints the address, closes after SIGINT or SIGTERM, and
 * exits with code 1 if it cannot listen. {@linkcode serve} returns a server with `url` and `close()`, to run next to an
 * application. Both accept an exporter of `./app`, a Hono app, or any other object with a `fetch`. They compress exporters with
 * `node:zlib`, and give probes a network that can look up host names.
 *
 * `drainMs` keeps serving after a signal, with `/-/ready` answering 503, so that load balancers drain. `tls` serves HTTPS, and
 * `web` applies a web configuration file, see `./web`.
 *
 * `deno run --allow-net deno.ts` runs the first example. An exporter that a module exports by default also runs without this
 * module: `deno serve --port 9464 exporter.ts`.
 *
 * @example Serve an exporter as the whole process
 * ```ts ignore
 * // deno.ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { run } from "@webprom/exporter/deno";
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
 * import { serve } from "@webprom/exporter/deno";
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

import cluster from "node:cluster";
import type { Handle } from "../app/auth/guard.ts";
import type { Host } from "../app/exporter/host.ts";
import type { ClientAuth, Curve, TlsOptions, TlsSource, TlsVersion } from "../app/tls/tls_options.ts";
import { network } from "./_deno_network.ts";
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

export { compressions, network };
export type { Host, RunOptions, Servable, ServeOptions, Server, SharedOptions, WebProtection };
export type { InheritedOptions, PathOptions, TcpOptions };
export type { ClientAuth, Curve, Handle, TlsOptions, TlsSource, TlsVersion };

// The few members this file reads; the real `Deno` stays assignable to it.
interface DenoLike {
  serve(
    options: ({ port: number; hostname: string } | { path: string }) & { onListen: () => void },
    handle: (request: Request) => Response | Promise<Response>,
  ): { readonly addr: { readonly port?: number }; shutdown(): Promise<void> };
  addSignalListener(signal: "SIGINT" | "SIGTERM", handle: () => void): void;
  removeSignalListener(signal: "SIGINT" | "SIGTERM", handle: () => void): void;
  exit(code: number): never;
}

const { Deno } = globalThis as unknown as { readonly Deno: DenoLike };

const platform: Platform = {
  compressions,
  network,
  async listen(address, fetch) {
    // The workers of a cluster share their ports only with the server of Node.
    if ("fd" in address || cluster.isWorker) {
      const { listenHttp } = await import("./_http_listener.ts");
      return await listenHttp(address, fetch);
    }
    const server = Deno.serve({ ...address, onListen: () => {} }, (request) => fetch(request));
    return { port: server.addr.port, close: () => server.shutdown() };
  },
  onSignal(signal, handle) {
    Deno.addSignalListener(signal, handle);
    return () => Deno.removeSignalListener(signal, handle);
  },
  exit: (code) => Deno.exit(code),
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
