import { type Clock, systemClock } from "../../model/clock.ts";
import { CONTENT_POLICY } from "../landing/content_policy.ts";
import { isBcryptHash, isSha256, readCredentials } from "./credentials.ts";
import { type ComparePassword, PasswordChecker, sha256 } from "./password_checker.ts";
import { type RateLimit, TokenBucket } from "./token_bucket.ts";

/** Who may ask what of a server, and how often. */
export interface GuardRules {
  /**
   * By user, the bcrypt hash of the password. Where there are users or tokens, every request needs one of them.
   *
   * @default {{}}
   */
  readonly users?: Readonly<Record<string, string>> | undefined;
  /**
   * By any name, the SHA-256 of a bearer token, in hexadecimal digits.
   *
   * @default {{}}
   */
  readonly tokens?: Readonly<Record<string, string>> | undefined;
  /**
   * Headers of every answer, in place of those of the same name.
   *
   * @default {{}}
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How many requests there may be, all clients together. Left out, any number. */
  readonly rateLimit?: RateLimit | undefined;
}

/** What a guard needs beside its rules. */
export interface GuardOptions {
  /** Compares a password with a bcrypt hash: `compare` of the package `bcryptjs`. Users need it. */
  readonly compare?: ComparePassword | undefined;
  /**
   * Where time comes from.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/**
 * Answers one request.
 *
 * @param request Any request
 * @param host What the server passes with it; it is passed on unchanged
 * @returns The answer
 */
export type Handle = (request: Request, host?: unknown) => Response | Promise<Response>;

/** Headers that keep pages from being framed, sniffed and scripted by others. They fit the pages of an exporter. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "deny",
};

/**
 * Guards a handler as exporter-toolkit does: rate limit first, then headers, then users. No path is exempt.
 *
 * @example Let in who bears a token
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
 * @param handle What to guard
 * @param rules The rules, or what tells those of the moment
 * @param options How to compare passwords, and where time comes from
 * @returns The guarded handler: 401 without the right credentials, 429 beyond the rate limit
 * @throws {TypeError} If a hash is none, or users cannot be checked
 * @throws {RangeError} If the rate limit would let nothing through
 */
export function guard(handle: Handle, rules: GuardRules | (() => GuardRules), options: GuardOptions = {}): Handle {
  const { compare, clock = systemClock } = options;
  const currentRules = typeof rules === "function" ? rules : () => rules;
  const checker = compare && new PasswordChecker(compare);
  let limit: RateLimit | undefined;
  let bucket: TokenBucket | undefined;
  checkRules(currentRules(), compare);

  return async function handleGuarded(request, host) {
    const { users = {}, tokens = {}, headers = {}, rateLimit } = currentRules();
    const waitMs = take(rateLimit);
    if (waitMs > 0) return refuse(429, "Too Many Requests", { "retry-after": String(Math.ceil(waitMs / 1000)) });
    const refusal = await refusalOf(request, users, tokens);
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
  if (!(burst >= 1)) throw new RangeError(`Cannot guard: burst must be >= 1, current value is ${burst}`);
}

/** Looks at every character of every hash, wherever the first difference is. */
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

/** Answers that come from elsewhere do not let their headers be changed. A copy would forget how a Worker encodes it. */
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
