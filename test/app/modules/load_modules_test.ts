import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { loadModules } from "../../../src/app/modules/exporter_config.ts";
import type { ModuleHost } from "../../../src/app/modules/module.ts";

const fetch: ModuleHost["fetch"] = () => Promise.resolve(Response.json({ a: 1 }));
const metrics = [{ name: "a", path: "$.a" }];

test("loadModules() makes collectors of modules with a target, and probers of the others", () => {
  const config = { modules: { one: { metrics, target: "a.test" }, other: { metrics } } };
  const [one, other, ...none] = loadModules(config, { fetch }).modules;

  assertEquals([one?.name, one?.collector?.name, one?.prober], ["one", "one", undefined]);
  assertEquals([other?.name, other?.collector, typeof other?.prober?.probe], ["other", undefined, "function"]);
  assertEquals(none, []);
});

test("loadModules() tells how long a module may take with all its retries", () => {
  const timeouts = { timeout: "2s", retries: 2, retry_backoff: "100ms" };
  const config = {
    modules: { a: { metrics, ...timeouts }, b: { metrics, timeout: "24d", retries: 9 } },
  };

  assertEquals(loadModules(config, { fetch }).modules.map(({ timeoutMs }) => timeoutMs), [6300, 2 ** 31 - 1]);
});

test("loadModules() lists all that the runtime cannot do", () => {
  const config = {
    modules: {
      a: { metrics, http_client_config: { tls_config: { ca_file: "/ca" } } },
      b: { metrics },
      c: { metrics, http_client_config: { bearer_token_file: "/token" } },
      d: { kind: "textfile", directory: "/metrics" },
    },
  };
  const { problems } = assertThrows(() => loadModules(config, { fetch }), ConfigError);

  assertEquals(problems, [
    "modules.a.http_client_config.tls_config is not supported on this runtime",
    "modules.a.http_client_config must not refer to files, because this runtime cannot read files",
    "modules.c.http_client_config must not refer to files, because this runtime cannot read files",
    "modules.d.directory cannot be read on this runtime",
  ]);
  const readFile = () => Promise.resolve(new Uint8Array());
  const able = { fetch, hasTls: true, readFile, readDirectory: () => Promise.resolve([]) };
  assertEquals(loadModules(config, able).modules.length, 4);
});

test("loadModules() warns of credentials that any target of a probe gets", () => {
  const secret = { metrics, http_client_config: { bearer_token: "x" }, headers: { "X-Api-Key": "y", Accept: "*/*" } };
  const warningsOf = (probes?: object) =>
    loadModules(
      { modules: { a: secret, b: { ...secret, target: "a.test" }, c: { metrics } }, ...probes && { probes } },
      { fetch },
    )
      .warnings;
  const rest =
    "is sent to any target that a client of /probe asks for; set target, or list the allowed hosts in probes.allow";
  const all = [`modules.a.http_client_config ${rest}`, `modules.a.headers.X-Api-Key ${rest}`];

  assertEquals(warningsOf(), all);
  assertEquals(warningsOf({ allow: ["10.0.0.0/8", "*"] }), all);
  assertEquals(warningsOf({ allow: ["*.example.com"] }), []);
});
