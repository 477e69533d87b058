import type { Http2SecureServer } from "node:http2";
import { createServer, type Server } from "node:net";
import type { TlsOptions } from "../app/tls/tls_options.ts";
import { findPemProblems } from "./_pem_problems.ts";
import { isAllowed, secureOptionsOf } from "./_tls_policy.ts";

/** A server whose TLS can be changed while it listens. */
export interface ChangingServer {
  /** The socket server that listens. */
  readonly listener: Server;
  /** Changes TLS for new connections; throws and changes nothing if the options are invalid. */
  readonly change: (tls: TlsOptions) => void;
}

/**
 * Makes a server whose TLS can be changed. Node and Deno change the options of a running server. Bun changes certificates, but
 * cannot start to request client certificates, so that there a listener passes each connection to the current server. Deno
 * would close such a connection after one response.
 *
 * @param tls Initial TLS options
 * @param make Makes a server with TLS options
 * @returns The server, which does not listen yet
 * @throws {TypeError} If the TLS options cannot be used
 */
export function makeServer(tls: TlsOptions, make: (tls: TlsOptions) => Http2SecureServer): ChangingServer {
  assertUsable(tls);
  const { listener, change } = "Bun" in globalThis ? replacedServer(tls, make) : changedServer(tls, make);
  return {
    listener,
    change(next) {
      assertUsable(next);
      if ((next.http2 ?? true) !== (tls.http2 ?? true)) {
        throw new TypeError("tls.http2 cannot be turned on or off without a restart");
      }
      change(next);
    },
  };
}

function changedServer(first: TlsOptions, make: (tls: TlsOptions) => Http2SecureServer): ChangingServer {
  let current = first;
  const listener = make(first);
  rejectClients(listener, () => current);
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
    rejectClients(made, () => tls);
    return made;
  }
}

/** Closes connections whose client certificate is not allowed, before they send a request. */
function rejectClients(server: Http2SecureServer, tls: () => TlsOptions): void {
  server.prependListener("secureConnection", (socket) => {
    if (!isAllowed(socket, tls())) socket.destroy();
  });
}

/** Checks the options now: some runtimes report a mistake only at the first connection, or never. */
function assertUsable(tls: TlsOptions): void {
  const { cert, key, clientCa, cipherSuites = [], curvePreferences = [], maxVersion = "TLS13" } = tls;
  const [[name, problem] = []] = Object.entries(findPemProblems({ cert, key, client_ca: clientCa }));
  if (name !== undefined) throw new TypeError(`tls.${name === "client_ca" ? "clientCa" : name} ${problem}`);
  if (!("Deno" in globalThis)) return;
  const missing = [
    ...cipherSuites.length > 0 ? ["tls.cipherSuites"] : [],
    ...curvePreferences.length > 0 ? ["tls.curvePreferences"] : [],
    ...maxVersion < "TLS12" ? [`tls.maxVersion ${maxVersion}`] : [],
  ];
  if (missing.length > 0) {
    throw new TypeError(`Deno does not support ${missing.join(" and ")}`);
  }
}
