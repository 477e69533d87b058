import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { readLines, readProblems, readSeries } from "../../support/modules.ts";

const TABLE = 'room,temperature,"state, of ""it"""\r\nattic,21.5,ok\r\nhall,,ok\r\ncellar,12,broken\r\n';

test("csv makes a series of each record, with columns by name", async () => {
  const metric = {
    name: "room_temperature_celsius",
    type: "gauge",
    help: "Temperature.",
    value: "{temperature}",
    labels: { room: "{room}", state: '{state, of "it"}' },
    allow_missing_key: true,
  };
  assertEquals(await readLines({ kind: "csv", metrics: [metric] }, TABLE), [
    "# HELP room_temperature_celsius Temperature.",
    "# TYPE room_temperature_celsius gauge",
    'room_temperature_celsius{room="attic",state="ok"} 21.5',
    'room_temperature_celsius{room="cellar",state="broken"} 12',
  ]);
});

test("csv takes columns by number", async () => {
  const config = { kind: "csv", header: false, metrics: [{ name: "a", value: "{2}", labels: { room: "{1}" } }] };
  assertEquals(await readSeries(config, "attic,21\nhall,18\n"), ['a{room="attic"} 21', 'a{room="hall"} 18']);
});

test("csv takes only records whose columns match", async () => {
  const metric = { name: "a", value: "{n}", labels: { k: "{k}" }, where: { k: "x|y", 2: "[1-3]" } };
  assertEquals(await readSeries({ kind: "csv", metrics: [metric] }, "k,n\nx,1\ny,5\nz,2\ny,3\nxx,1\n"), [
    'a{k="x"} 1',
    'a{k="y"} 3',
  ]);
});

test("csv takes other dialects, comments and lines in front of the table", async () => {
  const metrics = [{ name: "a", value: "{n}", labels: { name: "{# name}" } }];
  const config = { kind: "csv", delimiter: ";", quote: "'", skip_lines: 2, comment: "//", metrics };
  const table = "Report\n'of today\n# name;n\n'a;b';1\n//;2\nc;3\n";

  assertEquals(await readSeries(config, table), ['a{name="a;b"} 1', 'a{name="c"} 3']);
  assertEquals(await readSeries({ ...config, delimiter: "\t", skip_lines: 0, comment: "" }, "# name\tn\nx\t1\n"), [
    'a{name="x"} 1',
  ]);
});

test("csv says which value is missing", async () => {
  const metrics = [{ name: "a", value: "{temperature}", labels: { room: "{room}" } }];
  assertEquals(await readProblems({ kind: "csv", metrics }, TABLE), ['Cannot read "a": the value is missing']);
});

test("csv fails if the table lacks a column, also if it is no table at all", async () => {
  const metrics = [{ name: "a", value: "{temperature}" }];
  const labelled = [{ name: "a", value: "{temperature}", labels: { site: "{site}" } }];
  const failing: readonly (readonly [metrics: object[], table: string, message: string])[] = [
    [labelled, TABLE, 'the table has no column "site", its columns are room, temperature'],
    [metrics, "<html>\n<body>Log in</body>\n", 'the table has no column "temperature", its columns are <html>'],
    [[{ ...metrics[0], where: { site: "a" } }], TABLE, 'the table has no column "site"'],
  ];
  for (const [given, table, message] of failing) {
    await assertRejects(() => readSeries({ kind: "csv", metrics: given }, table), Error, message);
  }
});

test("csv reads lines that end in a carriage return alone", async () => {
  assertEquals(await readSeries({ kind: "csv", metrics: [{ name: "a", value: "{v}" }] }, "v\r1\r"), ["a 1"]);
});

test("csv reads several columns", async () => {
  const metric = { name: "host", values: { cpus: "{cpus}", up: 1 }, labels: { host: "{host}" } };
  assertEquals(await readSeries({ kind: "csv", metrics: [metric] }, "host,cpus\na,4\n"), [
    'host_cpus{host="a"} 4',
    'host_up{host="a"} 1',
  ]);
});

test("csv says where a table is wrong", async () => {
  await assertRejects(
    () => readSeries({ kind: "csv", metrics: [{ name: "a", value: "{1}" }] }, 'a\n"b'),
    Error,
    'Cannot read http://source.test/ with module "test": the quote that opens in line 2 is not closed',
  );
});

test("csv reads nothing in an empty table", async () => {
  assertEquals(await readSeries({ kind: "csv", metrics: [{ name: "a", value: "{1}" }] }, ""), []);
});
