/**
 * Serves an exporter with `Bun.serve`.
 *
 * {@linkcode run} is for a process that only serves the exporter: it prints the address, closes after SIGINT or SIGTERM, and
 * exits with code 1 if it cannot listen. {@linkcode serve} returns a server with `url` and `close()`, to run next to an
 * application. Both accept an exporter of `./app`, a Hono app, or any other object with a `fetch`. They compress exporters with
 * `node:zlib`, and give probes a network that can look up host names.
 *
 * `drainMs` keeps serving after a signal, with `/-/ready` answering 503, so that load balancers drain. `tls` serves HTTPS, and
 * `web` applies a web configuration file, see `./web`.
 *
 * `bun bun.ts` runs the example. An exporter that a module exports by default also runs without this module:
 * `bun exporter.ts`, on port 3000.
 *
 * @example Serve an exporter as the whole process
 * ```ts ignore
 * // bun.ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { run } from "@webprom/exporter/bun";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_orders_total", help: "Orders processed." }).inc();
 *
 * await run(defineExporter({ name: "shop", registry }), { port: 9464 });
 * ```
 *
 * @module
 */

import type { Handle } from "../app/auth/guard.ts";
import type { Host } from "../app/exporter/host.ts";
import type { ClientAuth, Curve, TlsOptions, TlsSource, TlsVersion } from "../app/tls/tls_options.ts";
import { network } from "./_network.ts";
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
import { isOneOfSeveral } from "./_siblings.ts";
import { compressions } from "./_zlib.ts";

export { compressions, network };
export type { Host, RunOptions, Servable, ServeOptions, Server, SharedOptions, WebProtection };
export type { InheritedOptions, PathOptions, TcpOptions };
export type { ClientAuth, Curve, Handle, TlsOptions, TlsSource, TlsVersion };

// The few members this file reads; the real `Bun` and `process` stay assignable to it.
interface BunLike {
  serve(
    options: ({ port: number; hostname: string; reusePort: boolean } | { unix: string }) & {
      idleTimeout: number;
      fetch: (request: Request) => Response | Promise<Response>;
    },
  ): { readonly port?: number | undefined; stop(): Promise<void> };
}
interface BunProcess {
  on(signal: "SIGINT" | "SIGTERM", handle: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", handle: () => void): unknown;
  exit(code: number): never;
}

const { Bun, process } = globalThis as unknown as { readonly Bun: BunLike; readonly process: BunProcess };

const platform: Platform = {
  compressions,
  network,
  listen(address, fetch) {
    if ("fd" in address) throw new Error("Bun cannot listen on an inherited socket; run the program with Node or Deno");
    const place = "path" in address ? { unix: address.path } : { ...address, reusePort: isOneOfSeveral() };
    // Bun counts the wait for a response as idle, and its default of 10 s would abort slow scrapes; 255 s is the maximum.
    const server = Bun.serve({ ...place, idleTimeout: 255, fetch: (request) => fetch(withHost(request)) });
    const port = "port" in address ? server.port ?? address.port : undefined;
    return { port, close: () => server.stop() };
  },
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

/** Adds a host to the URL if the client sends none, which HTTP/1.0 allows: Bun would leave the URL relative. */
function withHost(request: Request): Request {
  if (URL.canParse(request.url) || request.headers.get("host")) return request;
  return new Request(`http://localhost${request.url}`, request);
}
