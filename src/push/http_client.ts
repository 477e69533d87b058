import type { Bytes } from "../model/bytes.ts";
import { messageOf } from "../model/message_of.ts";
import { PushError } from "./push_error.ts";

/** Access to a receiver over HTTP. */
export interface HttpOptions {
  /** URL of the receiver. User and password in it are sent as basic authentication. */
  readonly url: string | URL;
  /** Additional headers, such as `X-Scope-OrgID`, or `Authorization` with another scheme than the options below.
   * Those that the protocol sets are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** User and password. */
  readonly basicAuth?: { readonly username: string; readonly password: string } | undefined;
  /** Bearer token. Excludes `basicAuth`. */
  readonly bearerToken?: string | undefined;
  /**
   * Seconds to wait for the answer.
   *
   * @default {10}
   */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Sends requests. Pass your own for client certificates or a proxy, such as a `fetch` with the `dispatcher` of `undici`.
   *
   * @default {globalThis.fetch}
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** A request of a push. */
export interface PushRequest {
  readonly method: "DELETE" | "POST" | "PUT";
  /** Path and query to append to the URL of the receiver. */
  readonly path?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Bytes | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Reads the message in the body of an error.
   *
   * @default {the body as text}
   */
  readonly messageOf?: ((answer: PushAnswer) => string) | undefined;
}

/** Answer of a receiver. */
export interface PushAnswer {
  readonly headers: Headers;
  /** The body, at most its first 64 KiB. */
  readonly body: Uint8Array;
}

/** Version of this package. */
export const VERSION = "0.1.0";
/** Bytes of an answer that are read. */
const MAX_ANSWER = 64 * 1024;
/** Bytes of an error's body that its message contains. */
const MAX_MESSAGE = 1024;
/** Headers that no option may set. */
const RESERVED: readonly string[] = [
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "user-agent",
];

/** Sends requests to one receiver, with its credentials and a timeout. */
export class HttpClient {
  /** URL of the receiver, without credentials and without a final slash. */
  readonly url: string;
  readonly #subject: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;
  readonly #fetch: (url: string, init: RequestInit) => Promise<Response>;

  /**
   * Checks the options.
   *
   * @param what Name of the receiver in messages
   * @param options URL, credentials, timeout
   * @param reserved Lower-case names of further headers that the protocol sets
   * @throws {TypeError} If the URL or a header is invalid
   * @throws {RangeError} If the timeout is out of range
   */
  constructor(what: string, options: HttpOptions, reserved: readonly string[] = []) {
    const { headers = {}, basicAuth, bearerToken, timeoutSeconds = 10 } = options;
    const url = URL.parse(String(options.url));
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new TypeError(
        `Cannot push to ${what}: url must begin with http:// or https://, current value is "${options.url}"`,
      );
    }
    this.#subject = `Cannot push to ${what} at ${url.host}`;
    if (!(timeoutSeconds > 0 && timeoutSeconds <= 3600)) {
      throw new RangeError(
        `${this.#subject}: timeoutSeconds must be > 0 and <= 3600, current value is ${timeoutSeconds}`,
      );
    }
    for (const name of Object.keys(headers)) {
      if ([...RESERVED, ...reserved].includes(name.toLowerCase())) {
        throw new TypeError(
          `${this.#subject}: header "${name}" is set by the protocol; use the options for credentials`,
        );
      }
    }
    const user = url.username === "" ? basicAuth : { username: decoded(url.username), password: decoded(url.password) };
    if (user !== undefined && bearerToken !== undefined) {
      throw new TypeError(`${this.#subject}: bearerToken must not be set together with a user`);
    }
    if ((user ?? bearerToken) !== undefined && new Headers(headers).has("authorization")) {
      throw new TypeError(`${this.#subject}: header "authorization" must not be set together with other credentials`);
    }
    [url.username, url.password, url.hash] = ["", "", ""];
    this.url = url.href.replace(/\/$/, "");
    const authorization = user
      ? `Basic ${base64(`${user.username}:${user.password}`)}`
      : bearerToken && `Bearer ${bearerToken}`;
    this.#headers = { ...headers, "user-agent": `webprom/${VERSION}`, ...authorization && { authorization } };
    new Headers(this.#headers); // throws if one is invalid
    this.#timeoutMs = timeoutSeconds * 1000;
    this.#fetch = options.fetch ?? ((url, init) => fetch(url, init));
  }

  /**
   * Sends a request.
   *
   * @returns The answer
   * @throws {PushError} If there is no answer, or its status is not 2xx
   */
  async request(
    { method, path = "", headers, body, signal, messageOf = textOf }: PushRequest,
  ): Promise<PushAnswer> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    let response: Response;
    let answer: PushAnswer;
    try {
      response = await this.#fetch(this.url + path, {
        method,
        headers: { ...this.#headers, ...headers },
        ...body && { body },
        redirect: "manual", // a redirected POST would become a GET
        signal: either,
      });
      answer = { headers: response.headers, body: await startOf(response) };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const reason = timeout.aborted ? `no answer within ${this.#timeoutMs / 1000} s` : reasonOf(error);
      throw new PushError(`${this.#subject}: ${reason}`, { cause: error });
    }
    const { status } = response;
    if (status >= 200 && status < 300) return answer;
    const hint = status >= 300 && status < 400
      ? `: use the URL ${response.headers.get("location") ?? "that it names"}`
      : "";
    const message = messageOf(answer).trim().slice(0, MAX_MESSAGE);
    throw new PushError(`${this.#subject}: the status is ${status}${message === "" ? hint : `: ${message}`}`, {
      status,
      retryAfterMs: retryAfterOf(response.headers.get("retry-after")),
    });
  }
}

/** Reads the start of a body, and cancels the rest. */
async function startOf({ body }: Response): Promise<Uint8Array> {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const pieces: Bytes[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    length += next.value.length;
    if (length < MAX_ANSWER) continue;
    await reader.cancel().catch(() => {});
    break;
  }
  return joined(pieces).subarray(0, MAX_ANSWER);
}

function textOf({ body }: PushAnswer): string {
  return new TextDecoder().decode(body);
}

/** Reads the header `Retry-After`: seconds, or a date. */
function retryAfterOf(value: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const ms = Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** `fetch` hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  return messageOf(cause instanceof Error && cause.message !== "" ? cause : error);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Encodes a text as base64 of its UTF-8. */
export function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Compresses a body with gzip. */
export async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Response(bytes).body?.pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Joins the pieces of a body. */
export function joined(pieces: Iterable<Bytes>): Bytes {
  const all = [...pieces];
  const bytes = new Uint8Array(all.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
