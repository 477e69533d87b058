import type { ClientTls, FetchOptions } from "../tls/client_tls.ts";
import { readBody } from "./_body.ts";
import type { ClientConfig, HttpConfig } from "./http_config.ts";
import type { ModuleHost } from "./module.ts";

/** A response, read completely. */
export interface Answer {
  /** The body. */
  readonly bytes: Uint8Array;
  /** Value of the header `Content-Type`. */
  readonly contentType: string | null;
}

/** Maximum size of a file with a password, a token or a certificate. */
const MAX_SECRET_BYTES = 2 ** 20;

/** Status codes after which a retry may succeed. */
const TEMPORARY: readonly number[] = [408, 429, 502, 503, 504];

/** A response with an unexpected status code. */
class StatusError extends Error {
  readonly isTemporary: boolean;

  constructor(status: number, isRedirect: boolean) {
    const hint = isRedirect ? ", and follow_redirects is false" : "";
    super(`the status is ${status}${hint}`);
    this.isTemporary = TEMPORARY.includes(status);
  }
}

/**
 * Sends a request, and retries it after temporary failures.
 *
 * @param url Complete URL
 * @param config Request, timeouts and limits
 * @param accept Value of the header `Accept`, unless the configuration sets it
 * @param host What the runtime supports
 * @param signal Aborts the request
 * @returns The response
 * @throws {Error} If the last attempt fails
 */
export async function fetchAnswer(
  url: string,
  config: HttpConfig,
  accept: string,
  host: ModuleHost,
  signal: AbortSignal,
): Promise<Answer> {
  const options = await makeOptions(config, accept, host);
  const { wait = sleep } = host;
  for (let attempt = 0;; attempt++) {
    try {
      return await tryOnce(url, options, config, host, signal);
    } catch (error) {
      if (attempt >= config.retries || signal.aborted || !isWorthRetrying(error)) throw error;
    }
    await unlessAborted(wait(config.retryBackoff * 2 ** attempt), signal);
  }
}

async function tryOnce(
  url: string,
  options: FetchOptions,
  { timeout, validStatusCodes, bodySizeLimit, httpClientConfig: { followRedirects } }: HttpConfig,
  { fetch }: ModuleHost,
  signal: AbortSignal,
): Promise<Answer> {
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException(`there was no complete response within ${timeout} ms`, "TimeoutError")),
    timeout,
  );
  signal.addEventListener("abort", giveUp);
  if (signal.aborted) giveUp();
  try {
    return await unlessAborted(send(), controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }

  async function send(): Promise<Answer> {
    const response = await fetch(url, { ...options, signal: controller.signal });
    const { ok, status, headers } = response;
    if (validStatusCodes.length === 0 ? !ok : !validStatusCodes.includes(status)) {
      response.body?.cancel().catch(() => {});
      throw new StatusError(status, !followRedirects && status >= 300 && status < 400);
    }
    return { bytes: await readBody(response, bodySizeLimit), contentType: headers.get("content-type") };
  }
}

/** A response that is too large will be too large again. */
function isWorthRetrying(error: unknown): boolean {
  return error instanceof StatusError ? error.isTemporary : !(error instanceof RangeError);
}

async function makeOptions(config: HttpConfig, accept: string, host: ModuleHost): Promise<FetchOptions> {
  const { body, method = body === undefined ? "GET" : "POST", httpClientConfig: client } = config;
  const headers = new Headers({ accept });
  const authorization = await authorizationOf(client, host);
  if (authorization !== undefined) headers.set("authorization", authorization);
  for (const [name, value] of Object.entries(config.headers)) headers.set(name, value);
  const tls = await tlsOf(client, host);
  return {
    method,
    headers,
    redirect: client.followRedirects ? "follow" : "manual",
    ...body === undefined ? {} : { body: body.content },
    ...tls === undefined ? {} : { tls },
  };
}

/** Returns the value of the header `Authorization`; `undefined` for none. Files are read for each request, because they may change. */
export async function authorizationOf(client: ClientConfig, host: ModuleHost): Promise<string | undefined> {
  const { basicAuth, authorization, bearerToken, bearerTokenFile } = client;
  if (basicAuth !== undefined) {
    const { username, password, passwordFile } = basicAuth;
    const bytes = new TextEncoder().encode(`${username}:${await secretOf(password, passwordFile, host)}`);
    return `Basic ${btoa(String.fromCharCode(...bytes))}`;
  }
  if (authorization !== undefined) {
    const { type, credentials, credentialsFile } = authorization;
    return `${type} ${await secretOf(credentials, credentialsFile, host)}`;
  }
  if (bearerToken === undefined && bearerTokenFile === undefined) return undefined;
  return `Bearer ${await secretOf(bearerToken, bearerTokenFile, host)}`;
}

/** Returns the TLS options of a request. */
export async function tlsOf({ tlsConfig }: ClientConfig, host: ModuleHost): Promise<ClientTls | undefined> {
  if (tlsConfig === undefined) return undefined;
  const { ca, caFile, cert, certFile, key, keyFile, serverName, insecureSkipVerify } = tlsConfig;
  const given = {
    ca: await secretOf(ca, caFile, host),
    cert: await secretOf(cert, certFile, host),
    key: await secretOf(key, keyFile, host),
    serverName,
    rejectUnauthorized: insecureSkipVerify ? false : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ""));
}

/** Reads a secret for each request, because its file may have changed. */
async function secretOf(
  value: string | undefined,
  file: string | undefined,
  { readFile }: ModuleHost,
): Promise<string> {
  if (file === undefined || readFile === undefined) return value ?? "";
  return new TextDecoder().decode(await readFile(file, MAX_SECRET_BYTES)).trim();
}

/** Waits until the promise settles or the signal is aborted. The work itself is not cancelled. */
function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    pending.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
