import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { defineExporter, type ProbeOptions } from "@webprom/exporter/app";

const modules = { http: { probe: () => {} }, icmp: { probe: () => {} } };

function ask(options: Partial<ProbeOptions>, url = "http://exporter.example:9115/sd", method = "GET") {
  const exporter = defineExporter({ name: "app", registry: new Registry(), probes: { modules, ...options } });
  return exporter.fetch(new Request(url, { method }));
}

describe("/sd", () => {
  it("lists targets so that Prometheus finds their probes", async () => {
    const targets = [
      { target: "https://example.com/?a=b", labels: { team: "shop", __meta_zone: "a" } },
      { target: "192.0.2.1", modules: ["http", "icmp"], labels: { instance: "router" } },
    ];
    const response = await ask({ targets });
    assertEquals([response.status, response.headers.get("content-type")], [200, "application/json; charset=utf-8"]);
    const probe = { __metrics_path__: "/probe" };
    const router = { ...probe, instance: "router", __param_target: "192.0.2.1" };
    assertEquals(await response.json(), [
      {
        targets: ["exporter.example:9115"],
        labels: {
          ...probe,
          instance: "https://example.com/?a=b",
          team: "shop",
          __meta_zone: "a",
          __param_module: "http",
          __param_target: "https://example.com/?a=b",
        },
      },
      { targets: ["exporter.example:9115"], labels: { ...router, __param_module: "http" } },
      { targets: ["exporter.example:9115"], labels: { ...router, __param_module: "icmp" } },
    ]);
  });

  it("lists nothing where there are no targets", async () => {
    assertEquals(await (await ask({})).json(), []);
    assertEquals(await (await ask({ targets: [{ target: "a", modules: [] }] })).json(), []);
  });

  it("tells the address that it is told, and the path of the probe", async () => {
    const [group] = await (await ask({ targets: [{ target: "a" }], address: "inside:1", path: "/check" })).json();
    assertEquals([group.targets, group.labels.__metrics_path__], [["inside:1"], "/check"]);
  });

  it("answers HEAD as GET, and no other method", async () => {
    const head = await ask({}, undefined, "HEAD");
    assertEquals([head.status, head.body], [200, null]);
    assertEquals((await ask({}, undefined, "POST")).status, 405);
  });
});
