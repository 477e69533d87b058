import { createServer, type Server as HttpServer } from "node:http";
import { type ListenAddress, type Listener, portOf } from "./_listener.ts";
import { nodeListener } from "./_node_listener.ts";

/**
 * Listens with the HTTP server of Node, which Deno has, too.
 *
 * @param address Where to listen
 * @param fetch Responds to requests
 * @returns The listener
 */
export function listenHttp(
  address: ListenAddress,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<Listener> {
  const server = createServer(nodeListener(fetch));
  const close = closerOf(server);
  const place = "port" in address ? { port: address.port, host: address.hostname } : address;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(place, () => resolve({ port: portOf(server.address()), close }));
  });
}

/** Closes like the other runtimes. Node would also wait for clients that never send a request or keep their connection open. */
function closerOf(server: HttpServer): () => Promise<unknown> {
  let inFlight = 0;
  server.on("request", (_request, response) => {
    inFlight++;
    response.once("close", () => {
      inFlight--;
      if (!server.listening) closeUnused();
    });
  });
  function closeUnused(): void {
    if (inFlight === 0) server.closeAllConnections();
    else server.closeIdleConnections();
  }
  return function close() {
    const closed = new Promise((resolve) => server.close(resolve));
    closeUnused();
    return closed;
  };
}
