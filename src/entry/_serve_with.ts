// deno-lint-ignore-file no-console -- only here a program talks to whoever started it
import type { Handle } from "../app/auth/guard.ts";
import { type Host, makeHost } from "../app/exporter/host.ts";
import type { Network } from "../app/targets/network.ts";
import type { TlsOptions, TlsSource } from "../app/tls/tls_options.ts";
import type { Compression } from "../http/compression.ts";
import type { Address, Listener } from "./_address.ts";

/** What can be served: an exporter, a Hono app, or anything else with a `fetch`. */
export interface Servable {
  /** Its name, for messages. */
  readonly name?: string;
  /**
   * Answers one request.
   *
   * @param request Any request
   * @param host State of the server, and what the runtime can do
   * @returns The answer
   */
  readonly fetch: (request: Request, host?: Host) => Response | Promise<Response>;
}

/** Where and how to serve. */
export interface ServeOptions {
  /** TCP port; 0 takes a free one, which `server.url` tells. */
  readonly port: number;
  /**
   * Address to listen on.
   *
   * @default {"0.0.0.0"}
   */
  readonly hostname?: string | undefined;
  /**
   * Signals that close the server. None is handled unless it is named here.
   *
   * @default {[]}
   */
  readonly signals?: readonly ("SIGINT" | "SIGTERM")[] | undefined;
  /** Serves HTTPS, and so, or as it says at each moment. */
  readonly tls?: TlsOptions | TlsSource | undefined;
  /** Serves as a web configuration says, with its TLS and behind its guard. */
  readonly web?: WebProtection | undefined;
  /**
   * How long the server goes on after a signal, for those who watch whether it is ready to send no more requests, in
   * milliseconds.
   *
   * @default {0}
   */
  readonly drainMs?: number | undefined;
}

/** Options of `run()`. */
export interface RunOptions extends Omit<ServeOptions, "port"> {
  /**
   * TCP port; 0 takes a free one.
   *
   * @default {9464}
   */
  readonly port?: number | undefined;
}

/** What a web configuration does for a server; `watchWebConfig()` makes one. */
export interface WebProtection {
  /** Its TLS; left out for plain HTTP. */
  readonly tls?: TlsSource | undefined;
  /**
   * Puts a guard in front of an app.
   *
   * @param handle Answers the requests that get through
   * @returns Answers all
   */
  protect(handle: Handle): Handle;
}

/** A server that listens. */
export interface Server extends AsyncDisposable {
  /** Where it is reached from this machine, such as `http://localhost:9464/`. */
  readonly url: string;
  /** Settles when the server has closed. */
  readonly closed: Promise<void>;
  /**
   * Stops listening and waits for the requests in flight.
   *
   * @returns Settles when the last one is answered
   */
  close(): Promise<void>;
}

/** What a runtime must be able to do. */
export interface Platform {
  /** Its compressions, best first. */
  readonly compressions: readonly Compression[];
  /** What it can do with the network beside `fetch()`. */
  readonly network: Network;
  /** Listens, or throws. Its `close()` stops that and waits for the requests in flight, but not for connections without one. */
  listen(address: Address, fetch: (request: Request) => Promise<Response>): Listener | Promise<Listener>;
  /** Calls a function at each signal, until the returned function is called. */
  onSignal(signal: "SIGINT" | "SIGTERM", handle: () => void): () => void;
  /** Ends the process. */
  exit(code: number): void;
}

/** Port of OpenTelemetry's Prometheus exporters, and the default of `webprom run`. */
const DEFAULT_PORT = 9464;

/** Serves with the means of one runtime. */
export async function serveWith(platform: Platform, app: Servable, options: ServeOptions): Promise<Server> {
  const { port, hostname = "0.0.0.0", signals = [], web, drainMs = 0 } = options;
  const tls = web?.tls ?? (options.tls && sourceOf(options.tls));
  const subject = `Cannot serve ${app.name ?? "the app"} on ${hostname}:${port}`;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${subject}: port must be an integer from 0 to 65535, current value is ${port}`);
  }
  if (!(drainMs >= 0)) throw new RangeError(`${subject}: drainMs must be >= 0, current value is ${drainMs}`);
  if (web && options.tls) throw new TypeError(`${subject}: tls must not be given beside web, which brings its own`);
  const host = makeHost(platform);
  const handle: Handle = (request) => app.fetch(request, host);
  const guarded = web?.protect(handle) ?? handle;
  const listener = await listen();
  let drained: ReturnType<typeof setTimeout> | undefined;
  const unlisten = signals.map((signal) => platform.onSignal(signal, drain));
  let startClosing: () => void;
  const closed = new Promise<void>((resolve) => startClosing = resolve).then(async () => {
    ignoreSignals();
    clearTimeout(drained);
    await listener.close();
  });
  return { url: urlOf(tls ? "https" : "http", hostname, listener.port), closed, close, [Symbol.asyncDispose]: close };

  async function listen(): Promise<Listener> {
    try {
      if (tls === undefined) return await platform.listen({ port, hostname }, answer);
      const { listenTls } = await import("./_tls_listener.ts");
      return await listenTls({ port, hostname }, tls, answer);
    } catch (error) {
      throw new Error(`${subject}: ${reasonOf(error)}`, { cause: error });
    }
  }
  /** A second signal finds nobody who handles it, and ends the process. */
  function drain(): void {
    ignoreSignals();
    host.isDraining = true;
    if (drainMs === 0) void close();
    else drained = setTimeout(close, drainMs);
  }
  function ignoreSignals(): void {
    for (const stop of unlisten.splice(0)) stop();
  }
  function close(): Promise<void> {
    host.isDraining = true;
    startClosing();
    return closed;
  }
  /** Left to themselves, runtimes answer a failure in different ways, one of them with the source of the app. */
  async function answer(request: Request): Promise<Response> {
    // The address has the host that the client names.
    if (!URL.canParse(request.url)) return new Response("Bad request\n", { status: 400 });
    try {
      return await guarded(request);
    } catch (error) {
      console.error(error);
      return new Response("Internal server error\n", { status: 500 });
    }
  }
}

/**
 * Serves as the whole purpose of a process: prints the address, ends at SIGINT and SIGTERM, and with code 1 if it cannot
 * listen.
 */
export async function runWith(platform: Platform, app: Servable, options: RunOptions): Promise<void> {
  try {
    const { port = DEFAULT_PORT, signals = ["SIGINT", "SIGTERM"] } = options;
    const server = await serveWith(platform, app, { ...options, port, signals });
    console.log(`${app.name ?? "app"} listens on ${server.url}`);
    await server.closed;
    platform.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    platform.exit(1);
  }
}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (code === "EADDRINUSE" || name === "AddrInUse") {
    return "the port is in use; choose another one or stop the other program";
  }
  if (code === "EACCES" || name === "PermissionDenied") return "the port needs privileges; choose one from 1024 on";
  return message ?? String(error);
}

function sourceOf(tls: TlsOptions | TlsSource): TlsSource {
  return "current" in tls ? tls : { current: tls, onChange: () => () => {} };
}

function urlOf(scheme: string, hostname: string, port: number): string {
  if (hostname === "0.0.0.0" || hostname === "::") return `${scheme}://localhost:${port}/`;
  return `${scheme}://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/`;
}
