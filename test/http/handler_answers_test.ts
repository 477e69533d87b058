/** What the answers of a handler look like: formats, headers, compression, selection. */
import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import { FORMATS } from "../../src/exposition/formats.ts";
import type { HandlerOptions } from "../../src/http/handler_options.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { Registry } from "../../src/registry/registry.ts";
import { property } from "../support/property.ts";
import { hostileHeader } from "../support/hostile_header.ts";
import { largeRegistry } from "../support/large_registry.ts";

const TEXT = "text/plain; version=0.0.4; charset=utf-8";

function smallRegistry(): Registry {
  const registry = new Registry();
  registry.counter({ name: "jobs_total", help: "Test.", labelNames: ["queue"] }).inc({ queue: "mail" });
  registry.histogram({ name: "wait_seconds", help: "Test." }).observe(1);
  registry.histogram({ name: "work_seconds", help: "Test." }).observe(1);
  registry.gauge({ name: "http.depth", help: "Test." }).set(2);
  return registry;
}

interface Asked {
  readonly query?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(registry: Registry, asked: Asked = {}, options: HandlerOptions = {}): Promise<Response> {
  const { query = "", ...init } = asked;
  return metricsHandler(registry, options)(new Request(`http://localhost/metrics${query}`, init));
}

async function gunzip(response: Response): Promise<string> {
  return await new Response(response.body?.pipeThrough(new DecompressionStream("gzip"))).text();
}

describe("metricsHandler() and formats", () => {
  for (const [name, format] of Object.entries(FORMATS)) {
    it(`metricsHandler() answers with ${name} whoever asks for it`, async () => {
      const registry = smallRegistry();
      const response = await ask(registry, { headers: { accept: format.contentType } });

      assertStringIncludes(response.headers.get("content-type") ?? "", format.contentType);
      const expected = await new Blob([...format.encode(await registry.gather())]).arrayBuffer();
      assertEquals(new Uint8Array(await response.arrayBuffer()), new Uint8Array(expected));
    });
  }

  it("metricsHandler() answers one and the same registry in all formats at once", async () => {
    const handle = metricsHandler(smallRegistry());
    const scrape = async () =>
      await Promise.all(
        Object.values(FORMATS).map(async ({ contentType }) => {
          const response = await handle(new Request("http://localhost/metrics", { headers: { accept: contentType } }));
          return [response.headers.get("content-type"), await response.text()];
        }),
      );
    const first = await scrape();

    assertEquals(new Set(first.map(([type]) => type)).size, Object.keys(FORMATS).length);
    for (let i = 0; i < 3; i++) assertEquals(await scrape(), first);
  });

  it("metricsHandler() escapes names as it is asked to", async () => {
    const names = {
      "allow-utf-8": '{"http.depth"}',
      underscores: "http_depth",
      dots: "http_dot_depth",
      values: "U__http_2e_depth",
    };
    const handle = metricsHandler(smallRegistry());
    for (const [escaping, name] of Object.entries(names)) {
      const headers = { accept: `text/plain;version=0.0.4;escaping=${escaping}` };
      const response = await handle(new Request("http://localhost/metrics", { headers }));
      assertEquals(response.headers.get("content-type"), `${TEXT}; escaping=${escaping}`);
      assertStringIncludes(await response.text(), `\n${name} 2\n`);
    }
  });

  it("metricsHandler() offers only the formats it is told to", async () => {
    const options = { formats: [FORMATS.text] };
    const response = await ask(smallRegistry(), { headers: { accept: "application/openmetrics-text" } }, options);
    assertEquals(response.headers.get("content-type"), TEXT);
  });

  it("metricsHandler() tells when counting began where it is told to", async () => {
    const headers = { accept: "application/openmetrics-text" };
    const textOf = async (created: boolean) => await (await ask(smallRegistry(), { headers }, { created })).text();
    assertMatch(await textOf(true), /^jobs_created\{queue="mail"\} /m);
    assertEquals((await textOf(false)).includes("_created"), false);
  });
});

describe("metricsHandler() and headers", () => {
  it("metricsHandler() tells what the answer depends on, and that it is not to be kept", async () => {
    const { headers } = await ask(smallRegistry());
    assertEquals(headers.get("vary"), "Accept, Accept-Encoding");
    assertEquals(headers.get("cache-control"), "no-store");
    assertEquals(headers.has("content-encoding"), false);
    assertEquals(headers.has("process-start-time-unix"), false);
  });

  it("metricsHandler() tells when the process started, in whole seconds", async () => {
    const { headers } = await ask(smallRegistry(), {}, { processStartTimeSeconds: 1_767_225_600.75 });
    assertEquals(headers.get("process-start-time-unix"), "1767225600");
  });

  it("metricsHandler() tells no length of a large answer, which is not made yet", async () => {
    const response = await ask(largeRegistry());
    assertEquals(response.headers.has("content-length"), false);
    await response.body?.cancel();
  });

  it("metricsHandler() tells the length of a small answer", async () => {
    for (const headers of [{}, { "accept-encoding": "gzip" }] as const) {
      const response = await ask(smallRegistry(), { headers });
      const { byteLength } = await response.arrayBuffer();
      assertEquals(response.headers.get("content-length"), String(byteLength));
    }
  });

  for (const [size, registry] of Object.entries({ small: smallRegistry(), large: largeRegistry() })) {
    for (const encoding of ["identity", "gzip"]) {
      it(`metricsHandler() answers HEAD with the headers of GET, and the length: ${size}, ${encoding}`, async () => {
        const headers = { "accept-encoding": encoding };
        const got = await ask(registry, { headers });
        const head = await ask(registry, { headers, method: "HEAD" });
        const { byteLength } = await got.arrayBuffer();

        assertEquals(head.status, 200);
        assertEquals(head.body, null);
        assertEquals(Object.fromEntries(head.headers), {
          ...Object.fromEntries(got.headers),
          "content-length": String(byteLength),
        });
      });
    }
  }

  it("metricsHandler() answers 400 to an address that is too long", async () => {
    const longest = `?${"a".repeat(65_536 - "http://localhost/metrics?".length)}`;
    assertEquals((await ask(smallRegistry(), { query: longest })).status, 200);
    const response = await ask(smallRegistry(), { query: `${longest}a` });
    assertEquals([response.status, await response.text()], [400, "URL too long: the maximum is 65536 characters\n"]);
  });
});

describe("metricsHandler() and compression", () => {
  for (const [size, registry] of Object.entries({ small: smallRegistry(), large: largeRegistry() })) {
    it(`metricsHandler() compresses with gzip: ${size}`, async () => {
      const plain = await (await ask(registry)).text();
      const response = await ask(registry, { headers: { "accept-encoding": "gzip" } });

      assertEquals(response.headers.get("content-encoding"), "gzip");
      assertEquals(await gunzip(response), plain);
    });
  }

  it("metricsHandler() leaves a very small answer as it is", async () => {
    const registry = new Registry();
    registry.gauge({ name: "depth", help: "Test." });
    const response = await ask(registry, { headers: { "accept-encoding": "gzip" } });
    assertEquals(response.headers.has("content-encoding"), false);
    assertStringIncludes(await response.text(), "\ndepth 0\n");
  });

  it("metricsHandler() compresses with what it is told to, or not at all", async () => {
    const headers = { "accept-encoding": "gzip, x-test" };
    const compression = { encoding: "x-test", compress: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => body };
    const told = await ask(smallRegistry(), { headers }, { compressions: [compression] });
    assertEquals(told.headers.get("content-encoding"), "x-test");
    const never = await ask(smallRegistry(), { headers }, { compressions: [] });
    assertEquals(never.headers.has("content-encoding"), false);
  });
});

describe("metricsHandler() and name[]", () => {
  async function linesOf(query: string, headers = {}): Promise<string[]> {
    const response = await ask(smallRegistry(), { query, headers });
    assertEquals(response.status, 200);
    return (await response.text()).split("\n").filter((line) => !line.startsWith("# HELP") && line !== "");
  }

  it("metricsHandler() answers with the families that are asked for by some name", async () => {
    assertEquals(await linesOf("?name[]=jobs_total"), ["# TYPE jobs_total counter", 'jobs_total{queue="mail"} 1']);
    assertEquals((await linesOf("?name[]=wait_seconds_count&name[]=jobs"))[0], "# TYPE jobs_total counter");
    assertEquals((await linesOf("?name[]=wait_seconds_count"))[0], "# TYPE wait_seconds histogram");
  });

  it("metricsHandler() answers with nothing where nothing has the name", async () => {
    assertEquals(await linesOf("?name[]=nothing"), []);
    assertEquals(await linesOf("?name[]="), []);
    assertEquals(await linesOf("?name[]=nothing", { accept: "application/openmetrics-text" }), ["# EOF"]);
  });

  it("metricsHandler() answers with all after it has answered with some", async () => {
    const handle = metricsHandler(smallRegistry());
    const textOf = async (query: string) =>
      await (await handle(new Request(`http://localhost/metrics${query}`))).text();
    const all = await textOf("");
    for (let i = 0; i < 3; i++) {
      assertNotEquals(await textOf("?name[]=jobs"), all);
      assertEquals(await textOf(""), all);
    }
  });
});

describe("metricsHandler() and hostile clients", () => {
  const registry = smallRegistry();
  const handle = metricsHandler(registry);
  const types = Object.values(FORMATS).map(({ contentType }) => contentType);

  property("metricsHandler() answers any headers with one of the formats", async (random) => {
    for (let i = 0; i < 200; i++) {
      const headers = new Headers();
      const names = ["accept", "accept-encoding", "x-prometheus-scrape-timeout-seconds"];
      for (const name of names) headers.set(name, hostileHeader(random));
      const response = await handle(new Request("http://localhost/metrics?name[]=jobs", { headers }));
      assertEquals(response.status, 200);
      const contentType = response.headers.get("content-type") ?? "";
      assertEquals(types.some((type) => contentType.startsWith(type)), true, contentType);
      const { byteLength } = await response.arrayBuffer();
      assertEquals(response.headers.get("content-length"), String(byteLength));
    }
  });
});
