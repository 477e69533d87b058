import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { serve } from "../../src/entry/deno.ts";
import { startWorker } from "../runner/worker.ts";

/** Starts a module in workerd and asks it for some pages. Without Node's modules: an exporter needs none. */
async function ask(source: string, ...paths: string[]): Promise<string[]> {
  const { worker } = await startWorker(source);
  try {
    const texts: string[] = [];
    for (const path of paths) {
      const response = await worker.dispatchFetch(`http://localhost${path}`);
      assertEquals(response.status, 200);
      texts.push(await response.text());
    }
    return texts;
  } finally {
    await worker.dispose();
  }
}

describe("A Worker", () => {
  it("takes an exporter as its default export", async () => {
    const [metrics, page] = await ask(`export { default } from "./examples/hello/exporter.ts";`, "/metrics", "/");

    assertStringIncludes(metrics ?? "", "\napp_active_users 5000\n");
    assertStringIncludes(page ?? "", "<h1>app exporter</h1>");
  });

  it("takes a module with more exports than that", async () => {
    const module = "./examples/observed_app/exporter.ts";
    const [metrics] = await ask(`export * from "${module}"; export { default } from "${module}";`, "/metrics");

    assertStringIncludes(metrics ?? "", "\napp_cache_hits_total 0\n");
  });

  it("takes what serve() makes of an app", async () => {
    const [text] = await ask(
      `import { serve } from "@webprom/exporter/workers";
       class Greeter { greeting = "hello"; fetch() { return new Response(this.greeting); } }
       export default serve(new Greeter());`,
      "/",
    );

    assertEquals(text, "hello");
  });

  it("probes targets, follows redirects by hand, and none to where it may not", async () => {
    await using target = await serve({ fetch: redirectOnce }, { port: 0, hostname: "127.0.0.1" });
    const probe = (path: string) => `/probe?debug=true&target=${encodeURIComponent(target.url + path)}`;
    const [good, bad, list] = await ask(
      `import { Registry } from "@webprom/exporter";
       import { defineExporter } from "@webprom/exporter/app";
       import { serve } from "@webprom/exporter/workers";
       const page = { probe: async (target, { fetch, log }) => log(await (await fetch(target)).text()) };
       const probes = { modules: { page }, targets: [{ target: "a" }], allow: ["127.0.0.1"] };
       export default serve(defineExporter({ name: "app", registry: new Registry(), probes }));`,
      probe("moved"),
      probe("inside"),
      "/sd",
    );

    assertStringIncludes(good ?? "", "msg=hello\n");
    assertStringIncludes(bad ?? "", "169.254.169.254 is the metadata service of a cloud");
    assertEquals(JSON.parse(list ?? "")[0].labels.__param_target, "a");
  });

  it("keeps its numbers from request to request", async () => {
    const scrapes = await ask(
      `export { default } from "./examples/observed_app/worker.ts";`,
      "/metrics",
      "/metrics",
      "/metrics",
    );

    assertEquals(scrapes.map((text) => /^app_processing_time_seconds_count (\d+)$/m.exec(text)?.[1]), ["1", "2", "3"]);
    assertMatch(scrapes[2] ?? "", /^app_start_time_seconds 1\.\d+e\+?09$|^app_start_time_seconds \d{10}(\.\d+)?$/m);
  });
});

/** Leads to a greeting, or into the network of a cloud. */
function redirectOnce(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname === "/") return new Response("hello");
  const location = pathname === "/moved" ? "/" : "http://169.254.169.254/";
  return new Response("moved", { status: 302, headers: { location } });
}
