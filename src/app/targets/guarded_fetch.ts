import type { FetchOptions } from "../tls/client_tls.ts";
import { boundResponse } from "./_bound_response.ts";
import { nextHop, redirectOf } from "./_redirect.ts";
import { Deadline } from "./deadline.ts";
import type { Hop } from "./network.ts";
import { reasonOf, TargetError } from "./target_error.ts";
import { TargetGuard, type TargetGuardOptions } from "./target_guard.ts";

/** Asks as the global `fetch()` does. */
export type Fetch = (input: string | URL | Request, init?: FetchOptions) => Promise<Response>;

/** What is asked, and how much of an answer is taken. */
export interface GuardedFetchOptions extends TargetGuardOptions {
  /**
   * Sends where the network cannot be told which address to connect to. The addresses are then checked before and after: what
   * comes from elsewhere is thrown away, but it was asked for.
   *
   * @default {fetch}
   */
  readonly fetch?: Fetch | undefined;
  /**
   * How many redirects are followed, each to where the rules allow.
   *
   * @default {5}
   */
  readonly maxRedirects?: number | undefined;
  /**
   * How long an answer may be, unpacked, in bytes.
   *
   * @default {10_485_760}
   */
  readonly maxBytes?: number | undefined;
  /**
   * How long all of it may take, until the end of the body, in milliseconds.
   *
   * @default {10_000}
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * Makes a `fetch()` that reaches only what it may: each address of a host is checked and connected to as it was checked,
 * redirects too, and neither size nor time of an answer are without bounds.
 *
 * @example Ask only public hosts
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
 * @returns The function; it rejects with a {@linkcode TargetError} that says why there is no answer
 * @throws {TypeError} If a rule is none
 * @throws {RangeError} If a limit is out of range
 */
export function guardedFetch(options: GuardedFetchOptions = {}): Fetch {
  const { network, fetch = globalThis.fetch, maxRedirects = 5, maxBytes = 10 * 1024 * 1024, timeoutMs = 10_000 } =
    options;
  for (const [name, limit] of Object.entries({ maxRedirects, maxBytes, timeoutMs })) {
    if (!(limit >= 0 && limit < 2 ** 31 || limit === Infinity && name === "maxBytes")) {
      throw new RangeError(`Cannot make guarded fetch: ${name} must be >= 0 and < 2 ** 31, current value is ${limit}`);
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
      const reason = isLate ? `it takes longer than ${timeoutMs} ms` : reasonOf(error);
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
      if (redirect === "error") throw new TargetError(first.url, "it redirects");
      if (redirects >= maxRedirects) throw new TargetError(first.url, `it redirects more than ${maxRedirects} times`);
      if (!URL.canParse(location, hop.url)) throw new TargetError(first.url, "it redirects to what is no URL");
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
    if (tls !== undefined) throw new TargetError(url, "certificates for it cannot be chosen on this runtime");
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
