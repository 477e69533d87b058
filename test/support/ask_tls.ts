import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { request } from "node:https";
import type { Identity } from "./certificates.ts";

/** How to ask over TLS. */
export interface TlsQuestion {
  /** Whom to trust. */
  readonly ca: string;
  /** Who asks. */
  readonly client?: Identity | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly minVersion?: "TLSv1" | "TLSv1.3";
  readonly maxVersion?: "TLSv1.1" | "TLSv1.2";
  readonly ciphers?: string;
  /** A session from an answer before, to go on with. */
  readonly session?: Uint8Array | undefined;
}

/** An answer, and how it was sent. */
export interface TlsAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Who answered, by its certificate. */
  readonly server: string | undefined;
  readonly protocol: string | null;
  /** What the next connection may go on with. */
  readonly session: Uint8Array | undefined;
  readonly isResumed: boolean;
}

/** Asks over TLS. Rejects where there is no connection. */
export async function askTls(url: string, { client, headers = {}, ...tls }: TlsQuestion): Promise<TlsAnswer> {
  const asking = request(url, { ...tls, ...client, headers, agent: false });
  let session: Uint8Array | undefined;
  asking.once("socket", (socket) => socket.on("session", (received: Uint8Array) => session = received));
  asking.end();
  const [response] = await once(asking, "response");
  const socket = response.socket;
  const server = socket.getPeerCertificate()?.subject?.CN;
  const protocol = socket.getProtocol?.() ?? null;
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  const isResumed = socket.isSessionReused?.() ?? false;
  return { status: response.statusCode, headers: response.headers, text, server, protocol, session, isResumed };
}

/** Asks over HTTP/2. Rejects where there is no connection. */
export async function askHttp2(url: string, { client, ca }: TlsQuestion): Promise<{ status: number; text: string }> {
  const session = connectHttp2(url, { ca, ...client });
  const ended = new Promise<never>((_, reject) => {
    session.once("error", reject).once("close", () => reject(new Error("Connection ended")));
  });
  ended.catch(() => {}); // whoever waits is told
  try {
    const stream = session.request({ ":path": "/" }).on("error", () => {}).setEncoding("utf8");
    const [headers] = await Promise.race([once(stream, "response"), ended]);
    let text = "";
    for await (const chunk of stream) text += chunk;
    return { status: Number(headers[":status"]), text };
  } finally {
    session.destroy();
  }
}
