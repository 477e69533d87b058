import { describe, it } from "node:test";
import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { defineExporter, type Exporter, type ExporterOptions } from "@webprom/exporter/app";

const ASSETS = ["app.js", "style.css", "icon.svg"];
const HOSTILE = `</title><script>alert("'&`;

function sample(options: Partial<ExporterOptions> = {}): Exporter {
  const registry = new Registry();
  registry.gauge({ name: "app_active_users", help: HOSTILE, labelNames: ["place"] }).set({ place: HOSTILE }, 3);
  return defineExporter({ name: "app", registry, ...options });
}

function ask(path: string, init: RequestInit = {}, { fetch }: Exporter = sample()): Promise<Response> {
  return Promise.resolve(fetch(new Request(`http://localhost${path}`, init)));
}

async function failuresOf(exporter: Exporter): Promise<unknown> {
  const response = await ask("/-/page/families", {}, exporter);
  return (await response.json()).failures;
}

describe("landingRoutes()", () => {
  it("allows the page nothing but what the exporter serves", async () => {
    const { headers } = await ask("/");

    const policy = headers.get("content-security-policy") ?? "";
    assertEquals(policy.split("; "), [
      "default-src 'none'",
      "connect-src 'self'",
      "img-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("referrer-policy"), "no-referrer");
  });

  it("serves what the page is made of", async () => {
    const types = await Promise.all(ASSETS.map(async (name) => {
      const { status, headers } = await ask(`/-/page/${name}`);
      return [status, headers.get("content-type"), headers.get("x-content-type-options")];
    }));

    assertEquals(types, [
      [200, "text/javascript; charset=utf-8", "nosniff"],
      [200, "text/css; charset=utf-8", "nosniff"],
      [200, "image/svg+xml", "nosniff"],
    ]);
  });

  it("serves it again only to those who do not have it", async () => {
    for (const name of ASSETS) {
      const first = await ask(`/-/page/${name}`);
      const etag = first.headers.get("etag") ?? "";
      assertMatch(etag, /^"[\w-]{16}"$/);
      assertEquals(first.headers.get("cache-control"), "no-cache");
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const second = await ask(`/-/page/${name}`, { headers: { "if-none-match": known } });
        assertEquals([second.status, await second.text(), second.headers.get("etag")], [304, "", etag]);
      }
      assertEquals((await ask(`/-/page/${name}`, { headers: { "if-none-match": '"other"' } })).status, 200);
    }
  });

  it("needs less than 30 kB for all of the page", async () => {
    const texts = await Promise.all(
      ["/", ...ASSETS.map((name) => `/-/page/${name}`)].map(async (path) => (await ask(path)).arrayBuffer()),
    );
    assert(texts.reduce((sum, { byteLength }) => sum + byteLength, 0) < 30_000);
  });

  it("loads nothing from elsewhere, and makes no markup of texts", async () => {
    const script = await (await ask("/-/page/app.js")).text();
    const style = await (await ask("/-/page/style.css")).text();

    assertNotMatch(
      script.replace("http://www.w3.org/2000/svg", ""),
      /https?:|innerHTML|outerHTML|insertAdjacent|eval\(/,
    );
    assertNotMatch(style, /url\(|@import/);
  });

  it("answers the page's script with families, never as anything but JSON", async () => {
    const response = await ask("/-/page/families");

    assertEquals([response.status, response.headers.get("content-type")], [200, "application/json"]);
    assertEquals(response.headers.get("cache-control"), "no-store");
    const { families } = await response.json();
    assertEquals(families, [{
      name: "app_active_users",
      type: "gauge",
      help: HOSTILE,
      series: 1,
      points: [{ labels: { place: HOSTILE }, value: 3 }],
    }]);
    assertNotMatch(await (await ask("/")).text(), /alert/);
  });

  it("answers the page's script with problems", async () => {
    const exporter = sample();
    exporter.registry.gauge({ name: "app_wait_minutes", help: "Time in the queue." });
    const { problems } = await (await ask("/-/page/problems", {}, exporter)).json();
    assertStringIncludes(JSON.stringify(problems), "app_wait_minutes");
  });

  it("answers other methods with 405, and HEAD without a body", async () => {
    for (const path of ["/-/page/families", "/-/page/problems"]) {
      assertEquals((await ask(path, { method: "POST" })).status, 405);
    }
    for (const path of ["/-/page/families", "/-/page/app.js"]) {
      const response = await ask(path, { method: "HEAD" });
      assertEquals([response.status, await response.text()], [200, ""]);
    }
  });

  it("compresses families as metrics", async () => {
    const exporter = sample();
    const labelled = exporter.registry.gauge({ name: "many", help: "Test.", labelNames: ["i"] });
    for (let i = 0; i < 100; i++) labelled.set({ i }, i);
    const response = await ask("/-/page/families", { headers: { "accept-encoding": "gzip" } }, exporter);
    assertEquals(response.headers.get("content-encoding"), "gzip");
    await response.body?.cancel();
  });

  it("shows what did not fail beside what did, whatever a scrape answers", async () => {
    const exporter = sample({ errorPolicy: "fail" });
    exporter.registry.register({ name: "database", collect: () => Promise.reject(new RangeError("swordfish")) });

    assertEquals((await ask("/metrics", {}, exporter)).status, 500);
    const response = await ask("/-/page/families", {}, exporter);
    assertEquals(response.status, 200);
    const text = await response.text();
    assertStringIncludes(text, '"app_active_users"');
    assertStringIncludes(text, '"kind":"RangeError"');
    assertNotMatch(text, /swordfish/);
  });

  it("tells what errors say where it is told to", async () => {
    const exporter = sample({ showErrors: true, clock: { now: () => 5, monotonic: () => 0 } });
    assertEquals(await failuresOf(exporter), []);
    exporter.registry.register({ name: "database", collect: () => Promise.reject(new RangeError("No route")) });
    assertEquals(await failuresOf(exporter), [
      { collector: "database", kind: "RangeError", message: "No route", timeMs: 5 },
    ]);
  });

  it("remembers failures that scrapes saw, and still tells onError of them", async () => {
    const seen: string[] = [];
    const exporter = sample({ onError: (_, collector) => seen.push(collector) });
    const collector = { name: "database", collect: () => Promise.reject(new Error("No route")) };
    exporter.registry.register(collector);
    await ask("/metrics", {}, exporter);
    exporter.registry.unregister(collector);

    assertEquals((await failuresOf(exporter) as unknown[]).length, 1);
    assertEquals(seen, ["database"]);
  });

  it("does not count a look at the page as a scrape", async () => {
    const registry = new Registry();
    const exporter = defineExporter({ name: "app", registry, selfMetrics: registry });
    await ask("/-/page/families", {}, exporter);
    const text = await (await ask("/metrics", {}, exporter)).text();
    assertMatch(text, /promhttp_metric_handler_requests_total\{code="200"\} 0\n/);
  });

  it("serves nothing of the page where the metrics are in its place", async () => {
    const exporter = sample({ metricsPath: "/" });
    for (const path of ["/-/page/app.js", "/-/page/families"]) {
      assertEquals((await ask(path, {}, exporter)).status, 404);
    }
  });
});
