import type { Http2SecureServer } from "node:http2";
import { createServer, type Server, type Socket } from "node:net";
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
  const server = make(first);
  rejectClients(server, () => current);
  return {
    // On Deno, connections that are handed over serve only one request.
    listener: "Deno" in globalThis ? server : createServer((socket) => handOver(socket, () => server)),
    change(tls) {
      const { requestCert, rejectUnauthorized, ...options } = secureOptionsOf(tls);
      server.setSecureContext(options);
      Object.assign(server, { requestCert, rejectUnauthorized });
      current = tls;
    },
  };
}

function replacedServer(first: TlsOptions, make: (tls: TlsOptions) => Http2SecureServer): ChangingServer {
  let server = makeGuarded(first);
  return {
    listener: createServer((socket) => handOver(socket, () => server)),
    change: (tls) => void (server = makeGuarded(tls)),
  };

  function makeGuarded(tls: TlsOptions): Http2SecureServer {
    const made = make(tls);
    rejectClients(made, () => tls);
    return made;
  }
}

/** Maximum time until the first byte of a connection, in milliseconds. */
const SILENCE_MS = 10_000;
/** The response of servers in Go. */
const NOT_TLS = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

/** Hands a connection over to a TLS server, if the client begins with TLS; clients of HTTP get a response that they understand. */
function handOver(socket: Socket, server: () => Http2SecureServer): void {
  const timer = setTimeout(() => socket.destroy(), SILENCE_MS);
  socket.once("close", () => clearTimeout(timer));
  socket.once("readable", () => {
    clearTimeout(timer);
    const first: Uint8Array | null = socket.read();
    if (first === null) return void socket.destroy(); // the client has closed the connection
    if (/^[A-Z]/.test(String.fromCharCode(first[0] as number))) return void socket.end(NOT_TLS);
    socket.unshift(first);
    server().emit("connection", socket);
  });
}

/** Closes connections whose client certificate is not allowed, before they send a request. */
function rejectClients(server: Http2SecureServer, tls: () => TlsOptions): void {
  server.prependListener("secureConnection", (socket) => {
    if (!isAllowed(socket, tls())) socket.destroy();
  });
}

/** Cipher suites of which HTTP/2 needs one. */
const HTTP2_SUITES: readonly string[] = [
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
];

/**
 * Checks the options now: some runtimes report a mistake only at the first connection, or never.
 *
 * @throws {TypeError} If this runtime cannot use them
 */
export function assertUsable(tls: TlsOptions): void {
  const { cert, key, clientCa, cipherSuites = [], curvePreferences = [], maxVersion = "TLS13" } = tls;
  const [[name, problem] = []] = Object.entries(findPemProblems({ cert, key, client_ca: clientCa }));
  if (name !== undefined) throw new TypeError(`tls.${name === "client_ca" ? "clientCa" : name} ${problem}`);
  if (tls.http2 !== false && cipherSuites.length > 0 && (tls.minVersion ?? "TLS12") < "TLS13") {
    if (!cipherSuites.some((suite) => HTTP2_SUITES.includes(suite))) {
      throw new TypeError(
        `tls.cipherSuites must contain ${HTTP2_SUITES.join(" or ")}, which HTTP/2 needs, or http2 must be false`,
      );
    }
  }
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
