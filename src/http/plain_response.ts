const METHODS = ["GET", "HEAD"];

/** Maximum length of a URL. Those that Prometheus requests have about 100 characters. */
const MAX_URL_LENGTH = 65_536;

/** Refuses a request that is not a scrape. */
export function refuse({ method, url }: Request): Response | undefined {
  if (!METHODS.includes(method)) {
    return plainResponse(405, "Method not allowed: use GET or HEAD", { allow: METHODS.join(", ") });
  }
  if (url.length > MAX_URL_LENGTH) {
    return plainResponse(400, `URL too long: the maximum is ${MAX_URL_LENGTH} characters`);
  }
  return undefined;
}

/** Refuses a request for collectors that cannot be selected. */
export function refuseSelection(problem: string): Response {
  return plainResponse(400, problem);
}

/** Refuses a request because too many are in flight. */
export function refuseTooMany(max: number): Response {
  return plainResponse(503, `Too many scrapes in flight: the maximum is ${max}, try again later`);
}

/** Responds if nothing can be served. The reason is in the log, not in the response. */
export function refuseBroken(): Response {
  return plainResponse(500, "Cannot gather metrics: see the log of the exporter");
}

/** Responds to a client that has disconnected; only metrics and logs show it. */
export function refuseGone(): Response {
  return plainResponse(499, "The client has gone away");
}

/** Responds with plain text. */
export function plainResponse(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  // Some texts repeat parts of the request, which a browser must not interpret as a page.
  const common = {
    "cache-control": "no-store",
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  };
  return new Response(`${text}\n`, { status, headers: { ...headers, ...common } });
}
