import { describe, it } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { SECURITY_HEADERS } from "../../../src/app/auth/guard.ts";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { maskSecrets } from "../../../src/app/config/mask_secrets.ts";
import { parseYaml } from "../../../src/app/config/parse_yaml.ts";
import { readWebConfig, type WebConfig, type WebConfigReader } from "../../../src/app/config/web_config.ts";

const HASH = `$2b$10$${"a".repeat(53)}`;
const DIGEST = "a1".repeat(32);
const FILES: Readonly<Record<string, string>> = { "a.pem": "certificate", "a.key": "key", "ca.pem": "authority" };

const reader: WebConfigReader = {
  name: "web.yml",
  readText: (path) => {
    const text = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
    return text === undefined ? Promise.reject(new Error(`there is no ${path}`)) : Promise.resolve(text);
  },
};

async function read(yaml: string, more: Partial<WebConfigReader> = {}): Promise<WebConfig> {
  return await readWebConfig(parseYaml("Cannot read web.yml", yaml), { ...reader, ...more });
}

async function problemsIn(yaml: string, more: Partial<WebConfigReader> = {}): Promise<readonly string[]> {
  return (await assertRejects(() => read(yaml, more), ConfigError, "Cannot read web.yml:")).problems;
}

describe("readWebConfig()", () => {
  it("takes an empty file for plain HTTP, open to all", async () => {
    for (
      const yaml of [
        "",
        "# nothing\n",
        "tls_server_config:\nhttp_server_config: {}\nbasic_auth_users: ~\nrate_limit:\n",
      ]
    ) {
      const { tls, rules } = await read(yaml);
      assertEquals(tls, undefined);
      assertEquals(rules, { users: {}, tokens: {}, publicPaths: [], headers: {}, rateLimit: undefined });
    }
  });

  it("reads everything that exporter-toolkit knows", async () => {
    const { tls, rules } = await read(`
tls_server_config:
  cert_file: a.pem
  key_file: a.key
  client_ca_file: ca.pem
  client_auth_type: RequireAndVerifyClientCert
  client_allowed_sans: [client.test, 127.0.0.1]
  min_version: TLS13
  max_version: TLS13
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]
  prefer_server_cipher_suites: false
  curve_preferences: [CurveP256, X25519]
http_server_config:
  http2: false
  headers:
    Strict-Transport-Security: max-age=31536000
    X-Frame-Options: sameorigin
    X-Content-Type-Options: nosniff
    X-XSS-Protection: 0
    Content-Security-Policy: default-src 'self'
basic_auth_users:
  alice: ${HASH}
rate_limit:
  interval: 1m30s
  burst: 20
public_paths: [/-/healthy]
`);
    assertEquals(tls, {
      cert: "certificate",
      key: "key",
      clientAuth: "RequireAndVerifyClientCert",
      clientCa: "authority",
      clientAllowedSans: ["client.test", "127.0.0.1"],
      minVersion: "TLS13",
      maxVersion: "TLS13",
      cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"],
      preferServerCipherSuites: false,
      curvePreferences: ["CurveP256", "X25519"],
      http2: false,
    });
    assertEquals(rules, {
      users: { alice: HASH },
      tokens: {},
      headers: {
        "Strict-Transport-Security": "max-age=31536000",
        "X-Frame-Options": "sameorigin",
        "X-Content-Type-Options": "nosniff",
        "X-XSS-Protection": "0",
        "Content-Security-Policy": "default-src 'self'",
      },
      publicPaths: ["/-/healthy"],
      rateLimit: { intervalMs: 90_000, burst: 20 },
    });
  });

  it("has the defaults of exporter-toolkit", async () => {
    const { tls } = await read("tls_server_config: {cert: a, key: b}");
    assertEquals(tls, {
      cert: "a",
      key: "b",
      clientAuth: "NoClientCert",
      clientCa: undefined,
      clientAllowedSans: undefined,
      minVersion: "TLS12",
      maxVersion: "TLS13",
      cipherSuites: [],
      preferServerCipherSuites: true,
      curvePreferences: [],
      http2: true,
    });
  });

  it("prefers files to texts", async () => {
    const { tls } = await read("tls_server_config: {cert: a, cert_file: a.pem, key: b, key_file: a.key}");
    assertEquals([tls?.cert, tls?.key], ["certificate", "key"]);
  });

  it("knows RequireClientCert by its old name", async () => {
    const { tls } = await read("tls_server_config: {cert: a, key: b, client_auth_type: RequireClientCert}");
    assertEquals(tls?.clientAuth, "RequireAnyClientCert");
  });

  it("knows true and false by all their names", async () => {
    for (const [word, http2] of [["yes", true], ["On", true], ["y", true], ["FALSE", false], ["off", false]] as const) {
      const { tls } = await read(`tls_server_config: {cert: a, key: b}\nhttp_server_config: {http2: ${word}}`);
      assertEquals([word, tls?.http2], [word, http2]);
    }
  });

  it("takes what a program gives it, too", async () => {
    const value = {
      http_server_config: { http2: false },
      rate_limit: { interval: "1s", burst: 2 },
      basic_auth_users: null,
    };
    assertEquals((await readWebConfig(value, reader)).rules.rateLimit, { intervalMs: 1000, burst: 2 });
  });

  it("takes users with any name", async () => {
    const { rules } = await read(
      `basic_auth_users:\n  1: ${HASH}\n  "": ${HASH}\n  __proto__: ${HASH}\n  yes: ${HASH}\n`,
    );
    assertEquals(Object.keys(rules.users ?? {}), ["1", "", "__proto__", "yes"]);
  });

  it("rejects headers that no answer could have", async () => {
    assertEquals(
      await problemsIn(`
http_server_config:
  headers: {Content-Security-Policy: "\\u4e00", Strict-Transport-Security: "a\\nb", X-XSS-Protection: "\\0"}
`),
      ["Content-Security-Policy", "Strict-Transport-Security", "X-XSS-Protection"].map((name) =>
        `http_server_config.headers.${name} must be one line of printable text`
      ),
    );
  });

  it("knows tokens and security headers beside what exporter-toolkit does", async () => {
    const { rules } = await read(`
bearer_tokens: {prometheus: ${DIGEST}}
http_server_config: {security_headers: true, headers: {X-Frame-Options: sameorigin}}
`);
    assertEquals(rules.tokens, { prometheus: DIGEST });
    assertEquals(rules.headers, { ...SECURITY_HEADERS, "X-Frame-Options": "sameorigin" });
  });

  it("has no rate limit for an interval of 0", async () => {
    for (const interval of ["0", "0s"]) {
      assertEquals((await read(`rate_limit: {interval: ${interval}, burst: 5}`)).rules.rateLimit, undefined);
    }
  });

  it("shows what is in force, with its defaults and without its secrets", async () => {
    const yaml =
      `tls_server_config: {cert: a, key: swordfish}\nbasic_auth_users: {alice: ${HASH}}\nbearer_tokens: {b: ${DIGEST}}`;
    assertEquals(maskSecrets((await read(yaml)).shown), {
      tls_server_config: {
        cert: "a",
        key: "<secret>",
        min_version: "TLS12",
        max_version: "TLS13",
        cipher_suites: [],
        prefer_server_cipher_suites: true,
        curve_preferences: [],
      },
      http_server_config: { http2: true, security_headers: false, headers: {} },
      basic_auth_users: { alice: "<secret>" },
      bearer_tokens: "<secret>",
      public_paths: [],
      rate_limit: { interval: "0ms", burst: 0 },
    });
  });

  it("tells every problem at once, each led by its path", async () => {
    const yaml = `
tls_server_config:
  cert_file: missing.pem
  key_file: a.key
  client_auth: yes
  client_ca_file: nowhere.pem
  min_version: TLS14
  cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]
  curve_preferences: [CurveP257]
http_server_config:
  http2: perhaps
  headers: {X-Frame-Options: allow, Server: webprom}
basic_auth_users: {alice: swordfish, bob: ${HASH}}
bearer_tokens: {prometheus: swordfish}
rate_limit: {interval: 5, burst: many}
users: {}
`;
    const problems = await problemsIn(yaml);
    assertEquals(problems.map((problem) => problem.split(" ")[0]).sort(), [
      "basic_auth_users.alice",
      "bearer_tokens.prometheus",
      "http_server_config.headers.Server",
      "http_server_config.headers.X-Frame-Options",
      "http_server_config.http2",
      "rate_limit.burst",
      "rate_limit.interval",
      "tls_server_config.cert_file",
      "tls_server_config.cipher_suites[0]",
      "tls_server_config.client_auth",
      "tls_server_config.client_auth_type",
      "tls_server_config.client_ca_file",
      "tls_server_config.curve_preferences[0]",
      "tls_server_config.min_version",
      "users",
    ]);
    assertEquals(problems.filter((problem) => problem.includes("swordfish")), []);
  });

  it("tells a problem in words that help", async () => {
    const cases: Readonly<Record<string, string>> = {
      "users: {}": "users is not known",
      "__proto__: {a: b}": "__proto__ is not known",
      "- a": 'the configuration must be a mapping, current value is ["a"]',
      "a": 'the configuration must be a mapping, current value is "a"',
      "tls_server_config: yes": 'tls_server_config must be a mapping, current value is "yes"',
      "tls_server_config: {cert: a}": "tls_server_config.key_file or key is required",
      "tls_server_config: {key: a}": "tls_server_config.cert_file or cert is required",
      "tls_server_config: {cert: a, key_file: b}": "tls_server_config.key_file cannot be read: there is no b",
      "tls_server_config: {cert: a, key: b, client_ca: c}":
        "tls_server_config.client_auth_type must be set, and not to NoClientCert, if there is a client CA",
      "tls_server_config: {cert: a, key: b, client_allowed_sans: [c], client_auth_type: VerifyClientCertIfGiven}":
        "tls_server_config.client_allowed_sans requires client_auth_type RequireAnyClientCert or RequireAndVerifyClientCert",
      "tls_server_config: {min_version: TLS13, max_version: TLS12}":
        "tls_server_config.min_version must not be above max_version, current value is TLS13",
      "http_server_config: {http2: 3}": 'http_server_config.http2 must be true or false, current value is "3"',
      "basic_auth_users: [a]": "basic_auth_users must be a mapping",
      "basic_auth_users: {alice: [a]}":
        "basic_auth_users.alice must be a bcrypt hash, such as htpasswd -nB prints after the name",
      "public_paths: [healthy]": 'public_paths[0] must begin with /, current value is "healthy"',
      "rate_limit: {interval: 1s, burst: -1}": "rate_limit.burst must be >= 0, current value is -1",
      "rate_limit: {interval: -1s, burst: 1}":
        'rate_limit.interval must be a duration with a unit, such as 1s, current value is "-1s"',
    };
    for (const [yaml, problem] of Object.entries(cases)) {
      assertEquals([yaml, (await problemsIn(yaml)).filter((found) => !found.startsWith(problem))], [yaml, []]);
    }
  });

  it("turns TLS on by any of its fields but those that only say how", async () => {
    for (const field of ["cert: a", "key: a", "client_ca: a", "client_auth_type: NoClientCert"]) {
      assertEquals((await problemsIn(`tls_server_config: {${field}}`)).length > 0, true);
    }
    assertEquals((await read("tls_server_config: {min_version: TLS13, client_auth_type: ''}")).tls, undefined);
  });

  it("tells what is wrong with certificates and keys, where they come from", async () => {
    const findPemProblems = () => ({ cert: "is no certificate", key: "is no key" });
    assertEquals(await problemsIn("tls_server_config: {cert_file: a.pem, key: b}", { findPemProblems }), [
      "tls_server_config.cert_file is no certificate",
      "tls_server_config.key is no key",
    ]);
  });
});
