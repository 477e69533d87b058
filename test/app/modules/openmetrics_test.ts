import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { FORMATS, Registry } from "@webprom/exporter";
import { makeModule, probe, readLines, readProblems, readSeries } from "../../support/modules.ts";

const SOURCE = [
  "# HELP http_requests_total Requests.",
  "# TYPE http_requests_total counter",
  'http_requests_total{code="200",pod="a-1"} 3',
  'http_requests_total{code="500",pod="a-1"} 1',
  "# TYPE latency_seconds histogram",
  'latency_seconds_bucket{le="1"} 2',
  'latency_seconds_bucket{le="+Inf"} 3',
  "latency_seconds_sum 4.5",
  "latency_seconds_count 3",
  "# TYPE go_goroutines gauge",
  "go_goroutines 7 1657568506000",
  "",
].join("\n");

function read(...rules: object[]): Promise<string[]> {
  return readSeries({ kind: "openmetrics", metric_relabel_configs: rules }, SOURCE);
}

test("openmetrics lets everything through where there are no rules", async () => {
  assertEquals(await readLines({ kind: "openmetrics" }, SOURCE), [
    "# TYPE go_goroutines gauge",
    "go_goroutines 7 1657568506000",
    "# HELP http_requests_total Requests.",
    "# TYPE http_requests_total counter",
    'http_requests_total{code="200",pod="a-1"} 3',
    'http_requests_total{code="500",pod="a-1"} 1',
    "# TYPE latency_seconds histogram",
    'latency_seconds_bucket{le="1"} 2',
    'latency_seconds_bucket{le="+Inf"} 3',
    "latency_seconds_sum 4.5",
    "latency_seconds_count 3",
  ]);
});

test("openmetrics keeps, drops, renames and relabels", async () => {
  assertEquals(
    await read(
      { action: "drop", source_labels: ["__name__"], regex: "go_.*|latency_.*" },
      { action: "labeldrop", regex: "pod" },
      { source_labels: ["code"], regex: "(.)..", target_label: "class", replacement: "${1}xx" },
      { source_labels: ["__name__"], regex: "http_(.*)", target_label: "__name__", replacement: "app_$1" },
    ),
    ['app_requests_total{class="2xx",code="200"} 3', 'app_requests_total{class="5xx",code="500"} 1'],
  );
  assertEquals(await read({ action: "keep", source_labels: ["__name__"], regex: "go_.*" }), [
    "go_goroutines 7 1657568506000",
  ]);
});

test("openmetrics says what rules have made the same", async () => {
  const rules = [{ action: "labeldrop", regex: "code" }];
  assertEquals(await readProblems({ kind: "openmetrics", metric_relabel_configs: rules }, SOURCE), [
    'Cannot expose counter "http_requests_total": two series have the same labels, {"pod":"a-1"}',
  ]);
});

test("openmetrics can leave out the times of the source", async () => {
  const config = { kind: "openmetrics", honor_timestamps: false };
  assertEquals((await readSeries(config, SOURCE)).filter((line) => line.startsWith("go_")), ["go_goroutines 7"]);
});

test("openmetrics reads every format, by content type or by content", async () => {
  const registry = new Registry();
  registry.counter({ name: "orders_total", help: "Orders." }).inc(3);
  for (const { contentType, encode } of Object.values(FORMATS)) {
    if (/encoding=(?:text|compact)/.test(contentType)) continue; // for people, not for readers
    const body = await new Response(new Blob([...encode(await registry.gather())] as BlobPart[])).arrayBuffer();
    // Without a header, the content does not tell one version of OpenMetrics from another.
    for (const type of /version=2/.test(contentType) ? [contentType] : [contentType, "application/octet-stream"]) {
      const fetch = () => Promise.resolve(new Response(body, { headers: { "Content-Type": type } }));
      const families = await (await probe(makeModule({ kind: "openmetrics" }, { fetch }))).gather();
      const family = families.find(({ name }) => !name.startsWith("webprom_"));
      assertEquals([family?.name, [...family?.points ?? []].length], ["orders_total", 1], type);
    }
  }
});

test("openmetrics leaves out what is wrong, and says where", async () => {
  assertEquals(await readSeries({ kind: "openmetrics" }, "a 1\nb\nc 2\n"), ["a 1", "c 2"]);
  const [problem] = await readProblems({ kind: "openmetrics" }, "a 1\nb\n");
  assertEquals(problem, 'Cannot parse text at line 2, column 2: value must be a number, current value is ""');
});

test("openmetrics fails if nothing of the answer is a metric", async () => {
  await assertRejects(
    () => readSeries({ kind: "openmetrics" }, "<html>\n<body>no metrics here</body>\n"),
    Error,
    'Cannot read http://source.test/ with module "test": Cannot parse text at line 1',
  );
});

test("openmetrics stops where there are too many series", async () => {
  assertEquals((await readSeries({ kind: "openmetrics", sample_limit: 4 }, SOURCE)).length, 7);
  await assertRejects(
    () => readSeries({ kind: "openmetrics", sample_limit: 3 }, SOURCE),
    Error,
    "there are more than 3 series, the maximum set by sample_limit",
  );
});

test("openmetrics keeps counters without _total, and values that a type forbids without the type", async () => {
  const source = '# TYPE hits counter\nhits 3\n# TYPE a_total counter\na_total{x="1"} NaN\na_total{x="2"} 1\n';
  assertEquals(await readLines({ kind: "openmetrics" }, source), [
    "# TYPE a_total untyped",
    'a_total{x="1"} NaN',
    'a_total{x="2"} 1',
    "# TYPE hits counter",
    "hits 3",
  ]);
});
