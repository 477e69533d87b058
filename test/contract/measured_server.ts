import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { streamText } from "hono/streaming";
import type { Servable, ServeOptions, Server } from "../../src/entry/deno.ts";
import { httpMetrics } from "../../src/hono/http_metrics.ts";
import { instrumentHandler } from "../../src/middleware/instrument_handler.ts";
import { Registry } from "../../src/registry/registry.ts";
import { valueOf } from "../../src/testing/value_of.ts";
import { until } from "../support/until.ts";

type Fetch = (request: Request) => Response | Promise<Response>;

/** Applications with the routes `/text`, `/stream`, which ends, and `/endless`, which does not. */
const APPLICATIONS: Readonly<Record<string, (registry: Registry) => Fetch>> = {
  httpMetrics(registry) {
    const app = new Hono();
    app.use(httpMetrics({ registry, sizes: true }));
    app.get("/text", (c) => c.json({ a: 1 }));
    app.get("/stream", (c) =>
      streamText(c, async (stream) => {
        await stream.write("one");
        await stream.write("two");
      }));
    app.get("/endless", (c) =>
      streamText(c, async (stream) => {
        await stream.write("one");
        await new Promise<void>((resolve) => stream.onAbort(resolve));
      }));
    return (request) => app.fetch(request);
  },
  instrumentHandler(registry) {
    const headers = { "content-type": "text/event-stream" };
    return instrumentHandler(({ url }) => {
      if (url.endsWith("/text")) return new Response('{"a":1}', { headers: { "content-type": "application/json" } });
      return new Response(
        new ReadableStream({
          start(controller) {
            for (const piece of ["one", "two"]) controller.enqueue(new TextEncoder().encode(piece));
            if (url.endsWith("/stream")) controller.close();
          },
        }),
        { headers },
      );
    }, { registry, sizes: true, route: ({ url }) => new URL(url).pathname });
  },
};

async function requestsOf(registry: Registry, route: string, method = "GET"): Promise<number> {
  return await valueOf(registry, "http_requests_total", { method, route, status: 200 }).catch(() => 0);
}

/** The headers of a response, apart from those that differ from one to the next. */
async function headersOf(url: string): Promise<Record<string, string>> {
  const response = await fetch(url);
  await response.text();
  const { date: _date, ...headers } = Object.fromEntries(response.headers);
  return headers;
}

/** What the measured applications owe over real connections, whatever the runtime. */
export function measuredServerContract(serve: (app: Servable, options: ServeOptions) => Promise<Server>): void {
  for (const [name, make] of Object.entries(APPLICATIONS)) {
    describe(`${name}() in a server`, () => {
      it("counts responses when they are complete, with their size", async () => {
        const registry = new Registry();
        await using server = await serve({ fetch: make(registry) }, { port: 0, hostname: "127.0.0.1" });
        assertEquals(await (await fetch(`${server.url}text`)).text(), '{"a":1}');
        assertEquals(await (await fetch(`${server.url}stream`)).text(), "onetwo");
        assertEquals((await fetch(`${server.url}text`, { method: "HEAD" })).status, 200);
        await until(async () => await valueOf(registry, "http_requests_in_flight") === 0, 5000);

        for (
          const [method, route, bytes] of [["GET", "/text", 7], ["GET", "/stream", 6], ["HEAD", "/text", 0]] as const
        ) {
          assertEquals(await requestsOf(registry, route, method), 1);
          const labels = { method, route, status: 200 };
          assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), bytes);
        }
      });

      it("counts a stream once, when its client leaves", async () => {
        const registry = new Registry();
        await using server = await serve({ fetch: make(registry) }, { port: 0, hostname: "127.0.0.1" });
        const leaving = new AbortController();
        const response = await fetch(`${server.url}endless`, { signal: leaving.signal });
        await response.body?.getReader().read();
        assertEquals([await valueOf(registry, "http_requests_in_flight"), await requestsOf(registry, "/endless")], [
          1,
          0,
        ]);

        leaving.abort();
        await until(async () => await requestsOf(registry, "/endless") > 0, 5000);
        assertEquals([await valueOf(registry, "http_requests_in_flight"), await requestsOf(registry, "/endless")], [
          0,
          1,
        ]);
      });
    });
  }

  it("instrumentHandler() keeps the headers of responses that are not streams", async () => {
    const bare = () => new Response("plain");
    const handle = instrumentHandler(bare, { registry: new Registry() });
    await using server = await serve({ fetch: bare }, { port: 0, hostname: "127.0.0.1" });
    await using measured = await serve({ fetch: handle }, { port: 0, hostname: "127.0.0.1" });
    assertEquals(await headersOf(measured.url), await headersOf(server.url));
  });

  it("instrumentHandler() keeps the type of responses whose size it measures", async () => {
    const handle = instrumentHandler(() => new Response("plain"), { registry: new Registry(), sizes: true });
    await using server = await serve({ fetch: handle }, { port: 0, hostname: "127.0.0.1" });
    assertEquals((await headersOf(server.url))["content-type"]?.toLowerCase(), "text/plain;charset=utf-8");
  });
}
