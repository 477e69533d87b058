import { MAX_TIMER_MS } from "../../model/timer.ts";
import type { FetchOptions } from "../tls/client_tls.ts";
import { boundResponse } from "./_bound_response.ts";
import { Deadline } from "./deadline.ts";
import type { Hop } from "./network.ts";
import { reasonOf, TargetError } from "./target_error.ts";
import { TargetGuard, type TargetGuardOptions } from "./target_guard.ts";

/** Sends a request, like the global `fetch()`. */
export type Fetch = (input: string | URL | Request, init?: FetchOptions) => Promise<Response>;

/** Rules and limits of {@linkcode guardedFetch}. */
export interface GuardedFetchOptions extends TargetGuardOptions {
  /**
   * Sends requests if the network cannot connect to a given address. The addresses are then checked before and after the
   * request: a response from a forbidden address is discarded, but the request was sent.
   *
   * @default {fetch}
   */
  readonly fetch?: Fetch | undefined;
  /**
   * Maximum number of redirects to follow; the rules apply to each.
   *
   * @default {5}
   */
  readonly maxRedirects?: number | undefined;
  /**
   * Maximum size of a response body after decompression, in bytes.
   *
   * @default {10_485_760}
   */
  readonly maxBytes?: number | undefined;
  /**
   * Timeout for everything until the end of the body, in milliseconds.
   *
   * @default {10_000}
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * Creates a `fetch()` that reaches only allowed targets. It checks every address of a host, connects to a checked address, does
 * the same for redirects, and limits size and duration of the response.
 *
 * @example Reach only public hosts
 * ```ts
 * import { guardedFetch, TargetError } from "@webprom/exporter/app";
 * import { assertRejects } from "@std/assert";
 *
 * const fetch = guardedFetch({ maxBytes: 1_000_000, timeoutMs: 5000 });
 * await assertRejects(
 *   () => fetch("http://169.254.169.254/latest/meta-data/"),
 *   TargetError,
 *   "169.254.169.254 is the metadata service of a cloud",
 * );
 * ```
 *
 * @param options Rules and limits
 * @returns The function; it rejects with a {@linkcode TargetError} if a target is forbidden or does not respond
 * @throws {TypeError} If a rule is invalid
 * @throws {RangeError} If a limit is out of range
 */
export function guardedFetch(options: GuardedFetchOptions = {}): Fetch {
  const { network, fetch = globalThis.fetch, maxRedirects = 5, maxBytes = 10 * 1024 * 1024, timeoutMs = 10_000 } =
    options;
  for (const [name, limit] of Object.entries({ maxRedirects, maxBytes, timeoutMs })) {
    if (!(limit >= 0 && limit <= MAX_TIMER_MS || limit === Infinity && name === "maxBytes")) {
      throw new RangeError(
        `Cannot create guarded fetch: ${name} must be >= 0 and < 2 ** 31, current value is ${limit}`,
      );
    }
  }
  const guard = new TargetGuard(options);

  return async function fetchGuarded(input, init) {
    const target = input instanceof Request ? input.url : String(input);
    if (!URL.canParse(target)) throw new TypeError(`Cannot fetch "${target}": it must be an absolute URL`);
    guard.inspect(target);
    const request = new Request(input, init);
    const deadline = new Deadline(timeoutMs);
    deadline.follow(request.signal);
    try {
      const { method, redirect } = request;
      const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
      const first = {
        url: new URL(target),
        method,
        headers: new Headers(request.headers),
        body,
        tls: init?.tls,
        signal: deadline.signal,
      };
      const { response, url } = await deadline.bound(follow(first, redirect));
      return boundResponse(response, url, maxBytes, deadline);
    } catch (error) {
      const isLate = deadline.signal.aborted;
      deadline.cancel(error);
      if (error instanceof TargetError || request.signal.aborted) throw error;
      const reason = isLate ? `it did not respond within ${timeoutMs} ms` : reasonOf(error);
      throw new TargetError(target, reason, { cause: error });
    }
  };

  async function follow(first: Hop, redirect: Request["redirect"]): Promise<{ response: Response; url: URL }> {
    let hop = first;
    for (let redirects = 0;; redirects++) {
      const response = await send(hop);
      const location = redirectOf(response);
      if (location === undefined || redirect === "manual") return { response, url: hop.url };
      await response.body?.cancel();
      if (redirect === "error") throw new TargetError(first.url, "it redirects, which is not allowed for this request");
      if (redirects >= maxRedirects) throw new TargetError(first.url, `it redirects more than ${maxRedirects} times`);
      if (!URL.canParse(location, hop.url)) throw new TargetError(first.url, "it redirects to an invalid URL");
      hop = nextHop(hop, response.status, new URL(location, hop.url));
    }
  }

  async function send(hop: Hop): Promise<Response> {
    const { url, signal, ...rest } = hop;
    const addresses = await guard.check(url);
    signal.throwIfAborted();
    const pinned = addresses.length > 0 ? network?.fetchAt?.(hop, addresses) : undefined;
    if (pinned !== undefined) return await pinned;
    const { method, headers, body = null, tls } = rest;
    if (tls !== undefined) throw new TargetError(url, "TLS options are not supported on this runtime");
    const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
    try {
      await guard.check(url);
    } catch (error) {
      await response.body?.cancel();
      throw error;
    }
    return response;
  }
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** Headers that must not be sent to another origin. */
const PRIVATE_HEADERS = ["authorization", "cookie", "host", "proxy-authorization"];

/** Headers that describe the body. */
const BODY_HEADERS = ["content-encoding", "content-language", "content-length", "content-location", "content-type"];

/** Returns the location of a redirect, or `undefined` for other responses. */
function redirectOf({ status, headers }: Response): string | undefined {
  return REDIRECTS.includes(status) ? headers.get("location") ?? undefined : undefined;
}

/** Creates the request after a redirect, by the rules of `fetch()`: https://fetch.spec.whatwg.org/#http-redirect-fetch. */
function nextHop(hop: Hop, status: number, url: URL): Hop {
  const headers = new Headers(hop.headers);
  const isSame = url.origin === hop.url.origin;
  if (!isSame) { for (const name of PRIVATE_HEADERS) headers.delete(name); }
  const tls = isSame ? hop.tls : undefined;
  const becomesGet = status === 303 ? !["GET", "HEAD"].includes(hop.method) : status < 303 && hop.method === "POST";
  if (!becomesGet) return { ...hop, url, headers, tls };
  for (const name of BODY_HEADERS) headers.delete(name);
  return { ...hop, url, headers, tls, method: "GET", body: undefined };
}
