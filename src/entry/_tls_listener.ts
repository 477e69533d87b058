import { getRequestListener } from "@hono/node-server";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { Socket } from "node:net";
import type { TlsSource } from "../app/tls/tls_options.ts";
import { makeServer } from "./_changing_server.ts";
import { type ListenAddress, type Listener, portOf } from "./_listener.ts";
import { secureOptionsOf } from "./_tls_policy.ts";

/** Maximum time without traffic on a connection, also while the app prepares a response. */
const SILENCE_LIMIT_MS = 300_000;
const HANDSHAKE_LIMIT_MS = 10_000;

interface Session {
  close(): void;
  once(event: "close", handle: () => void): unknown;
}
type HttpRequest = IncomingMessage | Http2ServerRequest;
type HttpResponse = ServerResponse | Http2ServerResponse;

/**
 * Listens for HTTPS with Node's servers, also on Deno and Bun: the servers of these runtimes do not support all modes of client
 * authentication of Go, and cannot change their certificates while running.
 */
export function listenTls(
  address: ListenAddress,
  source: TlsSource,
  fetch: (request: Request) => Promise<Response>,
): Promise<Listener> {
  const handle = getRequestListener(fetch, { overrideGlobalObjects: false, hostname: "localhost" });
  const connections = new Connections();
  const { listener, change } = makeServer(source.current, (tls) => {
    const server = createSecureServer({ ...secureOptionsOf(tls), handshakeTimeout: HANDSHAKE_LIMIT_MS });
    server.on("session", (session) => connections.addSession(session));
    for (const failure of ["sessionError", "tlsClientError"]) server.on(failure, () => {}); // the client has gone
    server.on("request", (request, response) => {
      connections.enter(request, response);
      void handle(request, response);
    });
    return server;
  });
  listener.on("connection", (socket) => connections.add(socket));
  const stop = source.onChange(change);
  return new Promise((resolve, reject) => {
    listener.once("error", (error) => {
      stop();
      reject(error);
    });
    const place = "port" in address ? { port: address.port, host: address.hostname } : address;
    listener.listen(place, () => resolve({ port: portOf(listener.address()), close }));
  });

  async function close(): Promise<void> {
    stop();
    const closed = new Promise((resolve) => listener.close(resolve));
    connections.end();
    await closed;
  }
}

/** Open connections and requests of a server, to close it without interrupting requests. */
class Connections {
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<Session>();
  #inFlight = 0;
  #isEnding = false;

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {}); // the client has gone
    socket.setTimeout(SILENCE_LIMIT_MS, () => socket.destroy());
  }

  addSession(session: Session): void {
    this.#sessions.add(session);
    session.once("close", () => this.#sessions.delete(session));
    if (this.#isEnding) session.close();
  }

  enter(request: HttpRequest, response: HttpResponse): void {
    this.#inFlight++;
    if (this.#isEnding && request.httpVersionMajor === 1) response.setHeader("connection", "close");
    response.once("close", () => {
      this.#inFlight--;
      this.#endConnections();
    });
  }

  /** Waits for the requests in flight, then closes the connections. */
  end(): void {
    this.#isEnding = true;
    for (const session of this.#sessions) session.close();
    this.#endConnections();
  }

  #endConnections(): void {
    if (!this.#isEnding || this.#inFlight > 0) return;
    for (const socket of this.#sockets) socket.destroySoon();
  }
}
