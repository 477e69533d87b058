import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { hashSync } from "bcryptjs";
import { maskSecrets } from "../../src/app/config/mask_secrets.ts";
import { defineExporter } from "../../src/app/exporter/define_exporter.ts";
import type { Servable, ServeOptions, Server } from "../../src/entry/deno.ts";
import { ConfigError, watchWebConfig } from "../../src/entry/web.ts";
import { expose } from "../../src/exposition/expose.ts";
import { Registry } from "../../src/registry/registry.ts";
import { askTls } from "../support/ask_tls.ts";
import { makeAuthority } from "../support/certificates.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";

const hostname = "127.0.0.1";
const USERS = `basic_auth_users: {alice: ${hashSync("swordfish", 4)}}\n`;
const TLS = "tls_server_config: {cert_file: certs/a.pem, key_file: certs/a.key}\n";
const options = { intervalMs: 0 };

/** A folder with a web configuration and two certificates. */
async function makeFiles(yaml: string) {
  const folder = await makeFolder();
  const authority = await makeAuthority("authority");
  const [first, second] = [await authority.issue({ name: "first" }), await authority.issue({ name: "second" })];
  await mkdir(join(folder.path, "certs"));
  const write = (file: string, text: string) => writeFile(join(folder.path, file), text);
  const install = async ({ cert, key }: { cert: string; key: string }) => {
    await write("certs/a.pem", cert);
    await write("certs/a.key", key);
  };
  await install(first);
  await write("web.yml", yaml);
  return { ...folder, ca: authority.cert, web: join(folder.path, "web.yml"), write, install, first, second };
}

async function problemsIn(path: string): Promise<readonly string[]> {
  return (await assertRejects(() => watchWebConfig(path, options), ConfigError, `Cannot read ${path}:`)).problems;
}

async function statusOf(url: string, credentials?: string): Promise<number> {
  const headers: HeadersInit = credentials === undefined ? {} : { authorization: `Basic ${btoa(credentials)}` };
  const response = await fetch(url, { headers });
  await response.body?.cancel();
  return response.status;
}

async function successOf(registry: Registry): Promise<string | undefined> {
  return /^webprom_config_last_reload_successful (.*)$/m.exec(await expose(registry))?.[1];
}

/** What `watchWebConfig()` owes, whatever the runtime. It runs in the runtime itself. */
export function webContract(serve: (app: Servable, options: ServeOptions) => Promise<Server>): void {
  describe("watchWebConfig()", () => {
    it("reads a pipe once, and does not wait for more", async () => {
      await using folder = await makeFolder();
      const path = join(folder.path, "web.yml");
      execFileSync("mkfifo", [path]);
      const [web] = await Promise.all([
        watchWebConfig(path, { intervalMs: 10 }),
        writeFile(path, "http_server_config: { headers: { X-Frame-Options: deny } }"),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await assertRejects(() => web.reload(), Error, "it is not a regular file, which could be read only once");
      web[Symbol.dispose]();
    });

    it("keeps strangers out of every page, and lets users in", async () => {
      await using files = await makeFiles(USERS);
      using web = await watchWebConfig(files.web, options);
      const exporter = defineExporter({ name: "sample", registry: new Registry() });
      await using server = await serve(exporter, { port: 0, hostname, web });

      for (const path of ["", "metrics", "-/healthy", "-/ready", "nothing"]) {
        assertEquals([path, await statusOf(server.url + path)], [path, 401]);
      }
      for (const credentials of ["alice:swordfis", "alice:", "eve:swordfish", ":", "__proto__:swordfish"]) {
        assertEquals([credentials, await statusOf(server.url, credentials)], [credentials, 401]);
      }
      for (let i = 0; i < 2; i++) assertEquals(await statusOf(`${server.url}metrics`, "alice:swordfish"), 200);
    });

    it("serves HTTPS with the certificate whose place is told relative to the file", async () => {
      await using files = await makeFiles(TLS);
      using web = await watchWebConfig(files.web, options);
      await using server = await serve({ fetch: () => new Response("hello") }, { port: 0, hostname, web });

      assertMatch(server.url, /^https:/);
      assertEquals((await askTls(server.url, { ca: files.ca })).server, "first");
    });

    it("takes certificates from the file itself", async () => {
      await using files = await makeFiles("");
      const { cert, key } = files.second;
      await files.write("web.yml", JSON.stringify({ tls_server_config: { cert, key } }));
      using web = await watchWebConfig(files.web, options);
      await using server = await serve({ fetch: () => new Response("hello") }, { port: 0, hostname, web });

      assertEquals((await askTls(server.url, { ca: files.ca })).server, "second");
      assertEquals(JSON.stringify(maskSecrets(web.shown)).includes(key.split("\n")[1] ?? key), false);
    });

    it("rejects a file that is not there, or no YAML", async () => {
      await using files = await makeFiles("a: [");
      assertEquals((await problemsIn(files.web)).length, 1);
      assertMatch((await problemsIn(join(files.path, "none.yml"))).join(), /file does not exist/);
    });

    it("rejects certificates and keys that cannot be used, with all that is wrong", async () => {
      await using files = await makeFiles("");
      const { cert, key } = files.first;
      await files.write("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
      await files.write("other.key", files.second.key);
      const cases: Readonly<Record<string, readonly string[]>> = {
        "{cert_file: certs/none.pem, key_file: certs}": [
          "tls_server_config.cert_file cannot be read: ",
          "tls_server_config.key_file cannot be read: ",
        ],
        "{cert_file: junk.pem, key_file: junk.pem, client_ca_file: web.yml, client_auth_type: RequestClientCert}": [
          "tls_server_config.cert_file does not contain a PEM certificate",
          "tls_server_config.key_file does not contain an unencrypted PEM private key",
          "tls_server_config.client_ca_file does not contain a PEM certificate",
        ],
        "{cert_file: certs/a.pem, key_file: other.key}": [
          "tls_server_config.key_file does not match the certificate",
        ],
        [JSON.stringify({ cert: key, key: cert })]: [
          "tls_server_config.cert does not contain a PEM certificate",
          "tls_server_config.key does not contain an unencrypted PEM private key",
        ],
      };
      for (const [section, expected] of Object.entries(cases)) {
        await files.write("web.yml", `tls_server_config: ${section}\n`);
        const problems = await problemsIn(files.web);
        assertEquals(problems.map((problem, i) => problem.slice(0, expected[i]?.length)), expected);
      }
    });

    it("rejects an interval that is none", async () => {
      await using files = await makeFiles("");
      await assertRejects(() => watchWebConfig(files.web, { intervalMs: -1 }), RangeError, "intervalMs must be >= 0");
    });

    it("reads the file when it changes, and the certificates", async () => {
      await using files = await makeFiles(TLS);
      using web = await watchWebConfig(files.web, { intervalMs: 10 });
      await using server = await serve({ fetch: () => new Response("hello") }, { port: 0, hostname, web });
      const ask = () => askTls(server.url, { ca: files.ca });

      await files.install(files.second);
      await until(async () => (await ask()).server === "second");
      await files.write("web.yml", TLS + USERS);
      await until(async () => (await ask()).status === 401);
    });

    it("says so when a changed file cannot be used, and goes on as before", async () => {
      const errors: unknown[] = [];
      await using files = await makeFiles(TLS);
      const registry = new Registry();
      using web = await watchWebConfig(files.web, { intervalMs: 10, registry, onError: (error) => errors.push(error) });
      await using server = await serve({ fetch: () => new Response("hello") }, { port: 0, hostname, web });
      assertEquals(await successOf(registry), "1");

      await files.write("certs/a.pem", "broken");
      await until(async () => await successOf(registry) === "0");
      await until(() => errors.length > 0);
      assertEquals(errors[0] instanceof ConfigError, true);
      assertEquals((await askTls(server.url, { ca: files.ca })).server, "first");
      await files.install(files.second);
      await until(async () => await successOf(registry) === "1");
      assertEquals((await askTls(server.url, { ca: files.ca })).server, "second");
    });
  });

  describe("WatchedWebConfig.reload()", () => {
    it("puts the new file in force", async () => {
      await using files = await makeFiles("");
      using web = await watchWebConfig(files.web, options);
      const exporter = defineExporter({ name: "sample", registry: new Registry(), reload: () => web.reload() });
      await using server = await serve(exporter, { port: 0, hostname, web });
      const reload = async () => {
        const response = await fetch(`${server.url}-/reload`, { method: "POST" });
        return [response.status, await response.text()] as const;
      };

      await files.write("web.yml", "http_server_config: {headers: {X-Frame-Options: deny}}");
      assertEquals(await reload(), [200, "sample reloaded its configuration\n"]);
      const { headers, body } = await fetch(server.url);
      await body?.cancel();
      assertEquals(headers.get("x-frame-options"), "deny");

      await files.write("web.yml", "http_server_config: {headers: {X-Frame-Options: none}}\nuser: alice");
      const [status, text] = await reload();
      assertEquals(status, 500);
      for (
        const part of ["http_server_config.headers.X-Frame-Options\n", "user\n"]
      ) {
        assertStringIncludes(text, part);
      }
      await files.write("web.yml", USERS);
      assertEquals((await reload())[0], 200);
      assertEquals((await reload())[0], 401);
    });

    it("cannot turn TLS on or off", async () => {
      await using files = await makeFiles(TLS);
      using web = await watchWebConfig(files.web, options);
      await files.write("web.yml", "");
      await assertRejects(() => web.reload(), ConfigError, "tls_server_config cannot be turned off without a restart");
      await files.write("web.yml", TLS);
      await web.reload();
    });

    it("fails where a server cannot take the change, and then none keeps it", async () => {
      await using files = await makeFiles(TLS);
      using web = await watchWebConfig(files.web, options);
      const taken: string[] = [];
      const stop = web.tls?.onChange(({ minVersion = "" }) => void taken.push(minVersion));
      web.tls?.onChange(({ minVersion }) => {
        if (minVersion === "TLS13") throw new TypeError("not this");
      });

      await files.write("web.yml", TLS.replace("}", ", min_version: TLS13}"));
      await assertRejects(() => web.reload(), ConfigError, "tls_server_config cannot be changed: not this");
      assertEquals([taken, web.tls?.current.minVersion], [["TLS13", "TLS12"], "TLS12"]);
      stop?.();
      await files.write("web.yml", TLS);
      await web.reload();
      assertEquals(taken.length, 2);
    });
  });

  describe("serve() with a web configuration", () => {
    it("takes no other TLS beside it", async () => {
      await using files = await makeFiles("");
      using web = await watchWebConfig(files.web, options);
      const both = { port: 0, hostname, web, tls: files.first };
      await assertRejects(
        () => serve({ fetch: () => new Response() }, both),
        TypeError,
        "tls must not be set together with web",
      );
    });
  });
}
