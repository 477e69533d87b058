import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import type { MetricFamily } from "@webprom/exporter";
import { runtimeCollector, type RuntimeProbe } from "@webprom/exporter/runtime";
import { bunProbe } from "../../src/runtime/bun_probe.ts";
import { denoProbe } from "../../src/runtime/deno_probe.ts";
import { nodeProbe } from "../../src/runtime/node_probe.ts";
import { workersProbe } from "../../src/runtime/workers_probe.ts";
import { missing } from "../e2e/programs.ts";
import { execute } from "../support/child.ts";
import { FakeDeno, fakeFs, FakeNode, fakeProcess, fakeV8 } from "../support/fake_globals.ts";
import { makeFolder } from "../support/folder.ts";

interface Dashboard {
  readonly description: string;
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const dashboard: Dashboard = JSON.parse(await readFile("examples/grafana/runtime.json", "utf8"));
const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const definitions = dashboard.templating.list.flatMap(({ definition = [] }) => definition);

/** What a collector gives on a runtime whose system tells everything: names of samples, as queries have them. */
function samplesOn(probe: RuntimeProbe): string[] {
  using collector = runtimeCollector({ probe });
  collector.countRequests(() => {});
  const families = collector.collect({ signal: AbortSignal.abort() }) as Iterable<MetricFamily>;
  return [...families].flatMap(({ type, name }) =>
    type === "histogram" ? ["_bucket", "_sum", "_count"].map((suffix) => name + suffix) : [name]
  );
}

/** Everything that can be exposed, on all runtimes together. */
function samplesAnywhere(): Set<string> {
  const files = {
    ...fakeFs,
    readFileSync: (path: string) =>
      path.endsWith("limits")
        ? "Max open files 1 1\nMax address space 1 1\n"
        : path.endsWith("netstat")
        ? "IpExt: InOctets OutOctets\nIpExt: 1 1\n"
        : fakeFs.readFileSync(path),
  };
  return new Set([
    ...samplesOn(nodeProbe(new FakeNode({ "node:fs": files, "node:v8": fakeV8 }).globals)),
    ...samplesOn(denoProbe(new FakeDeno("granted", files.readFileSync).globals)),
    ...samplesOn(bunProbe({ Bun: { version: "1" }, process: fakeProcess({ "node:fs": files }) })),
    ...samplesOn(workersProbe()),
  ]);
}

/** The metrics that a query names, `(a|b)_c` being two. */
function namesIn(query: string): string[] {
  const names =
    query.replace(/"\$\w+"/g, '""').match(/(?:\((?:\w+\|)+\w+\)|\b(?:process|webprom|workers|nodejs|deno|bun))_\w+/g) ??
      [];
  return names.flatMap((name) => {
    const [, words, rest] = /^\((.*)\)(.*)$/.exec(name) ?? [];
    return words?.split("|").map((word) => word + rest) ?? [name];
  });
}

describe("examples/grafana/runtime.json", () => {
  it("asks only for metrics that there are", () => {
    const known = samplesAnywhere();
    const asked = [...queries, ...definitions].map((query) => [query, namesIn(query)] as const);
    assertEquals(asked.filter(([, names]) => names.length === 0), []);
    assertEquals(asked.flatMap(([, names]) => names).filter((name) => !known.has(name)), []);
  });

  it("shows each family of each runtime", () => {
    const shown = new Set(queries.flatMap(namesIn));
    const hidden = [...samplesAnywhere()].filter((name) => !shown.has(name));
    // What is derived from others, or hardly ever of interest.
    assertEquals(
      hidden.filter((name) => !/_gc_duration_seconds_bucket$|_heap_space_size_(?:total|available)_bytes$/.test(name)),
      [
        "process_virtual_memory_max_bytes",
      ],
    );
  });

  it("can be restricted to runtimes, jobs and instances", () => {
    assertEquals(dashboard.templating.list.map(({ name }) => name), ["datasource", "runtime", "job", "instance"]);
    assertEquals(queries.filter((query) => !query.includes('job=~"$job", instance=~"$instance"')), []);
  });

  it("says in its head how it is used", () => {
    assertMatch(dashboard.description, /^[^\n]+\n[^\n]*runtimeCollector\(\)[^\n]*$/);
  });

  it("has queries that Prometheus understands", { skip: missing("promtool") }, async () => {
    await using folder = await makeFolder();
    const rules = queries.map((query, i) => ({
      record: `query_${i}`,
      expr: query.replaceAll("$__rate_interval", "1m"),
    }));
    assertGreater(rules.length, 20);
    const file = join(folder.path, "rules.json");
    await writeFile(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
    assertMatch(
      await execute(["promtool", "check", "rules", file]),
      new RegExp(`SUCCESS: ${rules.length} rules found`),
    );
  });
});
