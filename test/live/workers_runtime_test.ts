import { test } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { startWorker } from "../runner/worker.ts";

const source = `export { default } from "./examples/observed_app/worker.ts"`;

for (const withNodeModules of [false, true]) {
  const flags = withNodeModules ? "with" : "without";
  test(`runtimeCollector() on workerd ${flags} nodejs_compat tells of its isolate, and nothing else`, async (t) => {
    const { worker } = await startWorker(source, { withNodeModules });
    t.after(() => worker.dispose());
    const before = Date.now() / 1000;
    const texts: string[] = [];
    for (let i = 0; i < 3; i++) texts.push(await (await worker.dispatchFetch("http://localhost/metrics")).text());

    const text = texts[2] ?? "";
    const families = [...text.matchAll(/^# TYPE (?!app_)(\S+)/gm)].map(([, name]) => name);
    assertEquals(families, [
      "webprom_collector_duration_seconds",
      "webprom_collector_success",
      "webprom_runtime_info",
      "workers_isolate_info",
      "workers_isolate_requests_total",
      "workers_isolate_start_time_seconds",
    ]);
    assertMatch(text, /^webprom_runtime_info\{runtime="workers",version=""\} 1$/m);
    assertEquals(texts.map((text) => /^workers_isolate_requests_total (\d+)$/m.exec(text)?.[1]), ["1", "2", "3"]);
    const idOf = (text: string) => /^workers_isolate_info\{isolate="([0-9a-f-]{36})"\} 1$/m.exec(text)?.[1];
    assertEquals(idOf(texts[0] ?? "") ?? "none", idOf(text));
    const started = Number(/^workers_isolate_start_time_seconds (\S+)$/m.exec(text)?.[1]);
    assertEquals(started >= before - 1 && started <= Date.now() / 1000 + 1, true);
  });
}

test("the Node-like probes load on workerd without nodejs_compat", async (t) => {
  const { worker } = await startWorker(`
    import * as runtime from "./src/runtime/mod.ts";
    export default { fetch: () => Response.json(Object.keys(runtime).sort()) };
  `);
  t.after(() => worker.dispose());
  const names = await (await worker.dispatchFetch("http://localhost/")).json();
  assertEquals(names, [
    "detectRuntime",
    "findProbe",
    "processCollector",
    "runtimeCollector",
  ]);
});
