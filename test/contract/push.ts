import { createSocket } from "node:dgram";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { gaugeFamily, Registry } from "@webprom/exporter";
import { graphite, statsd, textfile } from "@webprom/exporter/push";
import { until } from "../support/until.ts";

function sample() {
  const registry = new Registry();
  const jobs = registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"] });
  const depth = registry.gauge({ name: "depth", help: "Depth." });
  const size = registry.histogram({ name: "size", help: "Sizes.", buckets: [1] });
  jobs.inc({ queue: "a b;c" }, 3);
  depth.set(-2);
  size.observe(0.5);
  registry.gauge({ name: "unknown", help: "No value." }).set(NaN);
  return { registry, jobs, depth, size };
}

/** Tests sinks that need files or sockets. */
export function describePush(): void {
  describe("textfile()", () => {
    it("replaces the file, and leaves no other behind", async () => {
      const folder = mkdtempSync(join(tmpdir(), "push-"));
      try {
        const { registry, depth } = sample();
        const sink = textfile({ path: join(folder, "a.prom") });
        await sink.send(registry);
        depth.set(7);
        await sink.send(registry);
        assertMatch(readFileSync(join(folder, "a.prom"), "utf8"), /^depth 7$/m);

        registry.register({ collect: () => [gaugeFamily("old", "", [{ labels: {}, value: 1, timestampMs: 5 }])] });
        await assertRejects(() => sink.send(registry), TypeError, "old has timestamps");
        await assertRejects(() => textfile({ path: join(folder, "missing", "a.prom") }).send(new Registry()));
        assertEquals(readdirSync(folder), ["a.prom"]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it("refuses a name that node_exporter does not read", () => {
      assertThrows(() => textfile({ path: "/a.txt" }), TypeError, "must end in .prom");
    });
  });

  describe("graphite()", () => {
    it("writes a line for each sample, with tags or with paths", async () => {
      const received: string[] = [];
      const server = createServer((socket) => void socket.on("data", (text) => received.push(String(text))));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const { registry } = sample();
      await graphite({ host: "127.0.0.1", port, prefix: "shop" }).send(registry);
      await graphite({ host: "127.0.0.1", port, tags: false }).send(registry);
      const lines = received.join("").trimEnd().split("\n");
      assertEquals(lines.every((line) => /^\S+ \S+ \d{10}$/.test(line)), true, lines.join("\n"));
      assertEquals(lines.map((line) => line.replace(/ \d+$/, "")), [
        ...["shop.depth -2", "shop.jobs_total;queue=a_b_c 3"],
        ...["shop.size_bucket;le=1 1", "shop.size_bucket;le=+Inf 1", "shop.size_sum 0.5", "shop.size_count 1"],
        ...["depth -2", "jobs_total.queue.a_b_c 3"],
        ...["size_bucket.le.1 1", "size_bucket.le._Inf 1", "size_sum 0.5", "size_count 1"],
      ]);
      await new Promise((resolve) => server.close(resolve));
      const refused = graphite({ host: "127.0.0.1", port }).send(registry);
      await assertRejects(() => refused, Error, `Cannot push to Graphite at 127.0.0.1:${port}`);
    });

    it("ends with its signal", async () => {
      const reason = new Error("enough");
      const sending = graphite({ host: "127.0.0.1", port: 9 }).send(new Registry(), {
        signal: AbortSignal.abort(reason),
      });
      assertEquals(await assertRejects(() => sending), reason);
    });
  });

  describe("statsd()", () => {
    it("sends what totals have gained, and the values of gauges", async () => {
      const received: string[] = [];
      const server = createSocket("udp4", (text) => received.push(...String(text).split("\n")));
      await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
      const { port } = server.address();
      const { registry, jobs, depth } = sample();
      const sink = statsd({ host: "127.0.0.1", port, prefix: "shop." });
      await sink.send(registry);
      await until(() => received.length >= 7);
      assertEquals(received.splice(0), [
        ...["shop.depth:0|g", "shop.depth:-2|g", "shop.jobs_total:3|c|#queue:a b;c"],
        ...[
          "shop.size_bucket:1|c|#le:1",
          "shop.size_bucket:1|c|#le:+Inf",
          "shop.size_sum:0.5|c",
          "shop.size_count:1|c",
        ],
      ]);
      jobs.inc({ queue: "a b;c" }, 2);
      depth.set(4);
      await sink.send(registry);
      await until(() => received.length >= 2);
      assertEquals(received.splice(0), ["shop.depth:4|g", "shop.jobs_total:2|c|#queue:a b;c"]);
      jobs.clear();
      jobs.inc({ queue: "a b;c" });
      await sink.send(registry);
      await until(() => received.length >= 2);
      assertEquals(received, ["shop.depth:4|g", "shop.jobs_total:1|c|#queue:a b;c"]);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });

    it("sends packets that networks take whole", async () => {
      const lengths: number[] = [];
      const lines: string[] = [];
      const server = createSocket("udp4", (text) => {
        lengths.push(text.length);
        lines.push(...String(text).split("\n"));
      });
      await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
      const registry = new Registry();
      const gauge = registry.gauge({ name: "g", help: "", labelNames: ["i"] });
      for (let i = 0; i < 300; i++) gauge.set({ i: `${i}` }, i);
      await statsd({ host: "127.0.0.1", port: server.address().port, tags: false }).send(registry);
      await until(() => lines.length === 300);
      assertEquals(Math.max(...lengths) <= 1432 && lengths.length < 10, true, lengths.join());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });
  });
}
