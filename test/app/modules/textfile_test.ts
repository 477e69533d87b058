import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import type { DirectoryFile } from "../../../src/app/modules/module.ts";
import { makeModule } from "../../support/modules.ts";

const NOW = 1_700_000_000_000;

interface Read {
  readonly series: readonly string[];
  readonly problems: readonly string[];
}

/** Reads a directory of files, each as old as its place in milliseconds. */
async function read(files: Readonly<Record<string, string>>, config: object = {}): Promise<Read> {
  const problems: string[] = [];
  const { collector } = makeModule({ kind: "textfile", directory: "/metrics", ...config }, {
    now: () => NOW,
    readDirectory: (path) => Promise.resolve(path === "/metrics" ? Object.entries(files).map(listed) : []),
    readFile: (path) => Promise.resolve(new TextEncoder().encode(files[path.replace("/metrics/", "")])),
    onProblem: ({ message }) => problems.push(message),
  });
  const registry = new Registry();
  if (collector) registry.register(collector);
  const lines = (await expose(registry)).split("\n");
  return { series: lines.filter((line) => line !== "" && !/^#|_collector_|_problems/.test(line)), problems };
}

function listed([name, text]: [string, string], i: number): DirectoryFile {
  return { name, modifiedMs: NOW - i, sizeBytes: text.length };
}

const meta = (name: string, age: number, error = 0) => [
  `webprom_textfile_mtime_seconds{file="${name}",module="test"} ${(NOW - age) / 1000}`,
  `webprom_textfile_scrape_error{file="${name}",module="test"} ${error}`,
];

test("textfile reads the .prom files of a directory, and says how old they are", async () => {
  const { series, problems } = await read({ "b.prom": "b 2\n", "readme.txt": "a 1 2 3", "a.prom": "a 1\n" });

  assertEquals(problems, []);
  assertEquals(series, [
    "a 1",
    "b 2",
    ...[meta("a.prom", 2)[0], meta("b.prom", 0)[0], meta("a.prom", 2)[1], meta("b.prom", 0)[1]] as string[],
  ]);
});

test("textfile leaves broken files out, and keeps the others", async () => {
  const files = { "bad.prom": "a 1\nb\n", "good.prom": "a 1\n", "times.prom": "c 1 1700000000000\n" };
  const { series, problems } = await read(files);

  assertEquals(series.filter((line) => !line.includes("mtime")), [
    "a 1",
    ...["bad.prom", "good.prom", "times.prom"].map((name) =>
      meta(name, 0, name === "good.prom" ? 0 : 1)[1]
    ) as string[],
  ]);
  assertEquals(problems.map((problem) => problem.split(":")[0]).sort(), [
    "Cannot read /metrics/bad.prom",
    "Cannot read /metrics/times.prom",
  ]);
});

test("textfile leaves out what is too old or too long", async () => {
  const { series, problems } = await read({ "new.prom": "a 1\n", "old.prom": "b 1\n" }, { max_age: "1ms" });
  assertEquals(series.filter((line) => !line.startsWith("webprom_")), ["a 1", "b 1"]);
  assertEquals(problems, []);
  const old = await read({ "1.prom": "", "2.prom": "", "3.prom": "b 1\n" }, { max_age: "1ms" });
  assertEquals(old.problems, [
    "Cannot read /metrics/3.prom: it is older than 0.001 seconds, the maximum set by max_age",
  ]);
  const long = await read({ "a.prom": "a 1\n" }, { file_size_limit: "3B" });
  assertEquals(long.problems, [
    "Cannot read /metrics/a.prom: it is larger than 3 bytes, the maximum set by file_size_limit",
  ]);
});

test("textfile joins the families of several files", async () => {
  const files = { "a.prom": '# HELP x X.\nx{f="a"} 1\n', "b.prom": '# HELP x Y.\nx{f="b"} 1\nx{f="a"} 2\n' };
  const { series, problems } = await read(files);

  assertEquals(series.slice(-2), ['x{f="a"} 1', 'x{f="b"} 1']);
  assertEquals(problems, ['Cannot expose unknown "x": two series have the same labels, {"f":"a"}']);
});

test("textfile names and relabels its metrics as it is told", async () => {
  const rule = { source_labels: ["__name__"], regex: "(.*)", target_label: "__name__", replacement: "node_$1" };
  const { series } = await read({ "a.prom": "a 1\n" }, { prefix: "node_textfile", metric_relabel_configs: [rule] });

  assertEquals(series, [
    "node_a 1",
    `node_textfile_mtime_seconds{file="a.prom",module="test"} ${NOW / 1000}`,
    'node_textfile_scrape_error{file="a.prom",module="test"} 0',
  ]);
});

test("textfile fails with its directory, and with nothing else", async () => {
  const { collector } = makeModule({ kind: "textfile", directory: "/none" }, {
    readDirectory: () => Promise.reject(new Error("no such directory")),
    readFile: () => Promise.reject(new Error("no such file")),
  });
  const registry = new Registry();
  registry.gauge({ name: "a", help: "" }).set(1);
  if (collector) registry.register(collector);
  const errors: unknown[] = [];
  const text = await expose(registry, "text", { onError: (error) => errors.push((error as Error).message) });

  assertEquals(errors, ["Cannot read /none: no such directory"]);
  assertEquals(text.includes("\na 1\n"), true);
});

test("textfile survives a file that goes while it is read", async () => {
  const problems: string[] = [];
  const { collector } = makeModule({ kind: "textfile", directory: "/a" }, {
    readDirectory: () => Promise.resolve([{ name: "a.prom", modifiedMs: NOW, sizeBytes: 1 }]),
    readFile: () => Promise.reject(new Error("no such file")),
    onProblem: ({ message }) => problems.push(message),
  });
  await collector?.collect({ signal: new AbortController().signal });

  assertEquals(problems, ["Cannot read /a/a.prom: no such file"]);
});

test("textfile needs a file system", () => {
  assertThrows(
    () => makeModule({ kind: "textfile", directory: "/a" }),
    Error,
    "Cannot create modules: modules.test.directory cannot be read on this runtime",
  );
});

test("textfile reads what Prometheus reads: a missing line feed at the end, repeated metadata, any kind of name", async () => {
  const { series, problems } = await read({
    "a.prom": '# HELP a One.\n# TYPE a counter\na{x="1"} 1 \n# HELP a Two.\n# TYPE a counter\na{x="2"} 2',
  });
  assertEquals(problems, []);
  assertEquals(series.filter((line) => !line.startsWith("webprom_")), ['a{x="1"} 1', 'a{x="2"} 2']);
});

test("textfile shows no time of a file that it skipped", async () => {
  const { series } = await read({ "bad.prom": "b\n" });
  assertEquals(series, ['webprom_textfile_scrape_error{file="bad.prom",module="test"} 1']);
});

test("textfile loses only the families of a file that have names of its own metrics or of the registry", async () => {
  const { series, problems } = await read({
    "bad.prom": "webprom_textfile_mtime_seconds 5\nwebprom_module_problems 5\ngood 1\n",
    "other.prom": "other 1\n",
  });
  assertEquals(series.filter((line) => !line.startsWith("webprom_")), ["good 1", "other 1"]);
  assertEquals(series.filter((line) => line.startsWith("webprom_textfile_mtime_seconds ")), []);
  assertEquals(problems.length, 2);
});

test("textfile finds out that its directory does not exist", async () => {
  const missing = Object.assign(new Error("ENOENT: no such file or directory, scandir '/none'"), { code: "ENOENT" });
  const checked = (error?: Error) =>
    makeModule({ kind: "textfile", directory: "/none" }, {
      readDirectory: () => error ? Promise.reject(error) : Promise.resolve([]),
      readFile: () => Promise.reject(new Error("no such file")),
    }).check?.();
  assertEquals(await checked(missing), "directory: Cannot read /none: it does not exist");
  assertEquals(await checked(), undefined);
});
