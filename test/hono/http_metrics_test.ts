import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { streamSSE } from "hono/streaming";
import { httpMetrics, type HttpMetricsOptions } from "../../src/hono/http_metrics.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { Registry } from "../../src/registry/registry.ts";
import { valueOf } from "../../src/testing/value_of.ts";

/** Makes an application, and what counts its requests by method, route and status. */
function measured(options: Omit<HttpMetricsOptions<Context>, "registry"> = {}) {
  const registry = new Registry();
  const app = new Hono();
  app.use(httpMetrics({ registry, ...options }));
  async function assertCounted(method: string, route: string, status: number, count = 1): Promise<void> {
    assertEquals(await valueOf(registry, "http_requests_total", { method, route, status }), count);
    assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
  }
  return { registry, app, assertCounted };
}

test("httpMetrics() labels by the pattern of the handler", async () => {
  const { app, assertCounted } = measured();
  app.get("/users/:id", (c) => c.text(c.req.param("id")));
  app.get("/users/*", (c) => c.text("never"));

  assertEquals(await (await app.request("/users/42")).text(), "42");
  await app.request("/users/43");
  await assertCounted("GET", "/users/:id", 200, 2);
});

test("httpMetrics() has the patterns of base paths and of mounted applications", async () => {
  const { app, assertCounted } = measured();
  const orders = new Hono().get("/:id", (c) => c.text("order"));
  orders.onError((_, c) => c.text("failed", 502));
  orders.all("/fail/:id", () => {
    throw new Error("failed");
  });
  app.route("/shops/:shop/orders", orders);
  const v1 = app.basePath("/v1");
  v1.get("/users/:id", (c) => c.text("user"));

  await app.request("/shops/7/orders/42");
  await app.request("/v1/users/42");
  await app.request("/shops/7/orders/fail/42");
  await assertCounted("GET", "/shops/:shop/orders/:id", 200);
  await assertCounted("GET", "/v1/users/:id", 200);
  await assertCounted("GET", "/shops/:shop/orders/fail/:id", 502);
});

test("httpMetrics() has one value for requests that match no route", async () => {
  const { app, assertCounted } = measured();
  app.use("/users/*", async (_, next) => await next());
  await app.request("/users/42");
  await app.request("/wp-login.php");
  await assertCounted("GET", "unmatched", 404, 2);
});

test("httpMetrics() keeps the route of a handler that does not find something", async () => {
  const { app, assertCounted } = measured();
  app.get("/users/:id", (c) => c.notFound());
  await app.request("/users/42");
  await assertCounted("GET", "/users/:id", 404);
});

test("httpMetrics() has the route after a middleware that responds, or else that of the middleware", async () => {
  const { app, assertCounted } = measured();
  app.use("/api/*", cors());
  app.use("/api/*", (c, next) => c.req.header("authorization") ? next() : Promise.resolve(c.text("no", 401)));
  app.get("/api/users/:id", (c) => c.text("user"));

  await app.request("/api/users/42");
  await app.request("/api/users/42", { method: "OPTIONS" });
  await assertCounted("GET", "/api/users/:id", 401);
  await assertCounted("OPTIONS", "/api/*", 204);
});

test("httpMetrics() counts errors with the status that was sent", async () => {
  const { app, registry, assertCounted } = measured();
  app.get("/broken", () => {
    throw new Error("broken");
  });
  app.get("/teapot", () => {
    throw new HTTPException(418);
  });
  app.get("/thrown", () => {
    throw "not an error";
  });
  app.onError((error, c) => error instanceof HTTPException ? error.getResponse() : c.text("broken", 503));

  await app.request("/broken");
  await app.request("/teapot");
  await assertRejects(async () => await app.request("/thrown"));
  await assertCounted("GET", "/broken", 503);
  await assertCounted("GET", "/teapot", 418);
  assertEquals(await valueOf(registry, "http_requests_total", { method: "GET", route: "/thrown", status: "500" }), 1);
});

test("httpMetrics() counts a stream when it has ended", async () => {
  const { app, registry, assertCounted } = measured();
  app.get("/events", (c) => {
    c.header("x-kept", "yes");
    return streamSSE(c, async (stream) => await stream.writeSSE({ data: "one" }));
  });
  const response = await app.request("/events");
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 1);
  assertEquals(await response.text(), "data: one\n\n");
  assertEquals(response.headers.get("x-kept"), "yes");
  await assertCounted("GET", "/events", 200);
});

test("httpMetrics() measures the sizes of bodies", async () => {
  const { app, registry, assertCounted } = measured({ sizes: true });
  app.post("/echo", async (c) => c.json(await c.req.json()));
  const body = new Blob(['{"a":1}']).stream();
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  assertEquals(await (await app.request("/echo", init)).json(), { a: 1 });

  const labels = { method: "POST", route: "/echo", status: "200" };
  assertEquals(await valueOf(registry, "http_request_size_bytes_sum", labels), 7);
  assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), 7);
  await assertCounted("POST", "/echo", 200);
});

test("httpMetrics() counts HEAD requests, whose bodies are never read", async () => {
  const { app, assertCounted } = measured({ sizes: true });
  app.get("/users/:id", (c) => c.text("user"));
  await app.request("/users/42", { method: "HEAD" });
  await assertCounted("HEAD", "/users/:id", 200);
});

test("httpMetrics() skips requests, adds labels and serves the metrics", async () => {
  const { app, registry } = measured({
    skip: (c) => c.req.path === "/metrics",
    labels: { tenant: (c) => c.req.query("tenant") },
    route: (c) => c.req.path === "/custom" ? "custom" : undefined,
  });
  const metrics = metricsHandler(registry);
  app.get("/metrics", (c) => metrics(c.req.raw));
  app.get("/custom", (c) => c.text("custom"));
  await app.request("/custom?tenant=acme");

  const text = await (await app.request("/metrics")).text();
  const lines = text.split("\n").filter((line) => line.startsWith("http_requests_total"));
  assertEquals(lines, ['http_requests_total{method="GET",route="custom",status="200",tenant="acme"} 1']);
});

test("httpMetrics() gives the functions among its options the whole context", async () => {
  const registry = new Registry();
  type Variables = { Variables: { tenant: string } };
  const app = new Hono<Variables>();
  const tenant = (c: Context<Variables>) => c.get("tenant");
  app.use(httpMetrics({ registry, labels: { tenant, kind: (c) => c.req.query("kind") } }));
  app.use("/users/*", httpMetrics({ registry, prefix: "users_", skip: (c) => c.req.query("kind") === undefined }));
  app.get("/users/:id", (c) => {
    c.set("tenant", "acme");
    return c.text("user");
  });
  await app.request("/users/42?kind=test");
  const labels = { method: "GET", route: "/users/:id", status: 200 };
  assertEquals(await valueOf(registry, "http_requests_total", { ...labels, tenant: "acme", kind: "test" }), 1);
  assertEquals(await valueOf(registry, "users_http_requests_total", labels), 1);
});
