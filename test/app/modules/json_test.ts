import { test } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { makeModule, readLines, readProblems, readSeries } from "../../support/modules.ts";

const DATA = JSON.stringify({
  counter: 1234,
  timestamp: 1657568506000,
  location: "mars",
  values: [
    { id: "id-A", count: 1, some_boolean: true, state: "ACTIVE" },
    { id: "id-B", count: 2, some_boolean: true, state: "INACTIVE" },
    { id: "id-C", count: 3, some_boolean: false, state: "ACTIVE" },
  ],
});

function read(...metrics: object[]): Promise<string[]> {
  return readSeries({ metrics }, DATA);
}

test("json reads single values, with constant and filled-in labels", async () => {
  const metric = {
    name: "example_global_value",
    path: "{ .counter }",
    help: "A value.",
    labels: { environment: "beta", location: "planet-{ .location }", version: 2 },
  };
  assertEquals(await readLines({ kind: "json", metrics: [metric] }, DATA), [
    "# HELP example_global_value A value.",
    "# TYPE example_global_value untyped",
    'example_global_value{environment="beta",location="planet-mars",version="2"} 1234',
  ]);
});

test("json reads the members of each object of a list", async () => {
  const metric = {
    name: "example_value",
    type: "object",
    path: '{ .values[?(@.state == "ACTIVE")] }',
    labels: { id: "{ .id }" },
    values: { active: 1, count: "{ .count }", boolean: "{ .some_boolean }" },
  };
  assertEquals(await read(metric), [
    'example_value_active{id="id-A"} 1',
    'example_value_active{id="id-C"} 1',
    'example_value_boolean{id="id-A"} 1',
    'example_value_boolean{id="id-C"} 0',
    'example_value_count{id="id-A"} 1',
    'example_value_count{id="id-C"} 3',
  ]);
});

test("json reads one value of each object, and what is around it", async () => {
  const metric = {
    name: "count",
    type: "gauge",
    path: "$.values[*]",
    value: "{@.count}",
    labels: { id: "{.id}", location: "{^.location}", at: "{key}", in: "{key 1}" },
  };
  assertEquals(await read(metric), [
    'count{at="0",id="id-A",in="values",location="mars"} 1',
    'count{at="1",id="id-B",in="values",location="mars"} 2',
    'count{at="2",id="id-C",in="values",location="mars"} 3',
  ]);
});

test("json reads objects whose names are labels", async () => {
  const document = JSON.stringify({ queues: { mail: 3, "sms.eu": 5 } });
  const metric = { name: "queue_length", path: "$.queues.*", value: "{.}", labels: { queue: "{key}" } };

  assertEquals(await readSeries({ metrics: [metric] }, document), [
    'queue_length{queue="mail"} 3',
    'queue_length{queue="sms.eu"} 5',
  ]);
});

test("json reads times in milliseconds", async () => {
  const metric = { name: "a", path: "{ .values[1].count }", epochTimestamp: "{ .timestamp }" };
  assertEquals(await read(metric), ["a 2 1657568506000"]);
  assertEquals(await read({ ...metric, epochTimestamp: "{ .location }" }), ["a 2"]);
});

test("json writes type and unit", async () => {
  const counter = { name: "hits_total", valuetype: "counter", type: "value", path: "$.counter", help: "Hits." };
  const gauge = {
    name: "age_seconds",
    type: "gauge",
    unit: "seconds",
    scale: 0.001,
    path: "$.timestamp",
    help: "Age.",
  };
  assertEquals(await readLines({ metrics: [counter, gauge] }, DATA), [
    "# HELP age_seconds Age.",
    "# TYPE age_seconds gauge",
    "age_seconds 1657568506",
    "# HELP hits_total Hits.",
    "# TYPE hits_total counter",
    "hits_total 1234",
  ]);
});

test("json takes text, booleans and null for numbers, as json_exporter does", async () => {
  const values = ["1.5", " -2e3 ", ".5", "true", "FALSE", "inf", "-Inf", "NaN", true, false, null, 7];
  const metric = { name: "a", path: "$[*]", value: "{.}", labels: { i: "{key}" } };
  const series = await readSeries({ metrics: [metric] }, JSON.stringify(values));

  assertEquals(
    series.map((line) => line.split(" ")[1]),
    ["1.5", "-2000", "0.5", "1", "0", "+Inf", "-Inf", "NaN", "1", "0", "NaN", "7"],
  );
});

test("json maps text to numbers", async () => {
  const metric = {
    name: "state",
    path: "$.values[*]",
    value: "{.state}",
    labels: { id: "{.id}" },
    mapping: { ACTIVE: 1, "*": 0 },
  };
  assertEquals(await read(metric), ['state{id="id-A"} 1', 'state{id="id-B"} 0', 'state{id="id-C"} 1']);
});

test("json leaves out what is no number, says so, and keeps the others", async () => {
  const document = JSON.stringify([{ n: 1 }, {}, { n: "many" }, { n: [1] }, { n: "0x10" }, { n: "" }, { n: 2 }]);
  const metric = { name: "a", path: "$[*]", value: "{.n}", labels: { i: "{key}" } };

  assertEquals(await readSeries({ metrics: [metric] }, document), ['a{i="0"} 1', 'a{i="6"} 2']);
  assertEquals(await readProblems({ metrics: [metric] }, document), [
    'Cannot read "a": the value is missing',
    'Cannot read "a": the value must be a number, current value is "many"',
    'Cannot read "a": the value must be a number, current value is a list of 1',
    'Cannot read "a": the value must be a number, current value is "0x10"; pattern and decimal can find a number in it',
    'Cannot read "a": the value must be a number, current value is ""',
  ]);
});

test("json says nothing about missing values that may be missing", async () => {
  const metric = { name: "a", path: "$.none", allow_missing_key: true };
  assertEquals(await readProblems({ metrics: [metric] }, DATA), []);
  assertEquals(await readProblems({ metrics: [{ ...metric, allow_missing_key: false }] }, DATA), [
    'Cannot read "a": the value is missing',
  ]);
});

test("json does not guess which of several values is meant", async () => {
  const metric = { name: "a", path: "$.values[*].count" };
  assertEquals(await readProblems({ metrics: [metric] }, DATA), [
    'Cannot read "a": the value must be a number, current value is "1 2 3"; pattern and decimal can find a number in it',
  ]);
});

test("json keeps the first of two series with the same labels", async () => {
  const metric = { name: "a", path: "$.values[*]", value: "{.count}", labels: { state: "{.state}" } };
  assertEquals(await read(metric), ['a{state="ACTIVE"} 1', 'a{state="INACTIVE"} 2']);
});

test("json writes labels of any value as text", async () => {
  const document = JSON.stringify({ n: 1, list: [1, "a"], none: null, lone: "\ud800" });
  const labels = { list: "{.list}", none: "{.none}", gone: "{.gone}", lone: "{.lone}", all: "{$.list[*]}" };

  assertEquals(await readSeries({ metrics: [{ name: "a", path: "$.n", labels }] }, document), [
    'a{all="1 a",gone="",list="[1,\\"a\\"]",lone="\ufffd",none=""} 1',
  ]);
});

test("json says what an answer is that is not JSON", async () => {
  const page = "<!doctype html><title>Sign in</title><p>Please sign in";
  await assertRejects(
    () => readSeries({ metrics: [{ name: "a", path: "$.a" }] }, page),
    Error,
    'Cannot read http://source.test/ with module "test": the response is not JSON, it begins with "<!doctype html>',
  );
});

test("json stops where there are too many series", async () => {
  const metric = { name: "a", path: "$[*]", value: "{.}", labels: { i: "{key}" } };
  const document = JSON.stringify(Array.from({ length: 11 }, (_, i) => i));

  assertEquals((await readSeries({ metrics: [metric], sample_limit: 11 }, document)).length, 11);
  await assertRejects(
    () => readSeries({ metrics: [metric], sample_limit: 10 }, document),
    Error,
    "there are more than 10 series, the maximum set by sample_limit",
  );
});

test("json fails at documents that are too deep, and nothing else does", async () => {
  const document = "[".repeat(50_000) + "]".repeat(50_000);
  const metric = { name: "a", path: "$..a", value: "{.}" };
  const lines = await readSeries({ metrics: [metric] }, document).catch(({ message }) => message);

  // Some runtimes cannot parse it, others cannot search it.
  assertEquals(lines.length === 0 || lines.startsWith('Cannot read http://source.test/ with module "test": '), true);
});

test("json does not write a large value to describe it, nor into a label", async () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const problems = await readProblems({ kind: "json", metrics: [{ name: "a", path: "{ .v }" }] }, `{"v":${deep}}`);
  assertEquals(problems, ['Cannot read "a": the value must be a number, current value is a list of 1']);
  await assertRejects(
    () =>
      readSeries(
        { kind: "json", metrics: [{ name: "a", path: "{ .v }", labels: { b: "{ .b }" } }] },
        `{"v":1,"b":${deep}}`,
      ),
    Error,
    "a list or an object of more than 1000 parts cannot become text",
  );
});

test("json takes $ in rows for the row, as json_exporter does", async () => {
  const document = JSON.stringify([{ node: "q@a", id: "f2", lag: 3 }, { node: "q@b", id: "a9", lag: 4 }]);
  const metric = {
    name: "link",
    type: "object",
    path: "{ [*] }",
    labels: { node: "{$.node}", id: "{$.id}" },
    values: { running: 1, lag: "{$.lag}" },
  };
  assertEquals(await readSeries({ metrics: [metric] }, document), [
    'link_lag{id="f2",node="q@a"} 3',
    'link_lag{id="a9",node="q@b"} 4',
    'link_running{id="f2",node="q@a"} 1',
    'link_running{id="a9",node="q@b"} 1',
  ]);
});

test("json reads fields of the objects around a row", async () => {
  const beings = ["animals", "fish"].map((kind, i) => ({ kind, specifics: [{ noun: "lion", population: i + 1 }] }));
  const metric = {
    name: "zoo",
    path: "{.zoo.beings[*].specifics[*]}",
    value: "{.population}",
    labels: {
      noun: "{.noun}",
      kind: "{^.kind}",
      city: "{ ^^.city }",
      country: "{^^^.country}",
      none: "{^^^^.country}",
    },
  };
  const document = JSON.stringify({ country: "NL", zoo: { city: "Artis", beings } });
  assertEquals(await readSeries({ metrics: [metric] }, document), [
    'zoo{city="Artis",country="NL",kind="animals",none="",noun="lion"} 1',
    'zoo{city="Artis",country="NL",kind="fish",none="",noun="lion"} 2',
  ]);
});

test("json takes names with escapes in brackets and filters, and quoted text", async () => {
  const document = JSON.stringify({ list: [{ n: "a", free: 5, labels: { "app.io/x": "z", "a-b": 1.5 } }], "x.y": 11 });
  const metrics = [
    { name: "bracket", path: "{['x\\.y']}" },
    { name: "filter", path: '{.list[?(@.labels.app\\.io/x=="z")]}', value: "{.free}", labels: { n: "{.n}" } },
    { name: "hyphen", path: "{.list[?(@.labels.a-b > 1.4e0)]}", value: "{.free}" },
    { name: "literal", path: "{.list[*]}", value: "{.free}", labels: { stage: '{"beta"}', other: "x{'y'}" } },
  ];
  assertEquals(await readSeries({ metrics }, document), [
    "bracket 11",
    'filter{n="a"} 5',
    "hyphen 5",
    'literal{other="xy",stage="beta"} 5',
  ]);
});

test("json rejects range", () => {
  const metric = { name: "a", path: "{.b}", labels: { c: "{range .b[*]}{.c}{end}" } };
  assertThrows(() => makeModule({ kind: "json", metrics: [metric] }), ConfigError, "must not have range");
});

test("json reads dates as seconds, and as timestamps", async () => {
  const document = JSON.stringify({
    at: "2024-07-25T16:51:01+01:00",
    day: "2024-06-29",
    s: "2024-06-29 10:00:00",
    n: 1657568506,
  });
  const gauge = (name: string, field: string, epochTimestamp?: string) => ({
    name,
    path: `{ .${field} }`,
    epochTimestamp,
  });
  const metrics = [
    gauge("at", "at"),
    gauge("day", "day"),
    gauge("s", "s"),
    gauge("timed", "n", "{ .at }"),
    gauge("wrong", "n", "{ .n }"),
  ];
  assertEquals(await readSeries({ metrics }, document), [
    "at 1721922661",
    "day 1719619200",
    "s 1719655200",
    "timed 1657568506 1721922661000",
    "wrong 1657568506",
  ]);
  assertEquals(await readProblems({ metrics: metrics.slice(-1) }, document), [
    'Cannot read the timestamp of "wrong": it must be in milliseconds, and seems to be in seconds, current value is 1657568506',
  ]);
});

test("json reads null as NaN, or as no series", async () => {
  const document = JSON.stringify([{ id: 1, v: null }, { id: 2, v: 3 }]);
  const metric = { name: "a", path: "$[*]", value: "{.v}", labels: { id: "{.id}" } };
  assertEquals(await readSeries({ metrics: [metric] }, document), ['a{id="1"} NaN', 'a{id="2"} 3']);
  assertEquals(await readSeries({ metrics: [{ ...metric, null: "skip" }] }, document), ['a{id="2"} 3']);
});

test("json finds numbers by a pattern, and with a decimal comma", async () => {
  const document = JSON.stringify(["1,5", "2.345,75", "12 %", "1 234", "~ 20 MiB", "none"]);
  const metric = {
    name: "a",
    path: "$[*]",
    value: "{.}",
    labels: { i: "{key}" },
    pattern: "[0-9][0-9., ]*",
    decimal: ",",
  };
  assertEquals(await readSeries({ metrics: [metric] }, document), [
    'a{i="0"} 1.5',
    'a{i="1"} 2345.75',
    'a{i="2"} 12',
    'a{i="3"} 1234',
    'a{i="4"} 20',
  ]);
  const group = { ...metric, pattern: "^~ (\\d+) MiB$", scale: 2 ** 20, decimal: undefined };
  assertEquals(await readSeries({ metrics: [group] }, document), ['a{i="4"} 20971520']);
});

test("json warns of labels that can only be empty", () => {
  const metrics = [
    { name: "a", path: "{.b}", labels: { c: "{^.c}", d: "{.d}" } },
    {
      name: "b",
      path: "{.list[*]}",
      value: "{.v}",
      labels: { c: "{^^^.c}", d: "{^^.d}", e: "x{key 2}", f: "{key 1}" },
    },
    { name: "c", path: "{..list[*]}", value: "{.v}", labels: { c: "{^^^^.c}" } },
  ];
  assertEquals(makeModule({ kind: "json", metrics }).warnings, [
    "metrics[0].labels.c can only be empty: {^.c} goes beyond the document",
    "metrics[1].labels.c can only be empty: {^^^.c} goes beyond the document",
    "metrics[1].labels.e can only be empty: {key 2} goes beyond the document",
  ]);
});
