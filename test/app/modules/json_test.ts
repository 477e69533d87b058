import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { readLines, readProblems, readSeries } from "../../support/modules.ts";

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
    labels: { id: "{.id}", location: "{$.location}", at: "{key}", in: "{key 1}" },
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
    'Cannot read "a": the value must be a number, current value is [1]',
    'Cannot read "a": the value must be a number, current value is "0x10"',
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
    'Cannot read "a": the value must be a number, current value is "1 2 3"',
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
