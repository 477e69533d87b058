// deno-lint-ignore-file no-console -- run() prints the address and errors of the process
import type { Handle } from "../app/auth/guard.ts";
import { type Host, makeHost } from "../app/exporter/host.ts";
import type { Network } from "../app/targets/network.ts";
import type { TlsOptions, TlsSource } from "../app/tls/tls_options.ts";
import type { Compression } from "../http/compression.ts";
import { messageOf } from "../model/message_of.ts";
import type { Address } from "../app/config/address.ts";
import type { Listener } from "./_listener.ts";

/** Anything that can be served: an exporter, a Hono app, or another object with a `fetch`. */
export interface Servable {
  /** Name to show in messages. */
  readonly name?: string;
  /**
   * Responds to one request.
   *
   * @param request The request
   * @param host State of the server and features of the runtime
   * @returns The response
   */
  readonly fetch: (request: Request, host?: Host) => Response | Promise<Response>;
}

/** Where and how to serve. */
export interface ServeOptions {
  /** TCP port; 0 selects a free one, which `server.url` contains. */
  readonly port: number;
  /**
   * Address to listen on.
   *
   * @default {"0.0.0.0"}
   */
  readonly hostname?: string | undefined;
  /**
   * Signals that close the server.
   *
   * @default {[]}
   */
  readonly signals?: readonly ("SIGINT" | "SIGTERM")[] | undefined;
  /** Serve HTTPS with these options; pass a {@linkcode TlsSource} to change them while running. */
  readonly tls?: TlsOptions | TlsSource | undefined;
  /** Web configuration: its TLS, authentication, headers and rate limits. Excludes `tls`. */
  readonly web?: WebProtection | undefined;
  /**
   * Milliseconds to keep serving after a signal, with `/-/ready` answering 503, so that load balancers stop sending requests.
   *
   * @default {0}
   */
  readonly drainMs?: number | undefined;
}

/** Options of `run()`. */
export interface RunOptions extends Omit<ServeOptions, "port"> {
  /**
   * TCP port; 0 selects a free one.
   *
   * @default {9464}
   */
  readonly port?: number | undefined;
}

/** Applies a web configuration to a server; `watchWebConfig()` makes one. */
export interface WebProtection {
  /** TLS options; `undefined` for plain HTTP. */
  readonly tls?: TlsSource | undefined;
  /**
   * Wraps a handler with authentication, headers and rate limits.
   *
   * @param handle Responds to the requests that are allowed
   * @returns A handler for all requests
   */
  protect(handle: Handle): Handle;
}

/** A listening server. */
export interface Server extends AsyncDisposable {
  /** Address of the server from this machine, such as `http://localhost:9464/`. */
  readonly url: string;
  /** Settles when the server has closed. */
  readonly closed: Promise<void>;
  /**
   * Stops listening and waits for the requests in flight.
   *
   * @returns Settles when the last one has its response
   */
  close(): Promise<void>;
}

/** Features that a runtime must provide. */
export interface Platform {
  /** Supported compressions, best first. */
  readonly compressions: readonly Compression[];
  /** Network access in addition to `fetch()`. */
  readonly network: Network;
  /**
   * Starts to listen; throws if it cannot. `close()` of the listener waits for requests in flight, but not for idle
   * connections.
   */
  listen(address: Address, fetch: (request: Request) => Promise<Response>): Listener | Promise<Listener>;
  /** Calls a function at each signal; the returned function removes it. */
  onSignal(signal: "SIGINT" | "SIGTERM", handle: () => void): () => void;
  /** Ends the process. */
  exit(code: number): void;
}

/** Port of OpenTelemetry's Prometheus exporters, and the default of `webprom run`. */
const DEFAULT_PORT = 9464;

/** Serves an app on one runtime. */
export async function serveWith(platform: Platform, app: Servable, options: ServeOptions): Promise<Server> {
  const { port, hostname = "0.0.0.0", signals = [], web, drainMs = 0 } = options;
  const tls = web?.tls ?? (options.tls && sourceOf(options.tls));
  const subject = `Cannot serve ${app.name ?? "the app"} on ${hostname}:${port}`;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${subject}: port must be an integer from 0 to 65535, current value is ${port}`);
  }
  if (!(drainMs >= 0)) throw new RangeError(`${subject}: drainMs must be >= 0, current value is ${drainMs}`);
  if (web && options.tls) {
    throw new TypeError(`${subject}: tls must not be set together with web, which has its own TLS options`);
  }
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
      if (tls === undefined) return await platform.listen({ port, hostname }, respond);
      const { listenTls } = await import("./_tls_listener.ts");
      return await listenTls({ port, hostname }, tls, respond);
    } catch (error) {
      throw new Error(`${subject}: ${reasonOf(error)}`, { cause: error });
    }
  }
  /** Handles the first signal. A second one is not handled, and ends the process. */
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
  /** Responds with 500 if the app throws: the runtimes' own responses differ, and one contains source code of the app. */
  async function respond(request: Request): Promise<Response> {
    // The URL contains the Host header of the client, which may be invalid.
    if (!URL.canParse(request.url)) return new Response("Bad request\n", { status: 400 });
    try {
      return await guarded(request);
    } catch (error) {
      console.error(error);
      return new Response("Internal server error\n", { status: 500 });
    }
  }
}

/** Serves an app as the only task of the process: prints the address, exits after SIGINT or SIGTERM, or if it cannot listen. */
export async function runWith(platform: Platform, app: Servable, options: RunOptions): Promise<void> {
  try {
    const { port = DEFAULT_PORT, signals = ["SIGINT", "SIGTERM"] } = options;
    const server = await serveWith(platform, app, { ...options, port, signals });
    console.log(`${app.name ?? "app"} listens on ${server.url}`);
    await server.closed;
    platform.exit(0);
  } catch (error) {
    console.error(messageOf(error));
    platform.exit(1);
  }
}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (code === "EADDRINUSE" || name === "AddrInUse") {
    return "port is in use; choose another port or stop the other program";
  }
  if (code === "EACCES" || name === "PermissionDenied") return "permission denied; choose a port >= 1024";
  return message ?? String(error);
}

function sourceOf(tls: TlsOptions | TlsSource): TlsSource {
  return "current" in tls ? tls : { current: tls, onChange: () => () => {} };
}

function urlOf(scheme: string, hostname: string, port: number): string {
  if (hostname === "0.0.0.0" || hostname === "::") return `${scheme}://localhost:${port}/`;
  return `${scheme}://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/`;
}
