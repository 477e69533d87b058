import { test } from "node:test";
import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { KINDS, parseExporterConfig } from "../../../src/app/modules/exporter_config.ts";
import { property, type Random } from "../../support/property.ts";

const METRIC = { name: "a", path: "$.a" };

function problemsOf(modules: unknown): readonly string[] {
  return assertThrows(() => parseExporterConfig({ modules }), ConfigError).problems;
}

/** What is wrong with a metric of each kind. */
function problemsOfMetric(metric: object, kind = "json"): string[] {
  return problemsOf({ m: { kind, metrics: [metric] } }).map((problem) => problem.replace("modules.m.metrics[0]", ""));
}

test("parseExporterConfig() takes a module of each kind, and json without saying so", () => {
  const modules = {
    a: { metrics: [METRIC] },
    b: { kind: "json", metrics: [METRIC] },
    c: { kind: "text", metrics: [{ name: "a", regex: "(?P<value>.)" }] },
    d: { kind: "csv", metrics: [{ name: "a", value: "{1}" }] },
    e: { kind: "openmetrics" },
    f: { kind: "textfile", directory: "/metrics" },
  };
  assertEquals(Object.keys(parseExporterConfig({ modules }).modules), Object.keys(modules));
  assertEquals(Object.keys(KINDS), ["csv", "json", "openmetrics", "text", "textfile"]);
});

test("parseExporterConfig() lists all problems of all modules at once, by their path", () => {
  const modules = {
    api: {
      target: "ftp://example.com",
      timeout: "soon",
      retires: 3,
      metrics: [{ name: "", path: "$[" }, { name: "b", path: "$.b", type: "counter", values: {} }],
    },
    "my table": { kind: "tsv" },
    files: { kind: "textfile", directory: "", max_age: "0s" },
    log: { kind: "text", metrics: [] },
  };
  const error = assertThrows(() => parseExporterConfig({ modules, extra: 1 }), ConfigError);

  assertEquals(error.problems, [
    'modules.api.target must be a URL that begins with http:// or https://, current value is "ftp://example.com"',
    'modules.api.timeout must be a duration such as 10s or 1m30s, current value is "soon"',
    'modules.api.metrics[0].name must be a valid metric name, current value is ""',
    "modules.api.metrics[0].path must be a JSONPath: unclosed bracketed selection ('$[':2), current value is \"$[\"",
    "modules.api.retires is not known",
    'modules["my table"].kind must be csv, json, openmetrics, text or textfile, current value is "tsv"',
    "modules.files.directory must not be empty",
    'modules.files.max_age must be a duration such as 10s or 1m30s, current value is "0s"',
    "modules.log.metrics must not be empty",
    "extra is not known",
  ]);
  assertEquals(error.message, ["Cannot read the configuration of the exporter:", ...error.problems].join("\n- "));
});

test("parseExporterConfig() rejects what is no configuration", () => {
  for (const value of [undefined, null, 3, "modules", [], {}, { modules: [] }, { modules: { a: null } }]) {
    assertThrows(() => parseExporterConfig(value), ConfigError);
  }
});

test("parseExporterConfig() takes counters of any name, and checks units", () => {
  parseExporterConfig({ modules: { a: { metrics: [{ ...METRIC, valuetype: "counter" }] } } });
  assertEquals(problemsOfMetric({ ...METRIC, type: "counter", unit: "seconds" }), [
    '.unit must be the last word of the name "a", current value is "seconds"',
  ]);
});

test("parseExporterConfig() checks fields that depend on each other, even where others are wrong", () => {
  assertEquals(problemsOfMetric({ ...METRIC, type: "object", scale: "x" }), [
    '.scale must be a number, current value is "x"',
    ".values is required if type is object",
  ]);
  assertEquals(problemsOfMetric({ ...METRIC, type: "value", value: "{.a}", values: { a: 1 } }), [
    ".value must not be set together with values",
    ".values must not be set if type is value",
  ]);
  assertEquals(problemsOfMetric({ ...METRIC, type: "gauge", valuetype: "gauge" }), [
    ".valuetype must not be set if type is gauge",
  ]);
  assertEquals(problemsOfMetric({ name: "a" }, "csv"), [".value is required, such as {column}"]);
});

test("parseExporterConfig() checks that regular expressions have the groups that are used", () => {
  const metric = { name: "a", regex: "(b)(?P<c>d)", value: "{1}", labels: { x: "{c}{d}", y: "{2}{3}" } };
  assertEquals(problemsOfMetric(metric, "text"), [
    ".labels.x refers to the group {d}, which regex does not define",
    ".labels.y refers to the group {3}, which regex does not define",
  ]);
  assertEquals(problemsOfMetric({ name: "a", regex: "b" }, "text"), [
    ".regex must have a group (?P<value>…), unless value or values is set",
  ]);
});

test("parseExporterConfig() rejects metrics that describe one family in two ways", () => {
  const metrics = [METRIC, { ...METRIC, help: "b" }, { name: "b", path: "$", values: { c: 1 } }, {
    name: "b_c",
    path: "$.b",
  }];
  assertEquals(problemsOf({ m: { metrics } }), [
    'modules.m.metrics[1].name must have the same help, type and unit as metrics[0], which also produces "a"',
    'modules.m.metrics[3].name must have the same help, type and unit as metrics[2], which also produces "b_c"',
  ]);
  assertEquals(Object.keys(parseExporterConfig({ modules: { m: { metrics: [METRIC, METRIC] } } }).modules), ["m"]);
});

test("parseExporterConfig() checks how sources are asked", () => {
  const module = {
    metrics: [METRIC],
    method: "get",
    headers: { "a b": "x", "X-Key": "a\nb" },
    body: { content: "a", templatize: true },
    http_client_config: {
      basic_auth: { username: "a", password: "swordfish", password_file: "/b" },
      bearer_token: "swordfish",
      tls_config: { ca: "a", ca_file: "b", min_version: "TLS12" },
    },
    valid_status_codes: [100, "OK"],
    retries: 11,
    body_size_limit: "0B",
  };
  assertEquals(problemsOf({ m: module }).map((problem) => problem.replace("modules.m.", "")), [
    'method must be a method such as GET, current value is "get"',
    'headers["a b"] must be a valid header name',
    "headers.X-Key must be one line of printable text",
    "body.templatize is not supported, current value is true",
    "http_client_config.basic_auth.password_file must not be set together with password",
    "http_client_config.tls_config.min_version is not known",
    "http_client_config.tls_config.ca_file must not be set together with ca",
    "http_client_config.bearer_token must not be set together with basic_auth",
    "valid_status_codes[0] must be >= 200, current value is 100",
    'valid_status_codes[1] must be a number, current value is "OK"',
    "retries must be <= 10, current value is 11",
    'body_size_limit must be a size such as 512KB or 10MB, current value is "0B"',
  ]);
});

test("parseExporterConfig() takes numbers and booleans that a reader of YAML left as text", () => {
  const metric = { ...METRIC, scale: "0.001", mapping: { on: "1" }, allow_missing_key: "true", values: { a: "1" } };
  const module = { metrics: [metric], retries: "2", valid_status_codes: ["200"], sample_limit: "1e3" };
  const table = { kind: "csv", header: "false", skip_lines: "1", metrics: [{ name: "a", value: "{1}" }] };

  assertEquals(Object.keys(parseExporterConfig({ modules: { module, table } }).modules), ["module", "table"]);
  assertEquals(problemsOf({ m: { ...module, retries: "2.5", sample_limit: "many" } }), [
    "modules.m.retries must be an integer, current value is 2.5",
    'modules.m.sample_limit must be a number, current value is "many"',
  ]);
});

test("parseExporterConfig() never tells secrets", () => {
  const client = { basic_auth: { username: 1, password: 7777 }, bearer_token: ["swordfish"] };
  const module = { metrics: [METRIC], headers: { "X-Key": { a: "swordfish" } }, http_client_config: client };
  const text = problemsOf({ m: module }).join();

  assertEquals(/swordfish|7777/.test(text), false, text);
});

property("parseExporterConfig() rejects any nonsense with a ConfigError", (random) => {
  for (let i = 0; i < 500; i++) {
    try {
      parseExporterConfig({ modules: { m: nonsense(random, 0) } });
    } catch (error) {
      assertInstanceOf(error, ConfigError);
    }
  }
});

const WORDS = [
  ...["kind", "metrics", "name", "path", "type", "values", "value", "labels", "regex", "where", "mapping", "unit"],
  ...["json", "text", "csv", "openmetrics", "textfile", "counter", "object", "http_client_config", "basic_auth"],
  ...[
    "tls_config",
    "metric_relabel_configs",
    "action",
    "source_labels",
    "target",
    "headers",
    "body",
    "{",
    "{.a}",
    "$.a",
  ],
  ...["directory", "delimiter", "quote", "help", "__proto__", "constructor", ""],
];

function nonsense(random: Random, depth: number): unknown {
  const kind = random.below(depth > 4 ? 4 : 8);
  if (kind === 0) return random.pick([null, 0, -1, 1.5, NaN, true, undefined]);
  if (kind < 4) return random.pick(WORDS);
  if (kind === 4) return random.list(random.below(3), () => nonsense(random, depth + 1));
  return Object.fromEntries(random.list(random.below(5), () => [random.pick(WORDS), nonsense(random, depth + 1)]));
}

test("parseExporterConfig() refuses a module that would be lost", () => {
  const modules = JSON.parse('{ "__proto__": { "metrics": [] } }');
  const { problems } = assertThrows(() => parseExporterConfig({ modules }), ConfigError);
  assertEquals(problems, ["modules.__proto__ must have another name"]);
});

test("parseExporterConfig() names what it does not support of json_exporter", () => {
  const client = { oauth2: { client_id: "a" }, proxy_url: "http://proxy.test" };
  const problems = problemsOf({
    a: { metrics: [METRIC], body: { content: "", templatize: true }, http_client_config: client },
  });
  assertEquals(problems.map((problem) => problem.replace(/, current .*/s, "")), [
    "modules.a.body.templatize is not supported",
    "modules.a.http_client_config.oauth2 is not supported",
    "modules.a.http_client_config.proxy_url is not supported",
  ]);
});
