import { test } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { type Fetch, instrumentFetch, type InstrumentFetchOptions } from "../../src/middleware/instrument_fetch.ts";
import { Registry } from "../../src/registry/registry.ts";
import { lintClean } from "../../src/testing/lint_clean.ts";
import { valueOf } from "../../src/testing/value_of.ts";

const ok: Fetch = () => Promise.resolve(new Response("Hello", { status: 201 }));

function measured(fetch: Fetch, options: Omit<InstrumentFetchOptions, "registry"> = {}) {
  const registry = new Registry();
  return { registry, fetch: instrumentFetch(fetch, { registry, ...options }) };
}

const LABELS = { method: "GET", host: "api.example.com:8080", status: "201" };

test("instrumentFetch() counts requests by method, host and status, and their duration", async () => {
  const { registry, fetch } = measured(ok);
  await fetch("http://api.example.com:8080/users/42");
  await fetch(new URL("http://api.example.com:8080/"), { method: "post" });
  await fetch(new Request("http://api.example.com:8080/", { method: "PUT" }));

  for (const method of ["GET", "POST", "PUT"]) {
    assertEquals(await valueOf(registry, "http_client_requests_total", { ...LABELS, method }), 1);
    assertEquals(await valueOf(registry, "http_client_request_duration_seconds_count", { ...LABELS, method }), 1);
  }
  assertEquals(await valueOf(registry, "http_client_requests_in_flight"), 0);
  await lintClean(registry);
});

test("instrumentFetch() passes on its arguments and its response as they are", async () => {
  const response = new Response("Hello");
  const given: unknown[] = [];
  const { fetch } = measured((...args) => {
    given.push(...args);
    return Promise.resolve(response);
  });
  const init = { headers: { a: "b" } };
  assertStrictEquals(await fetch("http://localhost/", init), response);
  assertEquals(given[0], "http://localhost/");
  assertStrictEquals(given[1], init);
});

test("instrumentFetch() counts failures and passes them on", async () => {
  const { registry, fetch } = measured(() => Promise.reject(new TypeError("refused")));
  await assertRejects(() => fetch("http://api.example.com:8080/"), TypeError, "refused");
  await assertRejects(() => fetch("nonsense"), TypeError, "refused");
  assertEquals(await valueOf(registry, "http_client_requests_total", { ...LABELS, status: "error" }), 1);
  assertEquals(
    await valueOf(registry, "http_client_requests_total", { method: "GET", host: "other", status: "error" }),
    1,
  );
  assertEquals(await valueOf(registry, "http_client_requests_in_flight"), 0);
});

test("instrumentFetch() bounds the number of hosts", async () => {
  const { registry, fetch } = measured(ok, { maxHosts: 2 });
  for (const host of ["a", "b", "c", "d", "a"]) await fetch(`http://${host}/`);
  const counts = ["a", "b", "other"].map((host) =>
    valueOf(registry, "http_client_requests_total", { ...LABELS, host })
  );
  assertEquals(await Promise.all(counts), [2, 1, 2]);
  assertThrows(() => measured(ok, { maxHosts: -1 }), RangeError, "maxHosts must be an integer >= 0");
});

test("instrumentFetch() has the names of OpenTelemetry, skips requests and adds labels", async () => {
  const { registry, fetch } = measured(ok, {
    naming: "opentelemetry",
    skip: ({ url }) => url.endsWith("/skipped"),
    labels: { kind: ({ headers }) => headers.get("x-kind") ?? undefined },
  });
  await fetch("http://api.example.com:8080/skipped");
  await fetch("http://api.example.com:8080/", { headers: { "x-kind": "test" } });
  const labels = {
    http_request_method: "GET",
    server_address: LABELS.host,
    http_response_status_code: "201",
    kind: "test",
  };
  assertEquals(await valueOf(registry, "http_client_request_duration_seconds_count", labels), 1);
  assertEquals(await valueOf(registry, "http_client_active_requests", { http_request_method: "GET" }), 0);
});
