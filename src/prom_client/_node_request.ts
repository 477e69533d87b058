import { builtinModule } from "./_builtin.ts";
import type { Registry } from "./registry.ts";
import type { PushResult } from "./types.ts";

/** A request to the Pushgateway. */
export interface PushRequest {
  /** HTTP method. */
  readonly method: "DELETE" | "POST" | "PUT";
  /** Options of the client. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Registry to push, except when a group is deleted. */
  readonly registry: Registry | undefined;
}

/** The part of `http.IncomingMessage` that is used here. */
interface IncomingMessage {
  readonly statusCode?: number;
  setEncoding(encoding: "utf8"): void;
  on(event: "data", listener: (chunk: string) => void): void;
  on(event: "end", listener: () => void): void;
}

/** The part of `http.ClientRequest` that is used here. */
interface ClientRequest {
  on(event: "error", listener: (error: Error) => void): void;
  on(event: "timeout", listener: () => void): void;
  end(body?: string | Uint8Array): void;
  destroy(error: Error): void;
}

/** The part of `node:http` and `node:https` that is used here. */
interface Http {
  request(url: URL, options: object, receive: (response: IncomingMessage) => void): ClientRequest;
}

/** Whether the runtime has `node:http`. Then its options, such as `agent`, work as with the original. */
export function hasNodeHttp(): boolean {
  return builtinModule("node:http") !== undefined;
}

/**
 * Sends a request with `node:http` or `node:https`.
 *
 * @param url URL of the Pushgateway
 * @param path Path of the group
 * @param request Method, options and what to push
 * @throws {Error} If the Pushgateway cannot be reached, or answers with an error
 */
export function requestWithNode(url: string, path: string, request: PushRequest): Promise<PushResult> {
  const target = new URL(url);
  target.pathname = target.pathname.replace(/\/$/, "") + path;
  const http = builtinModule<Http>(target.protocol === "https:" ? "node:https" : "node:http");
  const { headers, isCompressed } = headersOf(request);
  const options = { ...request.options, ...headers && { headers }, method: request.method };
  return new Promise((resolve, reject) => {
    const sent = http?.request(target, options, (resp) => {
      let body = "";
      resp.setEncoding("utf8");
      resp.on("data", (chunk) => body += chunk);
      resp.on("end", () => {
        const { statusCode = 0 } = resp;
        if (statusCode < 400) resolve({ resp, body });
        else reject(new Error(`push failed with status ${statusCode}, ${body}`));
      });
    });
    sent?.on("error", reject);
    sent?.on("timeout", () => sent.destroy(new Error("Pushgateway request timed out")));
    if (request.registry === undefined) {
      sent?.end();
      return;
    }
    request.registry.metrics().then(
      (text) => sent?.end(isCompressed ? gzipSync(text) : text),
      (error: Error) => sent?.destroy(error),
    );
  });
}

/** Returns the headers of a request, and whether its body is compressed. A request without a body is not. */
function headersOf({ method, options }: PushRequest): {
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly isCompressed: boolean;
} {
  const given = options["headers"] as Readonly<Record<string, string>> | undefined;
  if (given === undefined) return { headers: undefined, isCompressed: false };
  const isEncoding = (name: string) => name.toLowerCase() === "content-encoding";
  const entries = Object.entries(given);
  const headers = method === "DELETE"
    ? Object.fromEntries(entries.filter(([name]) => !isEncoding(name)))
    : { ...given };
  return { headers, isCompressed: entries.some(([name, value]) => isEncoding(name) && value === "gzip") };
}

function gzipSync(text: string): Uint8Array | undefined {
  return builtinModule<{ gzipSync(text: string): Uint8Array }>("node:zlib")?.gzipSync(text);
}
