import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import exporter, { http2xx, lookUp, registry, timed } from "../../examples/collectors_and_probes/exporter.ts";
import { defineExporter } from "@webprom/exporter/app";

async function ask(path: string): Promise<string> {
  const response = await exporter.fetch(new Request(`http://localhost${path}`));
  assertEquals(response.status, 200);
  return await response.text();
}

/** Finds a value by its series. */
async function valueOf(series: string): Promise<number> {
  const line = (await ask("/metrics")).split("\n").find((line) => line.startsWith(`${series} `));
  return Number(line?.split(" ")[1]);
}

describe("examples/collectors_and_probes", () => {
  it("counts what the cache knew, and what not", async () => {
    for (let i = 0; i < 3; i++) assertEquals(await lookUp("lamp"), undefined);
    assertEquals([await valueOf("shop_cache_misses_total"), await valueOf("shop_cache_hits_total")], [1, 2]);
  });

  it("times operations, and returns their error", async () => {
    const count = () => valueOf('shop_operation_duration_seconds_count{operation="price"}');
    const before = await count();
    const errors = [];
    for (let i = 0; i < 10; i++) errors.push(await lookUp(`article ${i}`));
    assertEquals(errors.filter((error) => error !== undefined).map(({ message }) => message), [
      "Cannot reach the database",
    ]);
    assertEquals((await timed("price", () => Promise.reject("text")))?.message, "text");
    assertEquals(await valueOf("shop_operations_failed_total"), 2);
    assertEquals(await count(), before + 11);
    assertGreater(await valueOf('shop_operation_duration_seconds_sum{operation="price"}'), 0);
  });

  it("counts the stock once for scrapes within a minute", async () => {
    const series = 'webprom_collector_last_refresh_timestamp_seconds{collector="stock"}';
    const first = await valueOf(series);
    assertEquals(await valueOf('shop_stock{article="lamp",warehouse="north"}'), 12);
    assertEquals(await valueOf(series), first);
  });

  it("does not audit, unless it is told to", async () => {
    using _ = registry;
    assertNotMatch(await ask("/metrics"), /audit|shop_contradicting_orders/);
    registry.enable("audit");
    assertMatch(await ask("/metrics?collect[]=audit"), /^shop_contradicting_orders 0$/m);
    registry.disable("audit");
  });

  it("lists its targets, and probes no others but its own domain's", async () => {
    const [group] = JSON.parse(await ask("/sd"));
    assertEquals(group.labels.__param_target, "https://example.com/");
    for (const target of ["https://example.org/", "http://www.example.com/", "https://10.0.0.1/"]) {
      const response = await exporter.fetch(new Request(`http://localhost/probe?target=${target}`));
      assertEquals([target, response.status], [target, 403]);
    }
  });

  it("probes whether a page is there", async () => {
    const network = {
      resolve: () => Promise.resolve(["93.184.216.34"]),
      fetchAt: ({ url }: { readonly url: URL }) =>
        Promise.resolve(new Response("", { status: url.pathname === "/" ? 200 : 404 })),
    };
    const { fetch } = defineExporter({ name: "shop", registry, probes: { modules: { http2xx }, network } });
    const probe = async (target: string) =>
      await (await fetch(new Request(`http://localhost/probe?target=${target}`))).text();
    assertStringIncludes(await probe("example.com"), "\nprobe_success 1\n");
    const missing = await probe("https://example.com/missing");
    assertStringIncludes(missing, "\nprobe_success 0\n");
    assertStringIncludes(missing, "\nprobe_http_status_code 404\n");
  });
});
