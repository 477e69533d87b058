import { test } from "node:test";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import type { ModuleFetch } from "../../../src/app/modules/module.ts";
import { makeModule } from "../../support/modules.ts";

const METRICS = { metrics: [{ name: "a", path: "$.a" }] };

async function reasonFor(
  fetch: ModuleFetch,
  target = "http://user.test/a?token=swordfish",
  config = {},
): Promise<string> {
  const { prober } = makeModule({ ...METRICS, ...config }, { fetch });
  const error = await assertRejects(
    async () => await prober?.read(target, { signal: new AbortController().signal }),
    Error,
  );
  return error.message;
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
  const { prober } = makeModule(METRICS, { fetch: (url) => Promise.resolve(Response.json({ a: new URL(url).port })) });
  const texts = await Promise.all([1001, 1002].map(async (port) => {
    const registry = new Registry();
    await prober?.probe(`source.test:${port}`, { registry, signal: new AbortController().signal });
    return (await expose(registry)).includes(`\na ${port}\n`);
  }));
  assertEquals(texts, [true, true]);
});

test("a probe asks with the fetch that it is given, and logs what it had to leave out", async () => {
  const { prober } = makeModule(METRICS, { fetch: () => Promise.reject(new Error("not within the rules")) });
  const registry = new Registry();
  const logged: string[] = [];
  await prober?.probe("source.test", {
    registry,
    signal: new AbortController().signal,
    fetch: () => Promise.resolve(Response.json({})),
    log: (message) => logged.push(message),
  });
  assertEquals(logged, ['Cannot read "a": the value is missing']);
});

test("a probe does not ask without the certificates that it should show", async () => {
  const config = { ...METRICS, http_client_config: { tls_config: { cert: "CERT", key: "KEY" } } };
  const fetch: ModuleFetch = (_, { tls }) => Promise.resolve(Response.json({ a: tls?.cert === "CERT" ? 1 : 0 }));
  const { prober } = makeModule(config, { fetch, hasTls: true });
  const { signal } = new AbortController();
  const values = async (context: object) => {
    const [family] = await prober?.read("source.test", { signal, ...context }) ?? [];
    return Array.from(family?.points as Iterable<{ value: number }>, ({ value }) => value);
  };
  assertEquals(await values({}), [1]);
  assertEquals(await values({ fetch, hasTls: true }), [1]);
  await assertRejects(
    () => values({ fetch: () => fetch("", {}) }),
    Error,
    'Cannot read http://source.test/ with module "test": tls_config is not supported in probes',
  );
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
