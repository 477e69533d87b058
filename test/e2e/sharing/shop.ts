import process from "node:process";
import { metricsHandler, Registry } from "@webprom/exporter";
import { type ShareOptions, shareRegistry } from "@webprom/exporter/share";

/** Makes a handler that counts its requests and serves the metrics of all isolates. */
export async function makeShop(options?: ShareOptions): Promise<(request: Request) => Promise<Response>> {
  const registry = new Registry();
  const requests = registry.counter({ name: "shop_requests_total", help: "Requests that were answered." });
  const metrics = metricsHandler(await shareRegistry(registry, options));
  return async (request) => {
    if (new URL(request.url).pathname === "/metrics") return await metrics(request);
    requests.inc();
    return new Response("sold", { headers: { "x-process": String(process.pid) } });
  };
}
