import { test } from "node:test";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { expose } from "../../src/exposition/expose.ts";
import { instrumentHandler, type InstrumentHandlerOptions } from "../../src/middleware/instrument_handler.ts";
import type { RequestMetricsOptions } from "../../src/middleware/options.ts";
import { Registry } from "../../src/registry/registry.ts";
import { countSeries } from "../../src/testing/count_series.ts";
import { lintClean } from "../../src/testing/lint_clean.ts";
import { valueOf } from "../../src/testing/value_of.ts";
import { ManualClock } from "../support/manual_clock.ts";

type Handler = (request: Request) => Response | Promise<Response>;
type Options = Omit<InstrumentHandlerOptions, "registry">;

const URL_42 = "http://localhost/users/42";
const TYPE = { "content-type": "application/octet-stream" };
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

/** Sends one request through a measured handler and returns its registry and response. */
async function ask(handler: Handler, options: Options = {}, init: RequestInit = {}) {
  const registry = new Registry();
  const response = await instrumentHandler(handler, { registry, ...options })(new Request(URL_42, init));
  return { registry, response };
}

const ok = () => new Response("Hello", { headers: TYPE });

/** A body that ends, or breaks, when the test says so. */
function openBody() {
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (given) => void (controller = given) });
  return {
    response: () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
    send: (bytes: number) => controller?.enqueue(new Uint8Array(bytes)),
    end: () => controller?.close(),
    fail: (error: Error) => controller?.error(error),
  };
}

const GET_200 = { method: "GET", route: "unmatched", status: "200" };

test("instrumentHandler() counts requests by method, route and status, and their duration", async () => {
  const { registry, response } = await ask(ok, { route: () => "/users/:id" });
  const labels = { method: "GET", route: "/users/:id", status: "200" };

  assertEquals(await response.text(), "Hello");
  assertEquals(await valueOf(registry, "http_requests_total", labels), 1);
  assertEquals(await valueOf(registry, "http_request_duration_seconds_count", labels), 1);
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
  assertEquals(await countSeries(registry), 3);
  await lintClean(registry);
});

test("instrumentHandler() measures the time until the response", async () => {
  const clock = new ManualClock();
  const { registry } = await ask(() => {
    clock.elapsedMs += 1500;
    return ok();
  }, { clock });
  assertEquals(await valueOf(registry, "http_request_duration_seconds_sum", GET_200), 1.5);
});

test("instrumentHandler() takes a fixed route, and else has none of the path", async () => {
  const fixed = await ask(ok, { route: "/users/:id" });
  assertEquals(await valueOf(fixed.registry, "http_requests_total", { ...GET_200, route: "/users/:id" }), 1);
  const { registry } = await ask(ok);
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 1);
  assert(!(await expose(registry)).includes('/42"'));
  const broken = await ask(ok, { route: () => raise(new Error("broken")) as unknown as string });
  assertEquals(await valueOf(broken.registry, "http_requests_total", GET_200), 1);
});

test("instrumentHandler() passes on the arguments of the runtime, and is as synchronous as the handler", async () => {
  const registry = new Registry();
  const sync = instrumentHandler((_: Request, env: { name: string }) => new Response(env.name), { registry });
  const async = instrumentHandler((_: Request, env: { name: string }) => Promise.resolve(new Response(env.name)), {
    registry,
  });

  const response = sync(new Request(URL_42), { name: "first" });
  assertInstanceOf(response, Response);
  assertEquals(await response.text(), "first");
  assertEquals(await (await async(new Request(URL_42), { name: "second" })).text(), "second");
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 2);
});

test("instrumentHandler() knows methods in any case, and has one value for all others", async () => {
  for (const [method, label] of [["patch", "PATCH"], ["QUERY", "QUERY"], ["PROPFIND", "other"]] as const) {
    const { registry } = await ask(ok, {}, { method });
    assertEquals(await valueOf(registry, "http_requests_total", { ...GET_200, method: label }), 1);
  }
});

test("instrumentHandler() has classes of status codes instead", async () => {
  const { registry } = await ask(() => new Response(null, { status: 404 }), { status: "class" });
  assertEquals(await valueOf(registry, "http_requests_total", { ...GET_200, status: "4xx" }), 1);
});

test("instrumentHandler() counts errors as 500 and passes them on", async () => {
  const error = new Error("broken");
  const handlers: readonly Handler[] = [() => Promise.reject(error), () => raise(error)];
  for (const handler of handlers) {
    const registry = new Registry();
    const handle = instrumentHandler(handler, { registry });
    assertStrictEquals(await assertRejects(async () => await handle(new Request(URL_42)), Error), error);
    assertEquals(await valueOf(registry, "http_requests_total", { ...GET_200, status: "500" }), 1);
    assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
  }
});

function raise(error: Error): Response {
  throw error;
}

test("instrumentHandler() does not measure what is skipped", async () => {
  const { registry } = await ask(ok, { skip: ({ url }) => url.endsWith("/42") });
  assertEquals(await countSeries(registry), 1); // in flight
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
});

test("instrumentHandler() adds labels, which cannot break a request", async () => {
  const labels = {
    tenant: (request: Request) => request.headers.get("x-tenant") ?? undefined,
    kind: (_: Request, response: Response | undefined) => response?.headers.get("content-type") ?? "none",
    broken: () => raise(new Error("broken")) as unknown as string,
    size: () => 5,
  };
  const { registry } = await ask(ok, { labels }, { headers: { "x-tenant": "acme" } });
  const expected = { ...GET_200, tenant: "acme", kind: "application/octet-stream", broken: "", size: 5 };
  assertEquals(await valueOf(registry, "http_requests_total", expected), 1);
});

test("instrumentHandler() has other names, a prefix, and leaves metrics out", async () => {
  const names = { requests: "calls_total", inFlight: false, route: "path" } as const;
  const { registry } = await ask(ok, { names, prefix: "shop_" });
  const labels = { method: "GET", path: "unmatched", status: "200" };

  assertEquals(await valueOf(registry, "shop_calls_total", labels), 1);
  assertEquals(await valueOf(registry, "shop_http_request_duration_seconds_count", labels), 1);
  assertEquals(await countSeries(registry), 2);
});

test("instrumentHandler() has the names of OpenTelemetry", async () => {
  const options: Options = { naming: "opentelemetry", sizes: true, route: "/users/:id" };
  const { registry, response } = await ask(ok, options, { method: "PROPFIND" });
  await response.text();
  const labels = { http_request_method: "_OTHER", http_route: "/users/:id", http_response_status_code: "200" };

  assertEquals(await valueOf(registry, "http_server_request_duration_seconds_count", labels), 1);
  assertEquals(
    await valueOf(registry, "http_server_request_duration_seconds_bucket", { ...labels, le: 7.5 }),
    1,
  );
  assertEquals(await valueOf(registry, "http_server_request_body_size_bytes_sum", labels), 0);
  assertEquals(await valueOf(registry, "http_server_response_body_size_bytes_sum", labels), 5);
  assertEquals(await valueOf(registry, "http_server_active_requests", { http_request_method: "_OTHER" }), 0);
  assertEquals(await countSeries(registry), 4);
});

test("instrumentHandler() has native buckets", async () => {
  const { registry } = await ask(ok, { native: { factor: 1.1 } });
  const histogram = (await registry.gather()).find(({ type }) => type === "histogram");
  assert(histogram?.type === "histogram");
  assertEquals([...histogram.points].map(({ bounds, native }) => [bounds.length, native?.schema]), [[0, 3]]);
});

test("instrumentHandler() reuses the metrics of the same registry", async () => {
  const registry = new Registry();
  const options = { registry, sizes: true };
  for (const handle of [instrumentHandler(ok, options), instrumentHandler(ok, options)]) {
    await handle(new Request(URL_42)).text();
  }
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 2);
});

test("instrumentHandler() writes to series again that were removed", async () => {
  const registry = new Registry();
  const handle = instrumentHandler(ok, { registry });
  handle(new Request(URL_42));
  registry.counter({
    name: "http_requests_total",
    help: "HTTP requests.",
    labelNames: ["method", "route", "status"],
  }).clear();
  handle(new Request(URL_42));
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 1);
});

test("instrumentHandler() counts writes above the maximum number of series", async () => {
  const registry = new Registry({ maxSeries: 2 });
  const handle = instrumentHandler(ok, { registry, route: ({ url }) => new URL(url).pathname });
  for (const path of ["/a", "/b", "/c", "/c", "/d"]) handle(new Request(`http://localhost${path}`));
  const overflow = { method: "_overflow", route: "_overflow", status: "_overflow" };
  assertEquals(await valueOf(registry, "http_requests_total", overflow), 3);
  assertEquals(await valueOf(registry, "webprom_series_overflow_total", { metric: "http_requests_total" }), 3);
});

test("instrumentHandler() counts a stream once, when it has ended", async () => {
  const body = openBody();
  const { registry, response } = await ask(body.response);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  body.send(3);
  assertEquals((await reader.read()).value?.length, 3);
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 1);
  await assertRejects(() => valueOf(registry, "http_requests_total", GET_200), RangeError);

  body.end();
  assertEquals((await reader.read()).done, true);
  await reader.cancel();
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 1);
});

test("instrumentHandler() counts a stream once, when its client has left", async () => {
  const body = openBody();
  const { registry, response } = await ask(body.response);
  await response.body?.cancel();
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 1);
});

test("instrumentHandler() counts a stream once, when it has broken", async () => {
  const body = openBody();
  const { registry, response } = await ask(body.response);
  body.fail(new Error("broken"));
  await assertRejects(() => response.text(), Error, "broken");
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 1);
});

test("instrumentHandler() measures the sizes of bodies while they are streamed", async () => {
  const echo = async (request: Request) => new Response((await request.text()).repeat(2), { headers: TYPE });
  const body = new Blob(["123", "456"]).stream();
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  const { registry, response } = await ask(echo, { sizes: true, sizeBuckets: [8] }, init);
  const labels = { ...GET_200, method: "POST" };

  assertEquals(await response.text(), "123456123456");
  assertEquals(await valueOf(registry, "http_request_size_bytes_bucket", { ...labels, le: 8 }), 1);
  assertEquals(await valueOf(registry, "http_request_size_bytes_sum", labels), 6);
  assertEquals(await valueOf(registry, "http_response_size_bytes_bucket", { ...labels, le: 8 }), 0);
  assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), 12);
});

test("instrumentHandler() believes Content-Length, and returns the response itself", async () => {
  const given = new Response("Hello", { headers: { ...TYPE, "content-length": "5" } });
  const headers = { "content-length": "7" };
  const { registry, response } = await ask(() => given, { sizes: true }, { method: "POST", headers, body: "1234567" });
  const labels = { ...GET_200, method: "POST" };

  assertStrictEquals(response, given);
  assertEquals(await valueOf(registry, "http_request_size_bytes_sum", labels), 7);
  assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), 5);
});

test("instrumentHandler() counts responses without a body at once", async () => {
  const head = new Response("Hello", { headers: { "content-type": "text/event-stream" } });
  const empty = new Response(null, { status: 204 });
  for (const [method, given] of [["HEAD", head], ["GET", empty]] as const) {
    const { registry, response } = await ask(() => given, { sizes: true }, { method });
    assertStrictEquals(response, given);
    const labels = { ...GET_200, method, status: given.status };
    assertEquals(await valueOf(registry, "http_response_size_bytes_sum", labels), 0);
    assertEquals(await valueOf(registry, "http_requests_total", labels), 1);
  }
});

test("instrumentHandler() passes on bodies that somebody else reads", async () => {
  const given = new Response("Hello", { headers: { "content-type": "text/event-stream" } });
  const reader = given.body?.getReader();
  const { registry, response } = await ask(() => given, { sizes: true });
  assertStrictEquals(response, given);
  assertEquals(await valueOf(registry, "http_requests_total", GET_200), 1);
  await reader?.cancel();
});

test("instrumentHandler() keeps status and headers of a body that it counts", async () => {
  const headers = new Headers({ ...TYPE, "x-kept": "yes" });
  for (const cookie of ["a=1", "b=2"]) headers.append("set-cookie", cookie);
  const { response } = await ask(() => new Response("Hello", { status: 201, statusText: "Made", headers }), {
    sizes: true,
  });
  assertEquals([response.status, response.statusText, response.headers.get("x-kept")], [201, "Made", "yes"]);
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
  assertEquals(await response.text(), "Hello");
});

test("instrumentHandler() passes on a WebSocket upgrade as it is", async () => {
  const upgrade = Object.defineProperty(new Response(null), "status", { value: 101 });
  const { registry, response } = await ask(() => upgrade, { sizes: true });
  assertStrictEquals(response, upgrade);
  assertEquals(await valueOf(registry, "http_requests_total", { ...GET_200, status: "101" }), 1);
});

/** The exemplars of the durations after one request. */
async function exemplarsOf(options: Options, headers: Record<string, string>) {
  const { registry } = await ask(ok, options, { headers });
  const family = (await registry.gather()).find(({ name }) => name === "http_request_duration_seconds");
  assert(family?.type === "histogram");
  const exemplars = [...family.points].flatMap(({ exemplars }) => Array.from(exemplars ?? []));
  return exemplars.filter((exemplar) => exemplar !== undefined).map(({ labels }) => labels);
}

test("instrumentHandler() takes exemplars from traceparent if the trace is sampled", async () => {
  const sampled = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
  assertEquals(await exemplarsOf({}, sampled), [{ trace_id: TRACE, span_id: "00f067aa0ba902b7" }]);
  assertEquals(await exemplarsOf({ exemplar: false }, sampled), []);
  const others = [
    `00-${TRACE}-00f067aa0ba902b7-00`,
    `00-${TRACE}-0000000000000000-01`,
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `ff-${TRACE}-00f067aa0ba902b7-01`,
    `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
    "nonsense",
  ];
  for (const traceparent of others) assertEquals(await exemplarsOf({}, { traceparent }), [], traceparent);
  assertEquals(await exemplarsOf({}, {}), []);
});

test("instrumentHandler() takes exemplars from a function", async () => {
  const exemplar = ({ headers }: Request) => ({ request_id: headers.get("x-request-id") ?? "" });
  assertEquals(await exemplarsOf({ exemplar }, { "x-request-id": "7" }), [{ request_id: "7" }]);
});

test("instrumentHandler() leaves exemplars to the registry if it is told to", async () => {
  const registry = new Registry({ exemplar: () => ({ trace_id: "registry" }) });
  instrumentHandler(ok, { registry, exemplar: false })(new Request(URL_42));
  assert((await expose(registry, "openmetrics")).includes('# {trace_id="registry"}'));
});

test("instrumentHandler() rejects wrong options", () => {
  const registry = new Registry();
  const wrong = (options: object) => () =>
    instrumentHandler(ok, { registry, ...options } as RequestMetricsOptions<[Request, Response | undefined]>);
  assertThrows(wrong({ naming: "otel" }), TypeError, 'naming must be "prometheus" or "opentelemetry"');
  assertThrows(wrong({ status: "2xx" }), TypeError, 'status must be "exact" or "class", current value is "2xx"');
  assertThrows(wrong({ labels: { method: () => "" } }), TypeError, "label names must differ");
});
