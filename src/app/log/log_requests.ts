import type { Clock } from "../../model/clock.ts";
import type { Logger } from "./logger.ts";

/** Something that answers requests. */
export interface Answerer {
  /**
   * Answers one request.
   *
   * @param request Any request
   * @param host What the server passes with it
   * @returns The answer
   */
  readonly fetch: (request: Request, host?: unknown) => Response | Promise<Response>;
}

/**
 * Logs each request, when it is answered, and answers those whose app fails.
 *
 * @param app Who answers
 * @param logger Where to log
 * @param clock Where time comes from
 * @returns The app, which never throws
 */
export function logRequests(app: Answerer, logger: Logger, clock: Clock): Answerer {
  return { fetch: answerLogged };

  async function answerLogged(request: Request, host?: unknown): Promise<Response> {
    const start = clock.monotonic();
    const response = await answer(request, host);
    const { method, url, headers } = request;
    logger.debug("Request answered", {
      method,
      path: new URL(url).pathname,
      status: response.status,
      duration_seconds: Number(((clock.monotonic() - start) / 1000).toFixed(6)),
      user_agent: headers.get("user-agent") ?? undefined,
    });
    return response;
  }
  async function answer(request: Request, host: unknown): Promise<Response> {
    try {
      return await app.fetch(request, host);
    } catch (error) {
      logger.error("Request failed", { method: request.method, path: new URL(request.url).pathname, err: error });
      return new Response("Internal server error\n", { status: 500 });
    }
  }
}
