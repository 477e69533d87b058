import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { hashSync } from "bcryptjs";
import { watchWebConfig } from "../../src/entry/web.ts";
import { makeAuthority } from "../support/certificates.ts";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { RUN } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

const TLS = "cert_file: a.pem, key_file: a.key";
const HASH = hashSync("swordfish", 4);

/** Files that both take, and below those that neither takes. Rate limits are not among them: that promtool may be older. */
const GOOD = [
  "",
  "# nothing\n",
  "tls_server_config:\nhttp_server_config:\nbasic_auth_users:\n",
  `tls_server_config: {${TLS}}`,
  `tls_server_config: {${TLS}, client_auth_type: NoClientCert, client_ca_file: ""}`,
  `tls_server_config: {${TLS}, client_ca_file: ca.pem, client_auth_type: RequireAndVerifyClientCert}`,
  ...["RequestClientCert", "RequireClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven"].map((type) =>
    `tls_server_config: {${TLS}, client_auth_type: ${type}}`
  ),
  `tls_server_config: {${TLS}, min_version: TLS10, max_version: TLS12, prefer_server_cipher_suites: no}`,
  `tls_server_config: {${TLS}, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]}`,
  `tls_server_config: {${TLS}, curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]}`,
  "tls_server_config: {min_version: TLS13}",
  "http_server_config: {http2: false}",
  "http_server_config: {http2: on, headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff, X-XSS-Protection: 0}}",
  "http_server_config: {headers: {Strict-Transport-Security: max-age=1, Content-Security-Policy: default-src *}}",
  `basic_auth_users: {alice: ${HASH}, 1: ${HASH}, yes: ${HASH}}`,
  `basic_auth_users: {alice: ${HASH.replace("$2b$", "$2y$")}}`,
];
const BAD = [
  "tls_server_config: [",
  "a: b",
  "tls_config: {}",
  "- a",
  "basic_auth_users: {}\nbasic_auth_users: {}",
  `tls_server_config: {${TLS}, unknown: a}`,
  "tls_server_config: {cert_file: a.pem}",
  "tls_server_config: {key_file: a.key}",
  "tls_server_config: {client_auth_type: NoClientCert}",
  "tls_server_config: {cert_file: none.pem, key_file: a.key}",
  "tls_server_config: {cert_file: a.key, key_file: a.key}",
  "tls_server_config: {cert_file: a.pem, key_file: b.key}",
  `tls_server_config: {${TLS}, client_auth_type: Require}`,
  `tls_server_config: {${TLS}, client_ca_file: ca.pem}`,
  `tls_server_config: {${TLS}, client_ca_file: none.pem, client_auth_type: RequestClientCert}`,
  `tls_server_config: {${TLS}, min_version: TLS14}`,
  `tls_server_config: {${TLS}, min_version: "1.2"}`,
  `tls_server_config: {${TLS}, cipher_suites: [TLS_MADE_UP]}`,
  `tls_server_config: {${TLS}, cipher_suites: TLS_AES_128_GCM_SHA256}`,
  `tls_server_config: {${TLS}, curve_preferences: [P256]}`,
  "http_server_config: {http2: perhaps}",
  "http_server_config: {headers: {Server: webprom}}",
  "http_server_config: {headers: {x-frame-options: deny}}",
  "http_server_config: {headers: {X-Frame-Options: DENY}}",
  "http_server_config: {headers: {X-Content-Type-Options: sniff}}",
  "basic_auth_users: [alice]",
  "basic_auth_users: {alice: swordfish}",
  "basic_auth_users: {alice: $2y$10$short}",
];

describe("watchWebConfig()", { skip: missing("prometheus", "promtool", "node") }, () => {
  it("takes the files that promtool takes, and no others", async () => {
    await using folder = await makeFolder();
    const path = join(folder.path, "web.yml");
    const authority = await makeAuthority("authority");
    const [own, other] = [await authority.issue({ name: "own" }), await authority.issue({ name: "other" })];
    const files = { "a.pem": own.cert, "a.key": own.key, "b.key": other.key, "ca.pem": authority.cert };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);

    const surprises: unknown[] = [];
    for (const [yamls, isGood] of [[GOOD, true], [BAD, false]] as const) {
      for (const yaml of yamls) {
        await writeFile(path, yaml);
        const { status, stdout, stderr } = spawnSync("promtool", ["check", "web-config", path], { encoding: "utf8" });
        const ours = await watchWebConfig(path, { intervalMs: 0 }).then(() => "takes it", String);
        if ((status === 0) !== isGood) surprises.push({ yaml, promtool: stdout + stderr });
        if ((ours === "takes it") !== isGood) surprises.push({ yaml, ours });
      }
    }
    assertEquals(surprises, []);
  });

  it("lets in a Prometheus with its certificate and password on Deno, Bun and Node", async () => {
    await using folder = await makeFolder();
    const authority = await makeAuthority("authority");
    const [own, client] = [await authority.issue({ name: "own" }), await authority.issue({ name: "client" })];
    const at = (name: string) => join(folder.path, name);
    const files = {
      "a.pem": own.cert,
      "a.key": own.key,
      "b.pem": client.cert,
      "b.key": client.key,
      "ca.pem": authority.cert,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(at(name), text);
    const tls = `{${TLS}, client_ca_file: ca.pem, client_auth_type: RequireAndVerifyClientCert}`;
    await writeFile(at("web.yml"), `tls_server_config: ${tls}\nbasic_auth_users: {prometheus: ${HASH}}\n`);
    await using stack = new AsyncDisposableStack();
    const targets: Record<string, string> = {};
    for (const [runtime, command] of Object.entries({ ...RUN, deno: [...RUN.deno, "--allow-read", "--allow-env"] })) {
      const program = [...command, `test/contract/programs/${runtime}.ts`, "web", "0", at("web.yml")];
      targets[runtime] = await stack.use(start(program)).url;
    }
    const tls_config = {
      ca_file: at("ca.pem"),
      cert_file: at("b.pem"),
      key_file: at("b.key"),
      server_name: "localhost",
    };
    const basic_auth = { username: "prometheus", password: "swordfish" };
    await using prometheus = await startPrometheus(targets, { scrape: { scheme: "https", tls_config, basic_auth } });

    const isUp = async (expression: string) => Object.keys(await prometheus.query(expression)).length === 3;
    await until(() => isUp("up == 1"));
    await until(() => isUp("count_over_time(up[1m]) > 5"));
    assertEquals(Object.values(await prometheus.query("min_over_time(up[1m])")), [1, 1, 1]);
    assertEquals(Object.values(await prometheus.query("webprom_config_last_reload_successful")), [1, 1, 1]);
  });
});
