import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { makeModule, probe, readLines, readProblems, readSeries } from "../../support/modules.ts";

const STATUS = "queue mail: 42 items\r\nqueue sms: 7 items\nuptime 3 days\nstate: ok\n";

function read(...metrics: object[]): Promise<string[]> {
  return readSeries({ kind: "text", metrics }, STATUS);
}

test("text makes a series of each match, with the named groups as labels", async () => {
  const metric = {
    name: "queue_length",
    type: "gauge",
    help: "Items.",
    regex: "^queue (?P<queue>\\w+): (?P<value>\\d+)",
  };
  assertEquals(await readLines({ kind: "text", metrics: [metric] }, STATUS), [
    "# HELP queue_length Items.",
    "# TYPE queue_length gauge",
    'queue_length{queue="mail"} 42',
    'queue_length{queue="sms"} 7',
  ]);
});

test("text takes groups by number and name, in labels and values", async () => {
  const metric = {
    name: "queue",
    regex: "^queue (\\w+): (?<n>\\d+) (\\w+)",
    labels: { of: "{1}/{3}", host: "a" },
    values: { length: "{n}", known: 1 },
  };
  assertEquals(await read(metric), [
    'queue_known{host="a",of="mail/items"} 1',
    'queue_known{host="a",of="sms/items"} 1',
    'queue_length{host="a",of="mail/items"} 42',
    'queue_length{host="a",of="sms/items"} 7',
  ]);
});

test("text maps words and scales numbers", async () => {
  const state = { name: "up", regex: "^state: (?P<value>\\w+)", mapping: { ok: 1, "*": 0 } };
  const uptime = { name: "uptime_seconds", regex: "^uptime (?P<value>\\d+) days", scale: 86_400, unit: "seconds" };
  assertEquals(await read(state, uptime), ["up 1", "uptime_seconds 259200"]);
});

test("text finds each match in a line", async () => {
  const metric = { name: "a", regex: "(?P<key>\\w)=(?P<value>\\d)" };
  assertEquals(await readSeries({ kind: "text", metrics: [metric] }, "x=1 y=2\nz=3"), [
    'a{key="x"} 1',
    'a{key="y"} 2',
    'a{key="z"} 3',
  ]);
});

test("text never looks beyond a line", async () => {
  assertEquals(await read({ name: "a", regex: "(?s)mail.*(?P<value>7)" }), []);
  assertEquals(await read({ name: "a", regex: "(?P<value>\\d+) items$", labels: {} }), ["a 42"]);
});

test("text takes a group that took no part for a missing value", async () => {
  const metric = { name: "a", regex: "^(?:queue|uptime (?P<value>\\d+))", labels: {} };
  assertEquals(await read(metric), ["a 3"]);
  assertEquals(await readProblems({ kind: "text", metrics: [metric] }, STATUS), [
    'Cannot read "a": the value is missing',
    'Cannot read "a": the value is missing',
  ]);
});

test("text says nothing where no line matches", async () => {
  assertEquals(await readProblems({ kind: "text", metrics: [{ name: "a", regex: "none (?P<value>.)" }] }, STATUS), []);
});

test("text is not brought down by greedy expressions", async () => {
  const lines = Array.from({ length: 20 }, () => `${"a".repeat(2000)}!`).join("\n");
  assertEquals(await readSeries({ kind: "text", metrics: [{ name: "a", regex: "^(?P<value>(a+)+)$" }] }, lines), []);
});

test("text lets others run while it reads much, and stops where nobody waits", async () => {
  const controller = new AbortController();
  const lines = "a\n".repeat(100_000);
  const module = makeModule({ kind: "text", metrics: [{ name: "a", regex: "b(?P<value>.)" }] }, {
    fetch: () => {
      setTimeout(() => controller.abort(new Error("the client is gone")), 0);
      return Promise.resolve(new Response(lines));
    },
  });
  await assertRejects(
    () => probe(module, { signal: controller.signal }),
    Error,
    'Cannot read http://source.test/ with module "test": the client is gone',
  );
});
