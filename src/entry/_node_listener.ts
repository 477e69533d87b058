import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";

/** Responds to a request of Node's HTTP server, as `createServer()`, Express and others call it. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Makes a listener of Node's HTTP server of a handler, such as `metricsHandler(registry)`.
 *
 * @example Serve metrics with `node:http`
 * ```ts
 * import { createServer } from "node:http";
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { nodeListener } from "@webprom/exporter/node";
 *
 * const server = createServer(nodeListener(metricsHandler(new Registry())));
 * server.close(); // server.listen(9464)
 * ```
 *
 * @param handle Responds to requests
 * @returns The listener. It responds with 500 if the handler fails
 */
export function nodeListener(handle: (request: Request) => Response | Promise<Response>): NodeListener {
  const listener = getRequestListener((request) => handle(request), {
    overrideGlobalObjects: false,
    hostname: "localhost", // for clients without a Host header
  });
  return (request, response) => void listener(request, response);
}
