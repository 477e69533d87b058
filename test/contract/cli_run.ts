import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { RUN_CLI, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";
import { connect, refuses } from "./connection.ts";

const LIMIT_MS = 20_000;
const EXPORTER = "examples/hello/exporter.ts";
const FREE = "--web.listen-address=127.0.0.1:0";
const GET = "GET / HTTP/1.1\r\nHost: slow\r\n\r\n";

/** What `webprom run` owes, seen from outside. It runs in the runtime itself, and starts the program there. */
export function cliRunContract(runtime: Runtime): void {
  function run(...args: readonly string[]): Child {
    return start([...RUN_CLI[runtime], "run", ...args]);
  }

  describe("webprom run", () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      it(`serves what a module exports, logs what it does, and ends with code 0 at ${signal}`, async () => {
        await using child = run(EXPORTER, FREE, "--web.telemetry-path=/m");
        assertMatch(await textOf(`${await child.url}/m`), /^app_active_users 5000$/m);
        child.kill(signal);

        assertEquals(await endOf(child), 0);
        assertEquals(child.stdout, "");
        const url = (await child.url).replaceAll(".", "\\.");
        assertMatch(
          child.stderr,
          new RegExp(
            `^time=[\\d-]+T[\\d:.]+Z level=INFO msg=Starting name=app version=[\\d.]+ runtime="${runtime} [\\w.+-]+"\n` +
              `time=\\S+ level=INFO msg=Listening url=${url}/\ntime=\\S+ level=INFO msg=Closing signal=${signal}\n$`,
          ),
        );
      });
    }

    it("answers the requests in flight before it ends, whatever else goes on", async () => {
      await using child = run("test/contract/programs/slow.ts", FREE);
      using client = await connect(await child.url);
      client.send(GET);
      await client.sees("first half");
      child.kill("SIGTERM");
      await refuses(await child.url);
      child.type("go on");

      assertEquals(await endOf(child), 0);
      assertMatch(client.received, /^HTTP\/1\.1 200 [^]*first half[^]*second half[^]*\r\n0\r\n\r\n$/);
    });

    it("ends at once at a second signal", async () => {
      await using child = run("test/contract/programs/slow.ts", FREE);
      using client = await connect(await child.url);
      client.send(GET);
      await client.sees("first half");
      child.kill("SIGTERM");
      await refuses(await child.url);
      child.kill("SIGTERM");

      assertEquals(await endOf(child), "SIGTERM");
    });

    it("ends with code 1 and says why where the port is in use", async () => {
      await using child = run(EXPORTER, FREE);
      const { port } = new URL(await child.url);
      await using other = run(EXPORTER, `--web.listen-address=127.0.0.1:${port}`, "--log.format=json");

      assertEquals(await endOf(other), 1);
      const { level, msg } = JSON.parse(other.stderr.trim().split("\n").at(-1) ?? "");
      const reason = "port is in use; choose another port or stop the other program";
      assertEquals([level, msg], ["ERROR", `Cannot serve app on 127.0.0.1:${port}: ${reason}`]);
    });

    it("listens where it is told to, more than once", async () => {
      await using child = run(EXPORTER, "--web.listen-address=[::1]:0", "--web.listen-address=127.0.0.1:0");
      await until(() => child.stderr.split("msg=Listening").length === 3, LIMIT_MS);
      const urls = [...child.stderr.matchAll(/url=(\S+)/g)].map(([, url]) => url ?? "");

      assertMatch(urls[0] ?? "", /^http:\/\/\[::1\]:[1-9]\d*\/$/);
      for (const url of urls) assertMatch(await textOf(`${url}metrics`), /app_active_users 5000/);
      child.kill("SIGTERM");
      assertEquals(await endOf(child), 0);
    });

    it("ends with code 1 and tells all that is wrong with the configuration", async () => {
      await using child = run("no/such/module.ts", "--web.max-requests=many");

      assertEquals([await endOf(child), child.stdout], [1, ""]);
      const [head, flag, module] = child.stderr.split("\n");
      assertEquals(head, "Cannot run no/such/module.ts:");
      assertEquals(flag, '- --web.max-requests must be an integer >= 0, current value is "many"');
      assertMatch(module ?? "", /^- no\/such\/module\.ts cannot be loaded: /);
    });

    it("reads modules without code from a file, and again at SIGHUP", async () => {
      await using folder = await makeFolder();
      await using source = run(EXPORTER, FREE);
      const file = join(folder.path, "shop.yml");
      const moduleOf = (name: string) =>
        `modules: { ${name}: { kind: openmetrics, target: "${sourceUrl}/metrics" } }\n`;
      const sourceUrl = await source.url;
      await writeFile(file, moduleOf("orders"));
      await using child = run("--config.file", file, FREE);
      const url = `${await child.url}/metrics`;
      const text = await textOf(url);
      assertMatch(text, /^app_active_users 5000$/m);
      assertStringIncludes(text, 'webprom_collector_success{collector="orders"} 1');

      await writeFile(file, moduleOf("sales"));
      child.kill("SIGHUP");
      await until(() => child.stderr.includes('msg="Configuration reloaded"'), LIMIT_MS);
      assertStringIncludes(await textOf(url), 'webprom_collector_success{collector="sales"} 1');

      await writeFile(file, "modules: [");
      child.kill("SIGHUP");
      await until(() => child.stderr.includes("level=ERROR"), LIMIT_MS);
      const kept = await textOf(url);
      assertStringIncludes(kept, 'webprom_collector_success{collector="sales"} 1');
      assertStringIncludes(kept, "webprom_config_last_reload_successful 0");
    });

    it("checks a configuration without serving it", async () => {
      await using folder = await makeFolder();
      const file = join(folder.path, "shop.yml");
      await writeFile(file, "log: { level: debug }\n");
      await using child = run(EXPORTER, "--config.check", "--config.file", file);

      assertEquals([await endOf(child), child.stdout, child.stderr], [0, "Configuration OK\n", ""]);
      await rm(file);
      await using other = run(EXPORTER, "--config.check", "--config.file", file);
      assertEquals([await endOf(other), other.stdout], [1, ""]);
      assertMatch(
        other.stderr,
        /^Cannot run [^\n]+: cannot read [^\n]+shop\.yml, set by --config\.file: file does not exist\n$/,
      );
    });

    it("serves as a web configuration file says", async () => {
      await using folder = await makeFolder();
      const file = join(folder.path, "web.yml");
      await writeFile(file, "http_server_config: { headers: { X-Frame-Options: deny } }\n");
      await using child = run(EXPORTER, FREE, "--web.config.file", file);
      const { headers, body } = await fetch(await child.url);
      await body?.cancel();

      assertEquals(headers.get("x-frame-options"), "deny");
      await writeFile(file, "http_server_config: { headers: { X-Frame-Options: never } }\n");
      await using other = run(EXPORTER, FREE, "--web.config.file", file);
      assertEquals(await endOf(other), 1);
      assertStringIncludes(other.stderr, `${file}: `);
    });

    it("takes settings from the environment, and logs requests in detail", async () => {
      const env = { WEBPROM_WEB_LISTEN_ADDRESS: "127.0.0.1:0", DEBUG: "true" };
      await using child = start([...RUN_CLI[runtime], "run", EXPORTER], { env });
      await textOf(`${await child.url}/metrics?secret=swordfish`);
      await until(() => child.stderr.includes("level=DEBUG"), LIMIT_MS);

      assertMatch(child.stderr, /level=DEBUG msg="Request handled" method=GET path=\/metrics status=200 /);
      assertNotMatch(child.stderr, /swordfish/);
    });
  });
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  return await response.text();
}

function endOf({ ended }: Child): Child["ended"] {
  return within(LIMIT_MS, ended);
}
