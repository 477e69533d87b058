import type { Clock } from "../../model/clock.ts";
import type { Logger } from "./logger.ts";

/** An object that responds to requests. */
export interface Fetchable {
  /**
   * Responds to one request.
   *
   * @param request Any request
   * @param host Second argument that the server passes to `fetch`
   * @returns The response
   */
  readonly fetch: (request: Request, host?: unknown) => Response | Promise<Response>;
}

/**
 * Logs each request at level `debug`, and responds with 500 if the app throws.
 *
 * @param app App that handles the requests
 * @param logger Logger to write to
 * @param clock Source of time
 * @returns The app, which never throws
 */
export function logRequests(app: Fetchable, logger: Logger, clock: Clock): Fetchable {
  return { fetch: handleLogged };

  async function handleLogged(request: Request, host?: unknown): Promise<Response> {
    const start = clock.monotonic();
    const response = await handle(request, host);
    const { method, url, headers } = request;
    logger.debug("Request handled", {
      method,
      path: new URL(url).pathname,
      status: response.status,
      duration_seconds: Number(((clock.monotonic() - start) / 1000).toFixed(6)),
      user_agent: headers.get("user-agent") ?? undefined,
    });
    return response;
  }
  async function handle(request: Request, host: unknown): Promise<Response> {
    try {
      return await app.fetch(request, host);
    } catch (error) {
      logger.error("Request failed", { method: request.method, path: new URL(request.url).pathname, err: error });
      return new Response("Internal server error\n", { status: 500 });
    }
  }
}
