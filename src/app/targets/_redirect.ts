import type { Hop } from "./network.ts";

const REDIRECTS = [301, 302, 303, 307, 308];

/** Headers that must not be sent to another origin. */
const PRIVATE_HEADERS = ["authorization", "cookie", "host", "proxy-authorization"];

/** Headers that describe the body. */
const BODY_HEADERS = ["content-encoding", "content-language", "content-length", "content-location", "content-type"];

/** Returns the location of a redirect, or `undefined` for other responses. */
export function redirectOf({ status, headers }: Response): string | undefined {
  return REDIRECTS.includes(status) ? headers.get("location") ?? undefined : undefined;
}

/** Creates the request after a redirect, by the rules of `fetch()`: https://fetch.spec.whatwg.org/#http-redirect-fetch. */
export function nextHop(hop: Hop, status: number, url: URL): Hop {
  const headers = new Headers(hop.headers);
  const isSame = url.origin === hop.url.origin;
  if (!isSame) { for (const name of PRIVATE_HEADERS) headers.delete(name); }
  const tls = isSame ? hop.tls : undefined;
  const becomesGet = status === 303 ? !["GET", "HEAD"].includes(hop.method) : status < 303 && hop.method === "POST";
  if (!becomesGet) return { ...hop, url, headers, tls };
  for (const name of BODY_HEADERS) headers.delete(name);
  return { ...hop, url, headers, tls, method: "GET", body: undefined };
}
