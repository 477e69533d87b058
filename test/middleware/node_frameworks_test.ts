import { test } from "node:test";
import { assertEquals } from "@std/assert";
import type { NodeResponse } from "../../src/middleware/_node_exchange.ts";
import { express, fastify, koa } from "../../src/middleware/node_frameworks.ts";
import { Registry } from "../../src/registry/registry.ts";
import { valueOf } from "../../src/testing/value_of.ts";

// What the real frameworks do is tested in test/live/.

/** A response that ends when the test says so. */
class FakeResponse implements NodeResponse {
  statusCode = 200;
  headersSent = false;
  writableFinished = false;
  readonly #listeners: (() => void)[] = [];
  readonly written: unknown[] = [];

  once(_event: string, listener: () => void): void {
    this.#listeners.push(listener);
  }

  write(piece: unknown): void {
    this.written.push(piece);
  }

  end(piece?: unknown, _encoding?: string): void {
    this.write(piece);
    this.headersSent = this.writableFinished = true;
    for (const listener of this.#listeners) listener();
  }
}

const request = { method: "GET", headers: {} };

async function assertCounted(registry: Registry, route: string, status = 200): Promise<void> {
  assertEquals(await valueOf(registry, "http_requests_total", { method: "GET", route, status }), 1);
}

test("express() has the patterns of routers that do not know their own", async () => {
  const registry = new Registry();
  const route = { path: ["/:id", "/by-name/:name"] };
  const inner = { stack: [{}, { route }] };
  const mounted = { path: "/shops/m%C3%BCller/orders", params: { shop: "müller" }, handle: inner };
  const app = { router: { stack: [{ route: { path: "/" } }, mounted] } };
  const response = new FakeResponse();
  express({ registry })({ ...request, route, app }, response, () => {});
  response.end();
  await assertCounted(registry, "/shops/:shop/orders/:id|/by-name/:name");
});

test("express() has the pattern of a route without an application", async () => {
  const registry = new Registry();
  const response = new FakeResponse();
  express({ registry })({ ...request, route: { path: /^\/users\/(\d+)$/ } }, response, () => {});
  response.end();
  await assertCounted(registry, "/^\\/users\\/(\\d+)$/");
});

test("express(), fastify() and koa() measure what is not skipped, with a route and labels of the caller", async () => {
  const registry = new Registry();
  const options = { registry, names: { requests: "a_total" } as const };
  const response = new FakeResponse();
  let calls = 0;
  const next = () => Promise.resolve(calls++);
  const tenant = () => "acme";
  express({ ...options, route: () => "one", labels: { tenant } })(request, response, next);
  express({ ...options, skip: () => true, labels: { tenant } })(request, response, next);
  await koa({ ...options, route: () => "two", labels: { tenant } })({ req: request, res: response }, next);
  const hooks: ((...args: unknown[]) => void)[] = [];
  const instance = { addHook: (_: string, hook: never) => hooks.push(hook) };
  fastify({ ...options, route: () => "three", labels: { tenant } })(instance, {}, next);
  for (const hook of hooks) hook({ raw: request }, { raw: response }, next);
  response.statusCode = 201;
  response.end();

  assertEquals(calls, 5);
  for (const route of ["one", "two", "three"]) {
    const labels = { method: "GET", route, status: 201, tenant: "acme" };
    assertEquals(await valueOf(registry, "a_total", labels), 1);
  }
});

test("express() counts bytes in any encoding, once", async () => {
  const registry = new Registry();
  const response = new FakeResponse();
  const push = () => true;
  const measured = { method: "GET", headers: {}, push };
  express({ registry, sizes: true })(measured, response, () => {});
  measured.push.apply(measured, [new Uint8Array(3)] as never);
  const pieces = [["ü", "utf8"], ["ü", "latin1"], ["YWI=", "base64"], ["abcd", "hex"], ["ab", "utf16le"]] as const;
  for (const piece of pieces) (response.write as (...piece: unknown[]) => void)(...piece);
  response.end("end");

  const labels = { method: "GET", route: "unmatched", status: 200 };
  assertEquals(response.written.length, 6);
  assertEquals(await valueOf(registry, "http_request_size_bytes_sum", labels), 3);
  assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), 2 + 1 + 2 + 2 + 4 + 3);
});
