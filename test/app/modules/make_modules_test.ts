import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { parseExporterConfig } from "../../../src/app/modules/exporter_config.ts";
import { makeModules } from "../../../src/app/modules/make_modules.ts";
import type { Abilities } from "../../../src/app/modules/module.ts";

const fetch: Abilities["fetch"] = () => Promise.resolve(Response.json({ a: 1 }));
const metrics = [{ name: "a", path: "$.a" }];

test("makeModules() makes collectors of modules with a target, and probers of the others", () => {
  const config = parseExporterConfig({ modules: { one: { metrics, target: "a.test" }, other: { metrics } } });
  const [one, other, ...none] = makeModules(config, { fetch });

  assertEquals([one?.name, one?.collector?.name, one?.prober], ["one", "one", undefined]);
  assertEquals([other?.name, other?.collector, typeof other?.prober?.probe], ["other", undefined, "function"]);
  assertEquals(none, []);
});

test("makeModules() tells how long a module may take with all its retries", () => {
  const timeouts = { timeout: "2s", retries: 2, retry_backoff: "100ms" };
  const config = parseExporterConfig({
    modules: { a: { metrics, ...timeouts }, b: { metrics, timeout: "24d", retries: 9 } },
  });

  assertEquals(makeModules(config, { fetch }).map(({ timeoutMs }) => timeoutMs), [6300, 2 ** 31 - 1]);
});

test("makeModules() lists all that the runtime cannot do", () => {
  const config = parseExporterConfig({
    modules: {
      a: { metrics, http_client_config: { tls_config: { ca_file: "/ca" } } },
      b: { metrics },
      c: { metrics, http_client_config: { bearer_token_file: "/token" } },
      d: { kind: "textfile", directory: "/metrics" },
    },
  });
  const { problems } = assertThrows(() => makeModules(config, { fetch }), ConfigError);

  assertEquals(problems, [
    "modules.a.http_client_config.tls_config is not supported on this runtime",
    "modules.a.http_client_config must not refer to files, because this runtime cannot read files",
    "modules.c.http_client_config must not refer to files, because this runtime cannot read files",
    "modules.d.directory cannot be read on this runtime",
  ]);
  const readFile = () => Promise.resolve(new Uint8Array());
  const able = { fetch, hasTls: true, readFile, readDirectory: () => Promise.resolve([]) };
  assertEquals(makeModules(config, able).length, 4);
});
