const METHODS = ["GET", "HEAD"];

/** Longer addresses are not read: those of Prometheus have some hundred characters. */
const MAX_URL_LENGTH = 65_536;

/** Refuses a request that is no scrape. */
export function refuse({ method, url }: Request): Response | undefined {
  if (!METHODS.includes(method)) {
    return plainResponse(405, "Method not allowed: use GET or HEAD", { allow: METHODS.join(", ") });
  }
  if (url.length > MAX_URL_LENGTH) return plainResponse(400, `Address too long: ${MAX_URL_LENGTH} characters are read`);
  return undefined;
}

/** Refuses a request for collectors that cannot be selected. */
export function refuseSelection(problem: string): Response {
  return plainResponse(400, problem);
}

/** Refuses a request for which there is no room. */
export function refuseSurplus(max: number): Response {
  return plainResponse(503, `Too many scrapes at once: ${max} may be in flight, try again later`);
}

/** Answers where there is nothing to serve. Why is not told: whoever scrapes need not know. */
export function refuseBroken(): Response {
  return plainResponse(500, "Cannot gather metrics: see the log of the exporter");
}

/** Answers a client that has gone away; only metrics and logs see it. */
export function refuseGone(): Response {
  return plainResponse(499, "The client has gone away");
}

/** Answers with a text for people. */
export function plainResponse(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  // Some texts repeat what was asked for: browsers are not to take them for pages.
  const common = {
    "cache-control": "no-store",
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  };
  return new Response(`${text}\n`, { status, headers: { ...headers, ...common } });
}
