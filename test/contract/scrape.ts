import { once } from "node:events";
import { request } from "node:http";
import { describe, it } from "node:test";
import zlib from "node:zlib";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { defineExporter } from "../../src/app/exporter/define_exporter.ts";
import type { Servable, ServeOptions, Server } from "../../src/entry/deno.ts";
import type { Format } from "../../src/exposition/format.ts";
import type { Compression } from "../../src/http/compression.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { Registry } from "../../src/registry/registry.ts";
import { ask } from "../support/ask.ts";
import { largeRegistry } from "../support/large_registry.ts";
import { until } from "../support/until.ts";
import { connect } from "./connection.ts";

const PIECE = 65_536;

/** What a scrape owes over a real connection, whatever the runtime. It runs in the runtime itself. */
export function scrapeContract(
  serve: (app: Servable, options: ServeOptions) => Promise<Server>,
  compressions: readonly Compression[],
): void {
  const at = { port: 0, hostname: "127.0.0.1" };
  const gunzip = zlib.gunzipSync;
  const zstd = (zlib as { zstdDecompressSync?: (body: Uint8Array) => Uint8Array }).zstdDecompressSync;
  const sizes = { small: largeRegistry(50), large: largeRegistry() };

  describe("a scrape", () => {
    for (const [size, registry] of Object.entries(sizes)) {
      it(`is answered in full, as it is or compressed: ${size}`, async () => {
        const app = defineExporter({ name: "sample", registry });
        await using server = await serve(app, at);
        const plain = await ask(`${server.url}metrics`);
        assertEquals(plain.headers["content-encoding"], undefined);
        assertStringIncludes(textOf(plain.body), "\nlevel{place=");

        const gzipped = await ask(`${server.url}metrics`, { "accept-encoding": "gzip" });
        assertEquals(gzipped.headers["content-encoding"], "gzip");
        assertEquals(gzipped.body.length < plain.body.length / 2, true);
        assertEquals(textOf(gunzip(gzipped.body)) === textOf(plain.body), true);
      });

      it(`has the same headers where only they are asked for: ${size}`, async () => {
        await using server = await serve({ fetch: metricsHandler(registry) }, at);
        for (const encoding of ["identity", "gzip"]) {
          const get = await ask(server.url, { "accept-encoding": encoding });
          const head = await ask(server.url, { "accept-encoding": encoding }, "HEAD");

          assertEquals(head.body.length, 0);
          assertEquals(head.headers["content-length"], String(get.body.length));
          for (const name of ["content-type", "content-encoding", "vary", "cache-control"]) {
            assertEquals([name, head.headers[name]], [name, get.headers[name]]);
          }
        }
      });
    }

    it("is compressed by what the runtime has itself, where the app leaves that open", async () => {
      const registry = sizes.small;
      await using open = await serve(defineExporter({ name: "sample", registry }), at);
      await using closed = await serve(defineExporter({ name: "sample", registry, compressions: [] }), at);
      const encodings = compressions.map(({ encoding }) => encoding);

      assertEquals(encodings, zstd === undefined ? ["gzip"] : ["zstd", "gzip"]);
      for (const encoding of encodings) {
        const headers = { "accept-encoding": encoding };
        assertEquals((await ask(`${open.url}metrics`, headers)).headers["content-encoding"], encoding);
        assertEquals((await ask(`${closed.url}metrics`, headers)).headers["content-encoding"], undefined);
      }
    });

    it("is compressed by zstd for a client that takes zstd and gzip alike, as Prometheus does", async () => {
      await using server = await serve(defineExporter({ name: "sample", registry: sizes.small }), at);
      const best = zstd === undefined ? "gzip" : "zstd";
      for (const header of ["zstd,gzip", "gzip, zstd"]) {
        const answer = await ask(`${server.url}metrics`, { "accept-encoding": header });
        assertEquals(answer.headers["content-encoding"], best);
      }
    });

    for (const { encoding, compress, compressWhole } of compressions) {
      it(`comes out of ${encoding} as it went in`, async () => {
        const text = new TextEncoder().encode("level 1.5\n".repeat(50_000));
        const inflate = encoding === "zstd" ? zstd ?? gunzip : gunzip;
        const whole = compressWhole?.(text) ?? new Uint8Array();
        const streamed = new Uint8Array(await new Response(compress(streamOf(text))).arrayBuffer());

        for (const compressed of [whole, streamed]) {
          assertEquals(compressed.length < text.length / 10, true);
          assertEquals(textOf(inflate(compressed)) === textOf(text), true);
        }
      });
    }

    for (const encoding of ["identity", "gzip"]) {
      it(`stops when the client goes away in the middle: ${encoding}`, async () => {
        const endless = new EndlessFormat();
        const handle = metricsHandler(new Registry(), { formats: [endless], maxRequestsInFlight: 1, compressions });
        await using server = await serve({ fetch: handle }, at);
        {
          using client = await connect(server.url);
          client.send(`GET / HTTP/1.1\r\nHost: sample\r\nAccept-Encoding: ${encoding}\r\n\r\n`);
          await until(() => client.received.length > PIECE);
        }
        await until(() => endless.isGivenUp);
        endless.isGivenUp = false;
        using next = await connect(server.url);
        next.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
        await next.sees("HTTP/1.1 200 OK");
      });

      it(`makes no more than the client takes: ${encoding}`, async () => {
        const endless = new EndlessFormat();
        const handle = metricsHandler(new Registry(), { formats: [endless], compressions });
        await using server = await serve({ fetch: handle }, at);
        const stalled = request(server.url, { headers: { "accept-encoding": encoding } }).end();
        const [response] = await once(stalled, "response");
        response.pause();
        let last = -1;
        await until(() => last === (last = endless.made));
        const made = endless.made;
        stalled.destroy();
        await until(() => endless.isGivenUp);

        assertEquals(made < 1000, true, `${made} pieces`);
      });
    }

    it("lets others be served while it is written", async () => {
      const slow: Format = {
        contentType: "text/plain",
        *encode() {
          for (let i = 0; i < 100; i++) {
            for (const end = performance.now() + 2; performance.now() < end;);
            yield new Uint8Array(PIECE);
          }
        },
      };
      const handle = metricsHandler(new Registry(), { formats: [slow] });
      const fetch = (request: Request) => request.url.endsWith("/quick") ? new Response("quick") : handle(request);
      await using server = await serve({ fetch }, at);
      const order: string[] = [];
      const scrape = ask(server.url).then(() => order.push("scrape"));
      for (let i = 0; i < 3; i++) {
        await ask(`${server.url}quick`);
        order.push("quick");
      }
      await scrape;

      assertEquals(order, ["quick", "quick", "quick", "scrape"]);
    });

    it("stops its collectors when all clients have gone away, and only then", async () => {
      const registry = new Registry();
      let reason: string | undefined;
      registry.register({
        collect: ({ signal }) =>
          new Promise(() => {
            signal.addEventListener("abort", () => reason = signal.reason.name);
          }),
      });
      const handle = metricsHandler(registry, { coalesceMs: 60_000 });
      const counts = { came: 0, went: 0 };
      const fetch = (request: Request) => {
        counts.came++;
        return handle(request).finally(() => counts.went++);
      };
      await using server = await serve({ fetch }, at);
      const clients = [await connect(server.url), await connect(server.url)];
      for (const client of clients) client.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
      await until(() => counts.came === 2);
      clients[0]?.[Symbol.dispose]();
      await until(() => counts.went === 1);
      assertEquals(reason, undefined);
      clients[1]?.[Symbol.dispose]();
      await until(() => counts.went === 2);
      assertEquals(reason, "AbortError");
    });
  });
}

/** A format that never comes to an end, of bytes that cannot be compressed. */
class EndlessFormat implements Format {
  readonly contentType = "text/plain";
  made = 0;
  isGivenUp = false;

  *encode(): Generator<Uint8Array<ArrayBuffer>> {
    try {
      for (;; this.made++) yield crypto.getRandomValues(new Uint8Array(PIECE));
    } finally {
      this.isGivenUp = true;
    }
  }
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (let i = 0; i < bytes.length; i += PIECE) controller.enqueue(bytes.slice(i, i + PIECE));
      controller.close();
    },
  });
}
