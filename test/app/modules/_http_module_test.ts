import { test } from "node:test";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import type { ModuleFetch } from "../../../src/app/modules/module.ts";
import type { ProbeContext } from "../../../src/app/probe/prober.ts";
import { makeModule, probe } from "../../support/modules.ts";

const METRICS = { metrics: [{ name: "a", path: "$.a" }] };

async function reasonFor(
  fetch: ModuleFetch,
  target = "http://user.test/a?token=swordfish",
  config = {},
): Promise<string> {
  const module = makeModule({ ...METRICS, ...config }, { fetch });
  const { message } = await assertRejects(() => probe(module, {}, target), Error);
  return message;
}

test("a module with a target is a collector of the registry, and says what it had to leave out", async () => {
  const asked: string[] = [];
  const { collector } = makeModule({ ...METRICS, target: "source.test:8080/status?x=1" }, {
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(Response.json({ a: asked.length === 1 ? 7 : "x" }));
    },
  });
  const registry = new Registry();
  if (collector) registry.register(collector);

  const first = await expose(registry);
  assertStringIncludes(first, "\na 7\n");
  assertStringIncludes(first, '\nwebprom_module_problems{module="test"} 0\n');
  const second = await expose(registry);
  assertEquals(second.includes("\na "), false);
  assertStringIncludes(second, '\nwebprom_module_problems{module="test"} 1\n');
  assertStringIncludes(second, 'webprom_collector_success{collector="test"} 1\n');
  assertEquals(asked, Array(2).fill("http://source.test:8080/status?x=1"));
});

test("a module that fails costs its own series only", async () => {
  const { collector } = makeModule({ ...METRICS, target: "source.test" }, {
    fetch: () => Promise.reject(new TypeError("connection refused")),
  });
  const registry = new Registry();
  registry.gauge({ name: "b", help: "" }).set(1);
  if (collector) registry.register(collector);
  const errors: string[] = [];
  const text = await expose(registry, "text", { onError: (error) => errors.push((error as Error).message) });

  assertStringIncludes(text, "\nb 1\n");
  assertStringIncludes(text, '\nwebprom_collector_success{collector="test"} 0\n');
  assertEquals(errors, ['Cannot read http://source.test/ with module "test": connection refused']);
});

test("two probes at once do not meet", async () => {
  const module = makeModule(METRICS, { fetch: (url) => Promise.resolve(Response.json({ a: new URL(url).port })) });
  const texts = await Promise.all([1001, 1002].map(async (port) => {
    return (await expose(await probe(module, {}, `source.test:${port}`))).includes(`\na ${port}\n`);
  }));
  assertEquals(texts, [true, true]);
});

test("a probe asks with the fetch that it is given, and logs what it had to leave out", async () => {
  const module = makeModule(METRICS, { fetch: () => Promise.reject(new Error("not within the rules")) });
  const logged: string[] = [];
  await probe(module, {
    fetch: () => Promise.resolve(Response.json({})),
    log: (message) => logged.push(message),
  });
  assertEquals(logged, ['Cannot read "a": the value is missing']);
});

test("a probe shows the certificates of the module to the fetch that it is given", async () => {
  const config = { ...METRICS, http_client_config: { tls_config: { cert: "CERT", key: "KEY" } } };
  const module = makeModule(config, { fetch: () => Promise.reject(new Error("not used")), hasTls: true });
  const fetch: ModuleFetch = (_, { tls }) => Promise.resolve(Response.json({ a: tls?.cert === "CERT" ? 1 : 0 }));
  assertStringIncludes(await expose(await probe(module, { fetch: fetch as ProbeContext["fetch"] })), "\na 1\n");
});

test("a failure names module and target, and keeps the query to itself", async () => {
  const reasons = [
    await reasonFor(() => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }))),
    await reasonFor((url) => Promise.reject(new TypeError(`error sending request for url (${url}): refused`))),
    await reasonFor(() => Promise.resolve(new Response("", { status: 503 }))),
    await reasonFor(() => Promise.resolve(new Response("x".repeat(100))), undefined, { body_size_limit: "10B" }),
    await reasonFor(() => Promise.resolve(new Response(Uint8Array.of(0xff)))),
  ];
  const subject = 'Cannot read http://user.test/a with module "test":';
  assertEquals(reasons, [
    `${subject} fetch failed: ECONNREFUSED`,
    `${subject} error sending request for url (http://user.test/a): refused`,
    `${subject} the status is 503`,
    `${subject} the response is larger than 10 bytes, the maximum set by body_size_limit`,
    `${subject} the response is not valid UTF-8`,
  ]);
});

test("a failure does not tell the password of a target", async () => {
  const reason = await reasonFor(() => Promise.reject(new Error("never asked")), "http://ana:swordfish@user.test/");

  assertEquals(
    reason,
    'Cannot read http://user.test/ with module "test": must not contain a user name or password, use basic_auth',
  );
});

test("a target that is no address is not asked", async () => {
  for (const target of ["file:///etc/passwd", "", "javascript:alert(1)", "http://"]) {
    assertStringIncludes(
      await reasonFor(() => Promise.reject(new Error("never asked")), target),
      'with module "test": must be a URL that begins with http:// or https://',
    );
  }
});

test("a probe asks for another host, in the header and for TLS", async () => {
  const asked: { host: string | null; serverName: string | undefined }[] = [];
  const fetch: ModuleFetch = (_url, { headers, tls }) => {
    asked.push({ host: new Headers(headers).get("host"), serverName: tls?.serverName });
    return Promise.resolve(Response.json({ a: 1 }));
  };
  const run = (target: string, hostname: string, config = {}) =>
    probe(makeModule({ ...METRICS, ...config }, { fetch, hasTls: true }), {
      parameters: new URLSearchParams({ hostname }),
    }, target);
  await run("http://10.0.0.1/", "shop.test:8080");
  await run("https://10.0.0.1/", "shop.test:8080");
  await run("https://10.0.0.1/", "shop.test", { http_client_config: { tls_config: { server_name: "own.test" } } });
  assertEquals(asked, [
    { host: "shop.test:8080", serverName: undefined },
    { host: "shop.test:8080", serverName: "shop.test" },
    { host: "shop.test", serverName: "own.test" },
  ]);
  await assertRejects(
    () => run("http://a/", "b", { headers: { host: "c" } }),
    Error,
    "contradicts the configured header Host: c",
  );
  await assertRejects(() => run("http://a/", "b\r\nc"), Error, "hostname must be a host");
});
