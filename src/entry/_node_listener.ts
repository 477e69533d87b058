import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";

/** Node's `IncomingMessage`, described by some of its properties. */
export interface NodeRequest {
  /** The method. */
  readonly method?: string | undefined;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Node's `ServerResponse`, described by some of its properties. */
export interface NodeResponse {
  /** Code of the response. */
  statusCode: number;
  /** Whether the status and the headers were sent. */
  readonly headersSent: boolean;
}

/** Responds to a request of Node's HTTP server, as `createServer()`, Express and others call it. */
export type NodeListener = (request: NodeRequest, response: NodeResponse) => void;

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
  // Declarations must compile without those of Node.
  return (request, response) => void listener(request as IncomingMessage, response as ServerResponse);
}
