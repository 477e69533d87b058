// deno-lint-ignore-file no-console -- only here a program talks to whoever started it
import type { Compression } from "../http/compression.ts";

/** What can be served: an exporter, a Hono app, or anything else with a `fetch`. */
export interface Servable {
  /** Its name, for messages. */
  readonly name?: string;
  /**
   * Answers one request.
   *
   * @param request Any request
   * @returns The answer
   */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /**
   * Makes the same app with the compressions of the runtime. Left out, it is served as it is.
   *
   * @param compressions Best first
   * @returns The app to serve
   */
  readonly withCompressions?: (compressions: readonly Compression[]) => Servable;
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
  /** Listens, or throws. Its `close()` stops that and waits for the requests in flight, but not for connections without one. */
  listen(address: Address, fetch: (request: Request) => Promise<Response>): Listener | Promise<Listener>;
  /** Calls a function at each signal, until the returned function is called. */
  onSignal(signal: "SIGINT" | "SIGTERM", handle: () => void): () => void;
  /** Ends the process. */
  exit(code: number): void;
}

interface Address {
  readonly port: number;
  readonly hostname: string;
}

interface Listener {
  readonly port: number;
  close(): Promise<unknown>;
}

/** Serves with the means of one runtime. */
export async function serveWith(platform: Platform, app: Servable, options: ServeOptions): Promise<Server> {
  const { port, hostname = "0.0.0.0", signals = [] } = options;
  const subject = `Cannot serve ${app.name ?? "the app"} on ${hostname}:${port}`;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${subject}: port must be an integer from 0 to 65535, current value is ${port}`);
  }
  const served = app.withCompressions?.(platform.compressions) ?? app;
  const listener = await listen();
  const unlisten = signals.map((signal) => platform.onSignal(signal, () => void close()));
  let startClosing: () => void;
  const closed = new Promise<void>((resolve) => startClosing = resolve).then(async () => {
    for (const stop of unlisten) stop();
    await listener.close();
  });
  return { url: urlOf(hostname, listener.port), closed, close, [Symbol.asyncDispose]: close };

  async function listen(): Promise<Listener> {
    try {
      return await platform.listen({ port, hostname }, answer);
    } catch (error) {
      throw new Error(`${subject}: ${reasonOf(error)}`, { cause: error });
    }
  }
  function close(): Promise<void> {
    startClosing();
    return closed;
  }
  /** Left to themselves, runtimes answer a failure in different ways, one of them with the source of the app. */
  async function answer(request: Request): Promise<Response> {
    try {
      return await served.fetch(request);
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
export async function runWith(platform: Platform, app: Servable, options: ServeOptions): Promise<void> {
  try {
    const server = await serveWith(platform, app, { signals: ["SIGINT", "SIGTERM"], ...options });
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

function urlOf(hostname: string, port: number): string {
  if (hostname === "0.0.0.0" || hostname === "::") return `http://localhost:${port}/`;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/`;
}
