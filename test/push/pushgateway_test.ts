import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { gaugeFamily, Registry } from "@webprom/exporter";
import { parseProtobuf } from "@webprom/exporter/parse";
import { pushgateway, type PushgatewayOptions } from "@webprom/exporter/push";
import { receiver } from "./_receiver.ts";

const URL = "http://localhost:9091";

function sample(): Registry {
  const registry = new Registry();
  registry.gauge({ name: "backup_size_bytes", help: "Size.", labelNames: ["disk"] }).set({ disk: "a" }, 3);
  return registry;
}

async function pathOf(options: Partial<PushgatewayOptions>): Promise<string | undefined> {
  const { requests, fetch } = receiver();
  await pushgateway({ url: URL, job: "j", ...options, fetch }).remove();
  return requests[0]?.url.slice(`${URL}/metrics`.length);
}

describe("pushgateway()", () => {
  it("replaces, adds and removes", async () => {
    const { requests, fetch } = receiver();
    const gateway = pushgateway({ url: `${URL}/`, job: "backup", grouping: { instance: "a" }, format: "text", fetch });
    await gateway.send(sample());
    await gateway.add(sample());
    await gateway.remove();
    await gateway.close();
    const url = `${URL}/metrics/job/backup/instance/a`;
    assertEquals(requests.map((request) => [request.method, request.url]), [["PUT", url], ["POST", url], [
      "DELETE",
      url,
    ]]);
    const [put] = requests;
    assertStringIncludes(put?.text ?? "", '\nbackup_size_bytes{disk="a"} 3\n');
    assertEquals(put?.headers.get("content-encoding"), "gzip");
    assertStringIncludes(put?.headers.get("content-type") ?? "", "text/plain");
  });

  it("sends protobuf by default", async () => {
    const { requests, fetch } = receiver();
    let body: BodyInit | null | undefined;
    const gateway = pushgateway({
      url: URL,
      job: "backup",
      fetch(url, init) {
        body = init.body;
        return fetch(url, init);
      },
    });
    await gateway.send(sample());
    const unpacked = new Response(body).body?.pipeThrough(new DecompressionStream("gzip"));
    const families = parseProtobuf(new Uint8Array(await new Response(unpacked).arrayBuffer()));
    assertEquals(families.map(({ name }) => name), ["backup_size_bytes"]);
    const type = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    assertEquals(requests[0]?.headers.get("content-type"), type);
  });

  it("writes labels so that a URL does not change them", async () => {
    assertEquals(await pathOf({ grouping: { b: "1", a: "x.y~z" } }), "/job/j/a/x.y~z/b/1");
    assertEquals(await pathOf({ job: "a/b" }), "/job@base64/YS9i");
    assertEquals(await pathOf({ grouping: { a: "" } }), "/job/j/a@base64/=");
    assertEquals(await pathOf({ grouping: { a: ".." } }), "/job/j/a@base64/Li4");
    assertEquals(await pathOf({ grouping: { a: "a b+c%ü?#" } }), "/job/j/a@base64/YSBiK2Mlw7w_Iw");
  });

  it("escapes names of labels if the Pushgateway has them", async () => {
    assertEquals(await pathOf({ grouping: { "a.b": "1" }, utf8Names: true }), "/job/j/U__a_2e_b/1");
    assertEquals(await pathOf({ grouping: { U__: "1" }, utf8Names: true }), "/job/j/U___55_____/1");
    assertThrows(() => pushgateway({ url: URL, job: "j", grouping: { "a.b": "1" } }), TypeError, '"a.b"');
  });

  it("refuses jobs and labels that cannot be used", () => {
    for (const job of ["", undefined as never]) {
      assertThrows(() => pushgateway({ url: URL, job }), TypeError, "job must be a text that is not empty");
    }
    for (const name of ["job", "__a", "a-b", ""]) {
      assertThrows(() => pushgateway({ url: URL, job: "j", grouping: { [name]: "1" } }), TypeError, "cannot be used");
    }
  });

  it("refuses timestamps and labels of the group before it sends anything", async () => {
    const { requests, fetch } = receiver();
    const gateway = pushgateway({ url: URL, job: "j", grouping: { disk: "b" }, fetch });
    const collector = { collect: () => [gaugeFamily("a", "", [{ labels: {}, value: 1, timestampMs: 5 }])] };
    const registry = new Registry();
    registry.register(collector);
    await assertRejects(() => gateway.send(registry), TypeError, "a has timestamps");
    await assertRejects(() => gateway.send(sample()), TypeError, "backup_size_bytes has a label disk");
    assertEquals(requests.length, 0);
  });
});
