/// <reference lib="esnext.disposable" preserve="true" />
// deno-lint-ignore-file no-console -- run() prints the address and errors of the process
import type { Handle } from "../app/auth/guard.ts";
import { type Host, makeHost } from "../app/exporter/host.ts";
import type { Network } from "../app/targets/network.ts";
import type { TlsOptions, TlsSource } from "../app/tls/tls_options.ts";
import type { Compression } from "../http/compression.ts";
import { messageOf } from "../model/message_of.ts";
import type { Address, InheritedSocket, SocketPath, TcpAddress } from "../app/config/address.ts";
import type { ListenAddress, Listener } from "./_listener.ts";
import { isOneOfSeveral } from "./_siblings.ts";
import { withSocketFile } from "./_socket_file.ts";

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
export type ServeOptions = SharedOptions & (TcpOptions | PathOptions | InheritedOptions);

/** Options of a server that listens on a TCP address. */
export interface TcpOptions {
  /** TCP port; 0 selects a free one, which `server.url` contains. */
  readonly port: number;
  /**
   * Address to listen on.
   *
   * @default {All addresses, of IPv4 and IPv6}
   */
  readonly hostname?: string | undefined;
}

/** Options of a server that listens on a Unix socket. */
export interface PathOptions {
  /**
   * Path of a Unix socket. A file that a server has left there is replaced, one that a server still uses is an error. Who may
   * connect depends on the folder, and on the umask of the process. Prometheus 3.15 and later can scrape it.
   */
  readonly path: string;
}

/** Options of a server that listens on a socket which the process has inherited. Bun cannot do that. */
export interface InheritedOptions {
  /** File descriptor of the listening socket: 3 for the first one of systemd. */
  readonly fd: number;
}

/** Options of all servers. */
export interface SharedOptions {
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
export interface RunOptions extends SharedOptions {
  /**
   * TCP port; 0 selects a free one.
   *
   * @default {9464}
   */
  readonly port?: number | undefined;
  /**
   * Address to listen on.
   *
   * @default {All addresses, of IPv4 and IPv6}
   */
  readonly hostname?: string | undefined;
  /** Path of a Unix socket to listen on, instead of a TCP address; see {@linkcode PathOptions}. */
  readonly path?: string | undefined;
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
  /** Address of the server from this machine, such as `http://localhost:9464/` or `unix:/run/shop.sock`. */
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
  listen(address: ListenAddress, fetch: (request: Request) => Promise<Response>): Listener | Promise<Listener>;
  /** Calls a function at each signal; the returned function removes it. */
  onSignal(signal: "SIGINT" | "SIGTERM", handle: () => void): () => void;
  /** Ends the process. */
  exit(code: number): void;
}

/** Port of OpenTelemetry's Prometheus exporters, and the default of `webprom run`. */
const DEFAULT_PORT = 9464;

/** Serves an app on one runtime. */
export async function serveWith(platform: Platform, app: Servable, options: ServeOptions): Promise<Server> {
  const { signals = [], web, drainMs = 0 } = options;
  const address: Address = options;
  const tls = web?.tls ?? (options.tls && sourceOf(options.tls));
  const subject = `Cannot serve ${app.name ?? "the app"} on ${nameOf(address)}`;
  checkAddress(address, subject);
  if (!(drainMs >= 0)) throw new RangeError(`${subject}: drainMs must be >= 0, current value is ${drainMs}`);
  if (web && options.tls) {
    throw new TypeError(`${subject}: tls must not be set together with web, which has its own TLS options`);
  }
  const unixSocket = "path" in address ? address.path : undefined;
  const host = makeHost({ ...platform, unixSocket, isOneOfSeveral: isOneOfSeveral() });
  if (host.isOneOfSeveral) warnIfPartial(app);
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
  const url = urlOf(tls ? "https" : "http", address, listener.port);
  return { url, closed, close, [Symbol.asyncDispose]: close };

  async function listen(): Promise<Listener> {
    try {
      if ("path" in address) return await withSocketFile(address.path, () => listenTo(address));
      if ("fd" in address) return await listenTo(address);
      const { port, hostname } = address;
      if (hostname !== undefined) return await listenTo({ port, hostname });
      return await listenTo({ port, hostname: ALL_ADDRESSES }).catch((error) =>
        isWithoutIpv6(error) ? listenTo({ port, hostname: "0.0.0.0" }) : Promise.reject(error)
      );
    } catch (error) {
      throw new Error(`${subject}: ${reasonOf(error, address)}`, { cause: error });
    }
  }
  async function listenTo(place: ListenAddress): Promise<Listener> {
    if (tls === undefined) return await platform.listen(place, respond);
    const { listenTls } = await import("./_tls_listener.ts");
    return await listenTls(place, tls, respond);
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
    const { port, hostname, path, ...shared } = options;
    const address = path === undefined ? { port: port ?? DEFAULT_PORT, hostname } : { path, port, hostname };
    const server = await serveWith(platform, app, { signals: ["SIGINT", "SIGTERM"], ...shared, ...address });
    console.log(`${app.name ?? "app"} listens on ${server.url}`);
    await server.closed;
    platform.exit(0);
  } catch (error) {
    console.error(messageOf(error));
    platform.exit(1);
  }
}

let hasWarned = false;

/** Warns once if scrapes of an exporter would show only one of several processes. */
function warnIfPartial(app: Servable & { readonly options?: { readonly share?: unknown } | undefined }): void {
  if (hasWarned || app.options === undefined || (app.options.share ?? false) !== false) return;
  hasWarned = true;
  console.warn(
    `${app.name ?? "The app"} is one of several processes, and each scrape shows only one of them: set share: true`,
  );
}

/** Listens on all addresses of both families, except on machines that separate them. */
const ALL_ADDRESSES = "::";

function isWithoutIpv6(error: unknown): boolean {
  const { code, name, message = "" } = error as { code?: string; name?: string; message?: string };
  return code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL" || name === "AddrNotAvailable" ||
    /os error 97\b/.test(message);
}

function reasonOf(error: unknown, address: Address): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  const isPath = "path" in address;
  if (code === "EADDRINUSE" || name === "AddrInUse") {
    const place = isPath ? "path" : "port";
    return `${place} is in use; choose another ${place} or stop the other program`;
  }
  // Node reports a folder that does not exist as EACCES.
  if (isPath && (code === "EACCES" || code === "ENOENT" || name === "PermissionDenied" || name === "NotFound")) {
    return "no permission or no folder; choose a path in a folder that exists and that this user may write to";
  }
  if (code === "EACCES" || name === "PermissionDenied") return "permission denied; choose a port >= 1024";
  if (code === "EADDRNOTAVAIL" || name === "AddrNotAvailable") {
    return "this machine does not have the address; choose one of its own, or none to listen on all";
  }
  return message ?? String(error);
}

function sourceOf(tls: TlsOptions | TlsSource): TlsSource {
  return "current" in tls ? tls : { current: tls, onChange: () => () => {} };
}

function urlOf(scheme: string, address: Address, port: number | undefined): string {
  if ("path" in address) return `unix:${address.path}`;
  const hostname = "fd" in address ? undefined : address.hostname;
  if (hostname === undefined || hostname === "0.0.0.0" || hostname === "::") return `${scheme}://localhost:${port}/`;
  return `${scheme}://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/`;
}

function nameOf(address: Address): string {
  if ("path" in address) return `unix:${address.path}`;
  return "fd" in address ? `file descriptor ${address.fd}` : `${address.hostname ?? ""}:${address.port}`;
}

function checkAddress(address: Address, subject: string): void {
  const { port, hostname, path, fd } = address as Partial<TcpAddress & SocketPath & InheritedSocket>;
  const given = [port, path, fd].filter((value) => value !== undefined);
  if (given.length > 1 || (path ?? fd) !== undefined && hostname !== undefined) {
    throw new TypeError(`${subject}: only one of port, path and fd must be set, and hostname only with port`);
  }
  if (path !== undefined) {
    if (path === "") throw new TypeError(`${subject}: path must not be empty`);
  } else if (fd !== undefined) {
    if (!Number.isInteger(fd) || fd < 3) {
      throw new RangeError(`${subject}: fd must be an integer >= 3, current value is ${fd}`);
    }
  } else if (!Number.isInteger(port) || (port as number) < 0 || (port as number) > 65_535) {
    throw new RangeError(`${subject}: port must be an integer from 0 to 65535, current value is ${port}`);
  }
}
