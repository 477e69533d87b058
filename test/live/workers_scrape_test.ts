import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type StartedWorker, startWorker } from "../runner/worker.ts";
import { ask } from "../support/ask.ts";

const source = `
  import { metricsHandler } from "./mod.ts";
  import { defineExporter } from "./src/app/mod.ts";
  import { largeRegistry } from "./test/support/large_registry.ts";

  const apps = {};
  for (const [size, series] of [["small", 50], ["large", 20_000]]) {
    const registry = largeRegistry(series);
    apps[size + "/metrics"] = metricsHandler(registry);
    apps[size + "/exporter"] = defineExporter({ name: "sample", registry, metricsPath: "/" + size + "/exporter" }).fetch;
  }

  export default { fetch: (request) => apps[new URL(request.url).pathname.slice(1)](request) };
`;

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

describe("a scrape of a Worker", () => {
  let started: StartedWorker | undefined;
  let url = "";
  before(async () => {
    started = await startWorker(source);
    url = (await started.worker.ready).href;
  });
  after(() => started?.worker.dispose());

  for (const path of ["small/metrics", "small/exporter", "large/metrics", "large/exporter"]) {
    it(`is answered in full, and compressed once: ${path}`, async () => {
      // A Worker is always told that gzip is welcome, and what it sends is unpacked for those to whom it is not.
      const plain = await ask(url + path, { "accept-encoding": "identity" });
      assertEquals([plain.status, plain.headers["content-encoding"]], [200, undefined]);
      assertStringIncludes(textOf(plain.body), '\nlevel{place="place 49"} 6.125\n');

      const gzipped = await ask(url + path, { "accept-encoding": "gzip" });
      assertEquals(gzipped.headers["content-encoding"], "gzip");
      assertEquals(textOf(gunzipSync(gzipped.body)) === textOf(plain.body), true);
    });

    it(`has the same headers where only they are asked for: ${path}`, async () => {
      for (const encoding of ["identity", "gzip"]) {
        const get = await ask(url + path, { "accept-encoding": encoding });
        const head = await ask(url + path, { "accept-encoding": encoding }, "HEAD");
        assertEquals(head.body.length, 0);
        for (const name of ["content-type", "content-encoding", "vary", "cache-control"]) {
          assertEquals([name, head.headers[name]], [name, get.headers[name]]);
        }
      }
    });
  }
});
