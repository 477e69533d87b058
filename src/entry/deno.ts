/**
 * Serves an exporter with `Deno.serve`.
 *
 * @module
 */

import type { Handle } from "../app/auth/guard.ts";
import type { Host } from "../app/exporter/host.ts";
import type { ClientAuth, Curve, TlsOptions, TlsSource, TlsVersion } from "../app/tls/tls_options.ts";
import { network } from "./_deno_network.ts";
import {
  type Platform,
  runWith,
  type Servable,
  type ServeOptions,
  type Server,
  serveWith,
  type WebProtection,
} from "./_serve_with.ts";
import { compressions } from "./_zlib.ts";

export { compressions, network };
export type { Host, Servable, ServeOptions, Server, WebProtection };
export type { ClientAuth, Curve, Handle, TlsOptions, TlsSource, TlsVersion };

// The few members this file reads; the real `Deno` stays assignable to it.
interface DenoLike {
  serve(
    options: { port: number; hostname: string; onListen: () => void },
    handle: (request: Request) => Response | Promise<Response>,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
  addSignalListener(signal: "SIGINT" | "SIGTERM", handle: () => void): void;
  removeSignalListener(signal: "SIGINT" | "SIGTERM", handle: () => void): void;
  exit(code: number): never;
}

const { Deno } = globalThis as unknown as { readonly Deno: DenoLike };

const platform: Platform = {
  compressions,
  network,
  listen(address, fetch) {
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
 * @returns The server, when it listens
 * @throws {RangeError} If the port is no port
 * @throws {Error} If the address is in use or cannot be listened on, or the certificate cannot be used
 */
export function serve(app: Servable, options: ServeOptions): Promise<Server> {
  return serveWith(platform, app, options);
}

/**
 * Serves an exporter as the whole purpose of the process: prints the address, closes at SIGINT and SIGTERM and exits,
 * with code 1 and one line on standard error if it cannot listen.
 *
 * @param app The exporter, or anything else with a `fetch`
 * @param options Port, host name, TLS or web configuration
 * @returns Settles when the server has closed
 */
export function run(app: Servable, options: ServeOptions): Promise<void> {
  return runWith(platform, app, options);
}
