import { describe, it } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { defineExporter } from "../../src/app/exporter/define_exporter.ts";
import { FORMATS } from "../../src/exposition/formats.ts";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import { Registry } from "../../src/registry/registry.ts";
import { scrape, type ScrapeOptions, type ScrapeTarget } from "../../src/testing/scrape.ts";

const registry = new Registry();
registry.info({ name: "app_build_info", help: "Test.", labels: { "http.version": "1.1" } });
registry.counter({ name: "app_orders_total", help: "Test." }).inc(3);

async function typesOf(target: ScrapeTarget, options?: ScrapeOptions): Promise<string[]> {
  return (await scrape(target, options)).map(({ type, name }) => `${type} ${name}`);
}

describe("scrape", () => {
  it("scrape() asks a handler for the text that tells the most", async () => {
    const families = await scrape(metricsHandler(registry));
    assertEquals(families.map(({ type, name }) => `${type} ${name}`), [
      "info app_build_info",
      "counter app_orders_total",
    ]);
    assertEquals([...families[0]?.points ?? []].map(({ labels }) => labels), [{ "http.version": "1.1" }]);
  });

  it("scrape() asks for the format that it is told", async () => {
    const expected = ["gauge app_build_info", "counter app_orders_total"];
    assertEquals(await typesOf(metricsHandler(registry), { accept: FORMATS.text.contentType }), expected);
  });

  it("scrape() finds the metrics of an exporter", async () => {
    const exporter = defineExporter({ name: "app", registry, metricsPath: "/m" });
    assertEquals(await typesOf(exporter, { path: "/m?name[]=app_orders_total" }), ["counter app_orders_total"]);
    const message = "Cannot scrape http://localhost/metrics: status must be 200, current value is 404: 404 Not Found";
    await assertRejects(() => scrape(exporter), RangeError, message);
  });

  it("scrape() sends headers and signal", async () => {
    const { signal } = new AbortController();
    let seen: Request | undefined;
    const families = await scrape({
      fetch(request) {
        seen = request;
        return new Response("up_to_date 1\n", { headers: { "content-type": "text/plain" } });
      },
    }, { headers: { authorization: "Bearer x" }, path: "/a?b=c", signal });
    assertEquals(families.map(({ type }) => type), ["unknown"]);
    assertEquals([seen?.url, seen?.method], ["http://localhost/a?b=c", "GET"]);
    assertEquals(seen?.headers.get("authorization"), "Bearer x");
    assertEquals(seen?.headers.get("accept")?.startsWith("application/openmetrics-text;version=1.0.0;"), true);
  });

  it("scrape() fetches an address", async () => {
    const url = `data:text/plain;version=0.0.4,${encodeURIComponent("# TYPE app_users gauge\napp_users 3\n")}`;
    assertEquals(await typesOf(url), ["gauge app_users"]);
    assertEquals(await typesOf(new URL(url)), ["gauge app_users"]);
  });

  it("scrape() rejects an answer that is not well-formed, or of another format", async () => {
    const page = new Response("<p>Hi", { headers: { "content-type": "text/html" } });
    await assertRejects(() => scrape(() => page), TypeError);
    await assertRejects(() => scrape(() => new Response("app_users{ 5\n")), ParseError);
  });
});
