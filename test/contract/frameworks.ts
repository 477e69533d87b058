import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import KoaRouter from "@koa/router";
import { assertEquals } from "@std/assert";
import { Elysia } from "elysia";
import makeExpress, {
  type NextFunction,
  type Request as ExpressRequest,
  type Response as ExpressResponse,
} from "express";
import makeFastify from "fastify";
import { H3, HTTPError } from "h3";
import Koa from "koa";
import { nodeListener } from "../../src/entry/node.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { instrumentHandler } from "../../src/middleware/instrument_handler.ts";
import { express, fastify, koa } from "../../src/middleware/node_frameworks.ts";
import { Registry } from "../../src/registry/registry.ts";
import { valueOf } from "../../src/testing/value_of.ts";
import { until } from "../support/until.ts";

/** An application of a framework. */
interface Application extends AsyncDisposable {
  /** Its registry. */
  readonly registry: Registry;
  /** Where it listens. */
  readonly url: string;
}

/**
 * Starts an application with these routes: `/shops/:shop/orders/:id` in routers of their own, which is "order"; `/echo`, which
 * sends the body back; `/broken`, which throws; `/failing`, which throws in a router whose error handler is outside; `/slow`, which
 * sends "slow" and no end; `/hanging`, which sends nothing; `/metrics`.
 */
type Start = () => Promise<Application>;

async function listen(registry: Registry, listener: RequestListener): Promise<Application> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    registry,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function startExpress(): Promise<Application> {
  const registry = new Registry();
  const app = makeExpress();
  const [shops, orders] = [makeExpress.Router(), makeExpress.Router({ mergeParams: true })];
  app.use(express({ registry, sizes: true }));
  app.get("/metrics", nodeListener(metricsHandler(registry)));
  orders.get("/:id", (_, response) => void response.send("order"));
  shops.use("/:shop/orders", orders);
  shops.get("/failing", () => {
    throw new Error("failing");
  });
  app.use("/shops", shops);
  app.post("/echo", (request, response) => void request.pipe(response));
  app.get("/broken", () => {
    throw new Error("broken");
  });
  app.get("/slow", (_, response) => void response.write("slow"));
  app.get("/hanging", () => {});
  app.use((_error: Error, _request: ExpressRequest, response: ExpressResponse, _next: NextFunction) => {
    response.status(503).send("failed");
  });
  return await listen(registry, app);
}

async function startFastify(): Promise<Application> {
  const registry = new Registry();
  const app = makeFastify();
  await app.register(fastify({ registry, sizes: true }));
  app.addContentTypeParser("*", (_, payload, done) => done(null, payload));
  app.get("/metrics", (request, reply) => {
    reply.hijack();
    nodeListener(metricsHandler(registry))(request.raw, reply.raw);
  });
  app.register((shops, _, done) => {
    shops.get("/:shop/orders/:id", () => "order");
    shops.get("/failing", () => Promise.reject(Object.assign(new Error("failing"), { statusCode: 503 })));
    done();
  }, { prefix: "/shops" });
  app.post("/echo", (request) => request.body);
  app.get("/broken", () => Promise.reject(Object.assign(new Error("broken"), { statusCode: 503 })));
  app.get("/slow", (_, reply) => {
    reply.hijack();
    reply.raw.write("slow");
  });
  app.get("/hanging", (_, reply) => void reply.hijack());
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    registry,
    url,
    async [Symbol.asyncDispose]() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

async function startKoa(): Promise<Application> {
  const registry = new Registry();
  const app = new Koa();
  const [router, orders] = [new KoaRouter(), new KoaRouter()];
  app.silent = true;
  app.use(koa({ registry, sizes: true }));
  router.get("/metrics", (context) => {
    context.respond = false;
    nodeListener(metricsHandler(registry))(context.req, context.res);
  });
  orders.get("/:id", (context) => void (context.body = "order"));
  router.use("/shops/:shop/orders", orders.routes());
  router.get("/shops/failing", () => Promise.reject(Object.assign(new Error("failing"), { status: 503 })));
  router.post("/echo", (context) => void (context.body = context.req));
  router.get("/broken", () => Promise.reject(Object.assign(new Error("broken"), { status: 503 })));
  router.get("/slow", (context) => {
    context.respond = false;
    context.res.statusCode = 200;
    context.res.write("slow");
  });
  router.get("/hanging", (context) => void (context.respond = false));
  app.use(router.routes());
  return await listen(registry, app.callback());
}

const STARTS: Readonly<Record<string, Start>> = {
  express: startExpress,
  fastify: startFastify,
  koa: startKoa,
};

/** Sends a request, reads its response, and returns the status. */
async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(url, init);
  await response.text();
  return response.status;
}

/** Waits until a series of requests has a value: responses are counted after their clients have them. */
async function assertCounted(registry: Registry, method: string, route: string, status: number, count = 1) {
  const labels = { method, route, status };
  await until(async () => {
    try {
      return await valueOf(registry, "http_requests_total", labels) >= count;
    } catch {
      return false;
    }
  }, 5000).catch(() => {});
  assertEquals(await valueOf(registry, "http_requests_total", labels), count);
}

/** What the middlewares for frameworks owe on each runtime. */
export function frameworksContract(): void {
  for (const [name, start] of Object.entries(STARTS)) {
    describe(`${name}()`, () => {
      it("labels by the patterns of all routers, and unmatched requests by one value", async () => {
        await using app = await start();
        const { registry, url } = app;
        assertEquals(await statusOf(`${url}/shops/7/orders/42`), 200);
        assertEquals(await statusOf(`${url}/shops/8/orders/43?a=b`), 200);
        assertEquals(await statusOf(`${url}/wp-login.php`), 404);
        assertEquals(await statusOf(`${url}/admin/42`), 404);
        await assertCounted(registry, "GET", "/shops/:shop/orders/:id", 200, 2);
        await assertCounted(registry, "GET", "unmatched", 404, 2);
        assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
      });

      it("counts errors with the status that was sent", async () => {
        await using app = await start();
        const { registry, url } = app;
        assertEquals(await statusOf(`${url}/broken`), 503);
        assertEquals(await statusOf(`${url}/shops/failing`), 503);
        await assertCounted(registry, "GET", "/broken", 503);
        await assertCounted(registry, "GET", "/shops/failing", 503);
      });

      it("measures the sizes of bodies", async () => {
        await using app = await start();
        const { registry, url } = app;
        const body = new Blob(["123", "456"]).stream();
        const headers = { "content-type": "application/octet-stream" };
        const init: RequestInit & { duplex: "half" } = { method: "POST", body, headers, duplex: "half" };
        assertEquals(await (await fetch(`${url}/echo`, init)).text(), "123456");
        await assertCounted(registry, "POST", "/echo", 200);
        const labels = { method: "POST", route: "/echo", status: 200 };
        assertEquals(await valueOf(registry, "http_request_size_bytes_sum", labels), 6);
        assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), 6);
      });

      it("counts clients that leave, once", async () => {
        await using app = await start();
        const { registry, url } = app;
        const leaving = new AbortController();
        const slow = await fetch(`${url}/slow`, { signal: leaving.signal });
        const hanging = fetch(`${url}/hanging`, { signal: leaving.signal }).catch(() => {});
        await until(async () => await valueOf(registry, "http_requests_in_flight") === 2);
        leaving.abort();
        await Promise.all([slow.text().catch(() => {}), hanging]);
        await assertCounted(registry, "GET", "/slow", 200);
        await assertCounted(registry, "GET", "/hanging", 499);
        assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
      });

      it("serves metrics by nodeListener()", async () => {
        await using app = await start();
        const { url } = app;
        assertEquals(await statusOf(`${url}/shops/7/orders/42`), 200);
        const response = await fetch(`${url}/metrics`);
        assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        assertEquals((await response.text()).includes("\nhttp_requests_in_flight "), true);
      });
    });
  }

  it("express() has the patterns of mounted applications", async () => {
    const registry = new Registry();
    const [app, tenants] = [makeExpress(), makeExpress()];
    tenants.get("/users/:id", (_, response) => void response.send("user"));
    app.use(express({ registry }));
    app.use("/tenants/:tenant", tenants);
    await using server = await listen(registry, app);
    assertEquals(await statusOf(`${server.url}/tenants/7/users/42`), 200);
    await assertCounted(registry, "GET", "/tenants/:tenant/users/:id", 200);
  });

  it("instrumentHandler() measures an Elysia application", async () => {
    const registry = new Registry();
    const routes = new WeakMap<Request, string>();
    const app = new Elysia().get("/users/:id", ({ request, route }) => {
      routes.set(request, route);
      return "user";
    });
    const handle = instrumentHandler((request) => app.handle(request), { registry, route: (r) => routes.get(r) });
    assertEquals(await (await handle(new Request("http://localhost/users/42"))).text(), "user");
    await (await handle(new Request("http://localhost/nothing"))).text();
    await assertCounted(registry, "GET", "/users/:id", 200);
    await assertCounted(registry, "GET", "unmatched", 404);
  });

  it("instrumentHandler() measures an H3 application", async () => {
    const registry = new Registry();
    const routes = new WeakMap<Request, string>();
    const app = new H3().use((event) => {
      const route = event.context.matchedRoute?.route;
      if (route) routes.set(event.req, route);
    });
    app.get("/users/:id", () => "user");
    app.get("/broken/:id", () => {
      throw new HTTPError({ status: 418 });
    });
    const handle = instrumentHandler((request) => app.fetch(request), { registry, route: (r) => routes.get(r) });
    await (await handle(new Request("http://localhost/users/42"))).text();
    await (await handle(new Request("http://localhost/broken/42"))).text();
    await (await handle(new Request("http://localhost/nothing"))).text();
    await assertCounted(registry, "GET", "/users/:id", 200);
    await assertCounted(registry, "GET", "/broken/:id", 418);
    await assertCounted(registry, "GET", "unmatched", 404);
  });
}
