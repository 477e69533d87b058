import type { Http2SecureServer } from "node:http2";
import { createServer, type Server } from "node:net";
import type { TlsOptions } from "../app/tls/tls_options.ts";
import { findPemProblems } from "./_pem_problems.ts";
import { isWelcome, secureOptionsOf } from "./_tls_policy.ts";

/** A server whose TLS can be changed while it listens. */
export interface ChangingServer {
  /** What listens. */
  readonly listener: Server;
  /** Changes how connections are made from then on, or throws and changes nothing. */
  readonly change: (tls: TlsOptions) => void;
}

/**
 * Makes a server whose TLS can be changed. That of Node and Deno takes it; on Bun it takes certificates, but does not begin
 * to ask clients for theirs. There, one listener takes the connections and gives each to the server of the moment. Deno
 * would end such a connection after one answer.
 *
 * @param tls The TLS that it begins with
 * @param make Makes a server with some TLS
 * @returns The server, which does not listen yet
 * @throws {TypeError} If the TLS cannot be used
 */
export function makeServer(tls: TlsOptions, make: (tls: TlsOptions) => Http2SecureServer): ChangingServer {
  assertUsable(tls);
  const { listener, change } = "Bun" in globalThis ? replacedServer(tls, make) : changedServer(tls, make);
  return {
    listener,
    change(next) {
      assertUsable(next);
      if ((next.http2 ?? true) !== (tls.http2 ?? true)) {
        throw new TypeError("http2 of tls cannot be turned on or off without a restart");
      }
      change(next);
    },
  };
}

function changedServer(first: TlsOptions, make: (tls: TlsOptions) => Http2SecureServer): ChangingServer {
  let current = first;
  const listener = make(first);
  turnAway(listener, () => current);
  return {
    listener,
    change(tls) {
      const { requestCert, rejectUnauthorized, ...options } = secureOptionsOf(tls);
      listener.setSecureContext(options);
      Object.assign(listener, { requestCert, rejectUnauthorized });
      current = tls;
    },
  };
}

function replacedServer(first: TlsOptions, make: (tls: TlsOptions) => Http2SecureServer): ChangingServer {
  let server = makeGuarded(first);
  const listener = createServer((socket) => void server.emit("connection", socket));
  return { listener, change: (tls) => void (server = makeGuarded(tls)) };

  function makeGuarded(tls: TlsOptions): Http2SecureServer {
    const made = make(tls);
    turnAway(made, () => tls);
    return made;
  }
}

/** Ends the connections of clients that are not welcome, before they can ask anything. */
function turnAway(server: Http2SecureServer, tls: () => TlsOptions): void {
  server.prependListener("secureConnection", (socket) => {
    if (!isWelcome(socket, tls())) socket.destroy();
  });
}

/** Some runtimes find out at the first connection, or never. */
function assertUsable(tls: TlsOptions): void {
  const { cert, key, clientCa, cipherSuites = [], curvePreferences = [], maxVersion = "TLS13" } = tls;
  const [[name, problem] = []] = Object.entries(findPemProblems({ cert, key, client_ca: clientCa }));
  if (name !== undefined) throw new TypeError(`${name === "client_ca" ? "clientCa" : name} of tls ${problem}`);
  if (!("Deno" in globalThis)) return;
  const missing = [
    ...cipherSuites.length > 0 ? ["cipherSuites"] : [],
    ...curvePreferences.length > 0 ? ["curvePreferences"] : [],
    ...maxVersion < "TLS12" ? [`maxVersion ${maxVersion}`] : [],
  ];
  if (missing.length > 0) {
    throw new TypeError(`${missing.join(" and ")} of tls cannot be had on Deno, which would ignore it`);
  }
}
