/**
 * A process with one application in several variants. An order is a variant, such as `webprom`; the answer is the time of a
 * request in microseconds.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { prometheus } from "@hono/prometheus";
import { Hono, type MiddlewareHandler } from "hono";
import { Registry } from "../../mod.ts";
import { httpMetrics } from "../../src/hono/http_metrics.ts";
import { instrumentHandler } from "../../src/middleware/instrument_handler.ts";

type Fetch = (request: Request) => Response | Promise<Response>;

function application(middleware?: MiddlewareHandler): Fetch {
  const app = new Hono();
  if (middleware !== undefined) app.use(middleware);
  app.get("/users/:id", (c) => c.text("Hello", 200, { "content-type": "text/plain" }));
  return (request) => app.fetch(request);
}

const registry = new Registry();
const route = "/users/:id";

/** By variant, what is measured. */
const VARIANTS: Readonly<Record<string, Fetch>> = {
  bare: application(),
  empty: application(async (_, next) => await next()),
  webprom: application(httpMetrics({ registry })),
  handler: instrumentHandler(application(), { registry, route }),
  hono_prometheus: application(prometheus().registerMetrics),
};

const REQUESTS = 5000;

for await (const order of createInterface({ input: process.stdin })) {
  const fetch = VARIANTS[order];
  if (fetch === undefined) throw new RangeError(`variants are ${Object.keys(VARIANTS).join(", ")}`);
  const start = performance.now();
  for (let i = 0; i < REQUESTS; i++) await fetch(new Request("http://localhost/users/42"));
  process.stdout.write(`${(performance.now() - start) * 1000 / REQUESTS}\n`);
}
