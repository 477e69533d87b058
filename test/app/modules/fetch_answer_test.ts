import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { type Answer, fetchAnswer } from "../../../src/app/modules/fetch_answer.ts";
import { type HttpConfig, httpSchema } from "../../../src/app/modules/http_config.ts";
import type { ModuleHost } from "../../../src/app/modules/module.ts";
import type { FetchOptions } from "../../../src/app/tls/client_tls.ts";

const schema = httpSchema<HttpConfig>({});

function ask(config: object, host: ModuleHost, signal = new AbortController().signal): Promise<Answer> {
  return fetchAnswer("http://source.test/", schema.parse(config), "application/json", host, signal);
}

/** What a source is asked, by a configuration. */
async function optionsFor(config: object, host: Partial<ModuleHost> = {}): Promise<FetchOptions> {
  let asked: FetchOptions = {};
  await ask(config, {
    fetch: (_, options) => {
      asked = options;
      return Promise.resolve(new Response());
    },
    ...host,
  });
  return asked;
}

async function headersFor(config: object, host?: Partial<ModuleHost>): Promise<Record<string, string>> {
  return Object.fromEntries((await optionsFor(config, host)).headers as Headers);
}

/** A source that gives one answer after the other. */
function sourceOf(...answers: (() => Response | Promise<Response>)[]): ModuleHost & { waits: number[]; asked: number } {
  const source = {
    asked: 0,
    waits: [] as number[],
    fetch: async () => await answers[source.asked++]?.() ?? Promise.reject(new TypeError("connection refused")),
    wait: (ms: number) => Promise.resolve(void source.waits.push(ms)),
  };
  return source;
}

const status = (status: number) => () => new Response("", { status });

test("fetchAnswer() returns body and content type", async () => {
  const { bytes, contentType } = await ask(
    {},
    sourceOf(() => new Response('{"a":1}', { headers: { "Content-Type": "text/x" } })),
  );

  assertEquals([new TextDecoder().decode(bytes), contentType], ['{"a":1}', "text/x"]);
});

test("fetchAnswer() asks with GET, or with POST where there is something to send", async () => {
  const { method, redirect, body } = await optionsFor({});
  assertEquals([method, redirect, body], ["GET", "follow", undefined]);
  const sent = await optionsFor({ body: { content: '{"a":1}' } });
  assertEquals([sent.method, sent.body], ["POST", '{"a":1}']);
  assertEquals((await optionsFor({ method: "PUT", body: { content: "" } })).method, "PUT");
});

test("fetchAnswer() says what it understands, unless the configuration does", async () => {
  assertEquals(await headersFor({ headers: { "X-Dummy": "a" } }), { accept: "application/json", "x-dummy": "a" });
  assertEquals(await headersFor({ headers: { ACCEPT: "text/html" } }), { accept: "text/html" });
});

test("fetchAnswer() shows who asks", async () => {
  const authorizationFor = async (client: object, host?: Partial<ModuleHost>) =>
    (await headersFor({ http_client_config: client }, host))["authorization"];
  const readFile = (path: string) => Promise.resolve(new TextEncoder().encode(`content of ${path}\n`));

  assertEquals(await authorizationFor({}), undefined);
  assertEquals(
    await authorizationFor({ basic_auth: { username: "ana", password: "señor:1" } }),
    "Basic YW5hOnNlw7Fvcjox",
  );
  assertEquals(await authorizationFor({ basic_auth: { username: "ana" } }), "Basic YW5hOg==");
  assertEquals(
    await authorizationFor({ basic_auth: { username: "ana", password_file: "/a" } }, { readFile }),
    `Basic ${btoa("ana:content of /a")}`,
  );
  assertEquals(await authorizationFor({ bearer_token: "abc" }), "Bearer abc");
  assertEquals(await authorizationFor({ bearer_token_file: "/b" }, { readFile }), "Bearer content of /b");
  assertEquals(await authorizationFor({ authorization: { credentials: "abc" } }), "Bearer abc");
  assertEquals(
    await authorizationFor({ authorization: { type: "Token", credentials_file: "/c" } }, { readFile }),
    "Token content of /c",
  );
});

test("fetchAnswer() passes TLS options on, and files as what they hold", async () => {
  const readFile = (path: string) => Promise.resolve(new TextEncoder().encode(`content of ${path}\n`));
  const tlsConfig = {
    ca_file: "/ca",
    cert: "CERT",
    key_file: "/key",
    server_name: "a.test",
    insecure_skip_verify: true,
  };

  assertEquals((await optionsFor({ http_client_config: { tls_config: tlsConfig } }, { readFile })).tls, {
    ca: "content of /ca",
    cert: "CERT",
    key: "content of /key",
    serverName: "a.test",
    rejectUnauthorized: false,
  });
  assertEquals((await optionsFor({ http_client_config: { tls_config: { insecure_skip_verify: false } } })).tls, {});
  assertEquals((await optionsFor({})).tls, undefined);
});

test("fetchAnswer() rejects statuses that are not valid", async () => {
  await assertRejects(() => ask({}, sourceOf(status(404))), Error, "the status is 404");
  await assertRejects(() => ask({ valid_status_codes: [404] }, sourceOf(status(200))), Error, "the status is 200");
  assertEquals((await ask({ valid_status_codes: [404, 503] }, sourceOf(status(503)))).bytes.length, 0);
});

test("fetchAnswer() follows redirects only where it may", async () => {
  const config = { http_client_config: { follow_redirects: false } };
  assertEquals((await optionsFor(config)).redirect, "manual");
  await assertRejects(
    () => ask(config, sourceOf(() => Response.redirect("http://other.test/", 302))),
    Error,
    "the status is 302, and follow_redirects is false",
  );
});

test("fetchAnswer() tries again after failures that may pass, each time later", async () => {
  const source = sourceOf(
    status(503),
    () => Promise.reject(new TypeError("reset")),
    status(429),
    () => new Response("a"),
  );
  const { bytes } = await ask({ retries: 3, retry_backoff: "100ms" }, source);

  assertEquals([bytes.length, source.asked, source.waits], [1, 4, [100, 200, 400]]);
});

test("fetchAnswer() gives up after its last retry", async () => {
  const source = sourceOf(status(503), status(502), status(504));
  await assertRejects(() => ask({ retries: 1 }, source), Error, "the status is 502");

  assertEquals([source.asked, source.waits], [2, [100]]);
});

test("fetchAnswer() does not try again what would fail again", async () => {
  for (const answer of [status(404), status(500), () => new Response("long")]) {
    const source = sourceOf(answer, answer);
    await assertRejects(() => ask({ retries: 5, body_size_limit: "2B" }, source));
    assertEquals(source.asked, 1);
  }
});

test("fetchAnswer() gives up a source that does not answer, and tells it so", async () => {
  let isTold = false;
  const fetch: ModuleHost["fetch"] = (_, { signal }) => {
    signal?.addEventListener("abort", () => isTold = true);
    return new Promise(() => {});
  };
  const error = await assertRejects(() => ask({ timeout: "1ms" }, { fetch }), DOMException);

  assertEquals([error.message, error.name], ["there was no complete response within 1 ms", "TimeoutError"]);
  assertEquals(isTold, true);
});

test("fetchAnswer() gives up a source that does not end its answer", async () => {
  const body = () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
  const source = sourceOf(() => new Response(body()), () => new Response(body()));
  await assertRejects(
    () => ask({ timeout: "1ms", retries: 1 }, source),
    DOMException,
    "no complete response within 1 ms",
  );

  assertEquals(source.asked, 2);
});

test("fetchAnswer() stops where nobody waits any more", async () => {
  const controller = new AbortController();
  const asked: string[] = [];
  const host: ModuleHost = {
    fetch: (url) => {
      asked.push(url);
      controller.abort(new Error("the client is gone"));
      return new Promise(() => {});
    },
  };
  await assertRejects(() => ask({ retries: 5 }, host, controller.signal), Error, "the client is gone");
  await assertRejects(() => ask({}, host, controller.signal), Error, "the client is gone");
  assertEquals(asked.length, 2);
});

test("fetchAnswer() stops waiting for a retry that nobody waits for", async () => {
  const controller = new AbortController();
  const host: ModuleHost = {
    fetch: () => Promise.reject(new TypeError("reset")),
    wait: () => {
      controller.abort(new Error("the client is gone"));
      return new Promise(() => {});
    },
  };
  await assertRejects(() => ask({ retries: 5 }, host, controller.signal), Error, "the client is gone");
});
