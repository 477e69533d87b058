import { type Clock, systemClock } from "../../model/clock.ts";
import { CONTENT_POLICY } from "../landing/content_policy.ts";
import { isBcryptHash, isSha256, readCredentials } from "./credentials.ts";
import { type ComparePassword, PasswordChecker, sha256 } from "./password_checker.ts";
import { type RateLimit, TokenBucket } from "./token_bucket.ts";

/** Authentication, rate limit and response headers of a server. */
export interface GuardRules {
  /**
   * bcrypt hashes of passwords, by user. If there are users or tokens, every request must have valid credentials.
   *
   * @default {{}}
   */
  readonly users?: Readonly<Record<string, string>> | undefined;
  /**
   * SHA-256 hashes of bearer tokens in hexadecimal digits, by any name.
   *
   * @default {{}}
   */
  readonly tokens?: Readonly<Record<string, string>> | undefined;
  /**
   * Paths that need no credentials, such as `/-/healthy` and `/-/ready` for the probes of Kubernetes. The rate limit applies
   * to them, too.
   *
   * @default {[]}
   */
  readonly publicPaths?: readonly string[] | undefined;
  /**
   * Headers to set on every response; they replace existing headers of the same name.
   *
   * @default {{}}
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Rate limit for all clients together. Default: unlimited. */
  readonly rateLimit?: RateLimit | undefined;
}

/** Options of {@linkcode guard} in addition to its rules. */
export interface GuardOptions {
  /** Compares a password with a bcrypt hash: `compare` of the package `bcryptjs`. Required if there are users. */
  readonly compare?: ComparePassword | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/**
 * Responds to one request.
 *
 * @param request Any request
 * @param host Second argument that the server passes to `fetch`; it is passed on unchanged
 * @returns The response
 */
export type Handle = (request: Request, host?: unknown) => Response | Promise<Response>;

/** Headers that protect the pages of an exporter from framing, MIME sniffing and foreign scripts. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "deny",
};

/**
 * Adds rate limiting, headers and authentication to a handler, in this order, as exporter-toolkit does. Only
 * `publicPaths` need no authentication.
 *
 * @example Require a bearer token
 * ```ts
 * import { guard } from "@webprom/exporter/app";
 * import { assertEquals } from "@std/assert";
 *
 * // printf swordfish | sha256sum
 * const tokens = { prometheus: "b9f195c5cc7ef6afadbfbc42892ad47d3b24c6bc94bb510c4564a90a14e8b799" };
 * const handle = guard(() => new Response("hello"), { tokens });
 *
 * const headers = { authorization: "Bearer swordfish" };
 * assertEquals((await handle(new Request("http://localhost/", { headers }))).status, 200);
 * assertEquals((await handle(new Request("http://localhost/"))).status, 401);
 * ```
 *
 * @param handle Handler to guard
 * @param rules The rules, or a function that returns the current ones
 * @param options How to compare passwords, and a clock
 * @returns The guarded handler: 401 without valid credentials, 429 above the rate limit
 * @throws {TypeError} If a hash is malformed, or there are users but no `compare`
 * @throws {RangeError} If the rate limit is out of range
 */
export function guard(handle: Handle, rules: GuardRules | (() => GuardRules), options: GuardOptions = {}): Handle {
  const { compare, clock = systemClock } = options;
  const currentRules = typeof rules === "function" ? rules : () => rules;
  const checker = compare && new PasswordChecker(compare, clock);
  let limit: RateLimit | undefined;
  let bucket: TokenBucket | undefined;
  checkRules(currentRules(), compare);

  return async function handleGuarded(request, host) {
    const { users = {}, tokens = {}, headers = {}, publicPaths = [], rateLimit } = currentRules();
    const waitMs = take(rateLimit);
    if (waitMs > 0) return refuse(429, "Too Many Requests", { "retry-after": String(Math.ceil(waitMs / 1000)) });
    const isPublic = publicPaths.includes(new URL(request.url).pathname);
    const refusal = isPublic ? undefined : await refusalOf(request, users, tokens);
    return withHeaders(refusal ?? await handle(request, host), headers);
  };

  function take(current: RateLimit | undefined): number {
    if (current?.intervalMs !== limit?.intervalMs || current?.burst !== limit?.burst) {
      limit = current;
      bucket = current && new TokenBucket(current, clock);
    }
    return bucket?.take() ?? 0;
  }

  async function refusalOf(
    request: Request,
    users: Readonly<Record<string, string>>,
    tokens: Readonly<Record<string, string>>,
  ): Promise<Response | undefined> {
    const challenges = [
      ...Object.keys(users).length > 0 ? ["Basic"] : [],
      ...Object.keys(tokens).length > 0 ? ["Bearer"] : [],
    ];
    if (challenges.length === 0) return undefined;
    const credentials = readCredentials(request.headers.get("authorization"));
    let isRight: boolean | undefined = false;
    if (credentials?.scheme === "bearer") isRight = isTokenOf(tokens, await sha256(credentials.token));
    else if (credentials && challenges.includes("Basic")) {
      isRight = await checker?.check(users, credentials.user, credentials.password);
    }
    if (isRight === undefined) return refuse(429, "Too Many Requests", { "retry-after": "1" });
    return isRight ? undefined : refuse(401, "Unauthorized", { "www-authenticate": challenges.join(", ") });
  }
}

function checkRules({ users = {}, tokens = {}, rateLimit }: GuardRules, compare: ComparePassword | undefined): void {
  for (const [user, hash] of Object.entries(users)) {
    if (!isBcryptHash(hash)) throw new TypeError(`Cannot guard: the password of user "${user}" must be a bcrypt hash`);
    if (!compare) throw new TypeError("Cannot guard: users need the option compare");
  }
  for (const [name, hash] of Object.entries(tokens)) {
    if (!isSha256(hash)) throw new TypeError(`Cannot guard: token "${name}" must be a SHA-256 in hexadecimal digits`);
  }
  const { intervalMs = 0, burst = 1 } = rateLimit ?? {};
  if (!(intervalMs >= 0)) throw new RangeError(`Cannot guard: intervalMs must be >= 0, current value is ${intervalMs}`);
  if (!(burst >= 0)) throw new RangeError(`Cannot guard: burst must be >= 0, current value is ${burst}`);
}

/** Compares in constant time: every character of every hash, so that timing reveals nothing. */
function isTokenOf(tokens: Readonly<Record<string, string>>, digest: string): boolean {
  let found = false;
  for (const hash of Object.values(tokens)) {
    const expected = hash.toLowerCase();
    let difference = expected.length ^ digest.length;
    for (let i = 0; i < digest.length; i++) difference |= expected.charCodeAt(i) ^ digest.charCodeAt(i);
    if (difference === 0) found = true;
  }
  return found;
}

function refuse(status: number, text: string, headers: Readonly<Record<string, string>>): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8", ...headers },
  });
}

/** Copies a response only if its headers are immutable: a copy would lose its `encodeBody` on Workers. */
function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const entries = Object.entries(headers);
  if (entries.length === 0) return response;
  try {
    for (const [name, value] of entries) response.headers.set(name, value);
    return response;
  } catch {
    const copy = new Response(response.body, response);
    for (const [name, value] of entries) copy.headers.set(name, value);
    return copy;
  }
}
