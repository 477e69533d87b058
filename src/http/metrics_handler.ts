import { FORMATS } from "../exposition/formats.ts";
import type { Gatherer, GatherOptions } from "../model/collector.ts";

/** How a {@linkcode metricsHandler} answers. */
export interface HandlerOptions {
  /** Called for each collector that failed; the scrape goes on without it. */
  readonly onError?: GatherOptions["onError"];
}

/** Answers one request. It fits `Deno.serve`, `Bun.serve`, a Worker's `fetch` and the handlers of web frameworks. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Reads the signal of the request only when somebody waits for it: Deno warns those who read it in vain. */
class Gathering implements GatherOptions {
  readonly #request: Request;
  readonly onError: NonNullable<GatherOptions["onError"]>;

  constructor(request: Request, onError: GatherOptions["onError"] = () => {}) {
    this.#request = request;
    this.onError = onError;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }
}

/**
 * Makes the handler that Prometheus scrapes.
 *
 * @example Answer a scrape
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "app_active_users", help: "Active users." }).set(3);
 * const handle = metricsHandler(registry);
 *
 * const response = await handle(new Request("http://localhost/metrics"));
 * assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
 * ```
 *
 * @param gatherer A registry
 * @param options How to answer
 * @returns The handler: 200 with all metrics, 405 for methods other than GET and HEAD, 500 if nothing can be gathered
 */
export function metricsHandler(gatherer: Gatherer, options: HandlerOptions = {}): FetchHandler {
  const { onError } = options;
  return async function handleMetrics(request) {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") {
      return new Response("Method not allowed: use GET or HEAD\n", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    try {
      const format = FORMATS.text;
      const body = format.encode(await gatherer.gather(new Gathering(request, onError)));
      return new Response(method === "HEAD" ? null : body, { headers: { "content-type": format.contentType } });
    } catch (error) {
      try {
        onError?.(error, "gatherer");
      } catch {
        // The hook itself may be what failed: the answer tells that something did.
      }
      return new Response("Cannot gather metrics: see the log of the exporter\n", { status: 500 });
    }
  };
}
