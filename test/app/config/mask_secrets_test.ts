import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { maskSecrets, maskText } from "../../../src/app/config/mask_secrets.ts";

describe("maskSecrets()", () => {
  const secret = "swordfish";
  for (
    const name of [
      ...[
        "password",
        "Password",
        "db_password",
        "passwd",
        "passphrase",
        "secret",
        "clientSecret",
        "token",
        "bearer_token",
      ],
      ...["api_key", "apiKey", "private_key", "Authorization", "proxy-authorization", "auth", "cookie", "credentials"],
    ]
  ) {
    it(`maskSecrets() masks what is called "${name}"`, () => {
      assertEquals(maskSecrets({ [name]: secret, nested: [{ [name]: { value: secret } }] }), {
        [name]: "<secret>",
        nested: [{ [name]: "<secret>" }],
      });
    });
  }

  for (const name of ["path", "method", "author", "passed", "keyboard", "monkey", "timeoutMs", "compass"]) {
    it(`maskSecrets() shows what is called "${name}"`, () => {
      assertEquals(maskSecrets({ [name]: "shown" }), { [name]: "shown" });
    });
  }

  it("maskSecrets() masks passwords in URLs, wherever they stand", () => {
    assertEquals(maskSecrets({ url: "https://user:swordfish@example.com/a@b", list: ["redis://:swordfish@host:1"] }), {
      url: "https://<secret>@example.com/a@b",
      list: ["redis://<secret>@host:1"],
    });
    assertEquals(
      maskText("failed: http://a:b@c/ and mail to a@b.example"),
      "failed: http://<secret>@c/ and mail to a@b.example",
    );
  });

  it("maskSecrets() masks the queries of URLs, except parameters that are known to be harmless", () => {
    assertEquals(
      maskSecrets({
        target: "http://example.com/?module=1&sig=swordfish&X-Amz-Signature=2#a",
        path: "?code=swordfish",
      }),
      { target: "http://example.com/?module=1&sig=<secret>&X-Amz-Signature=<secret>#a", path: "?code=<secret>" },
    );
    assertEquals(maskText("failed: http://c/?token=swordfish and a = b"), "failed: http://c/?token=<secret> and a = b");
  });

  it("maskSecrets() masks private keys, and shows certificates", () => {
    const pem = (what: string) => `-----BEGIN ${what}-----\nswordfish\n-----END ${what}-----\n`;
    assertEquals(
      maskSecrets({ key: pem("EC PRIVATE KEY"), cert: pem("CERTIFICATE") + pem("PRIVATE KEY") }),
      { key: "<secret>\n", cert: `${pem("CERTIFICATE")}<secret>\n` },
    );
    assertEquals(maskText("-----BEGIN RSA PRIVATE KEY-----\nswordfi"), "<secret>");
  });

  it("maskSecrets() comes to an end with long texts, which clients may send", () => {
    for (const text of ["a".repeat(2_000_000), "?a".repeat(1_000_000), "a://".repeat(500_000)]) {
      assertEquals(maskText(text), text);
    }
  });

  it("maskSecrets() masks headers and bodies of modules, except headers that are known to be harmless", () => {
    const headers = { Accept: "text/plain", "X-Vault": secret, "DD-APPLICATION-KEY": secret };
    assertEquals(maskSecrets({ modules: { a: { headers, body: { content: secret }, path: "$.a" } } }), {
      modules: {
        a: {
          headers: { Accept: "text/plain", "X-Vault": "<secret>", "DD-APPLICATION-KEY": "<secret>" },
          body: "<secret>",
          path: "$.a",
        },
      },
    });
  });

  it("maskSecrets() shows that a secret is empty or absent", () => {
    assertEquals(maskSecrets({ password: "", token: undefined }), { password: "", token: undefined });
  });

  it("maskSecrets() copies anything that JSON can say, and leaves out methods", () => {
    const parent: Record<string, unknown> = { name: "parent" };
    parent.self = parent;
    assertEquals(
      maskSecrets({
        parent,
        twice: [parent, parent].map(({ name }) => ({ name })),
        big: 1n,
        pattern: /a/g,
        url: new URL("http://a:b@c/"),
        headers: new Headers({ "authorization": secret, "x-a": secret }),
        map: new Map([["token", secret]]),
        error: new Error("http://a:b@c/"),
        nothing: null,
        probe: () => {},
      }),
      {
        parent: { name: "parent", self: "<circular>" },
        twice: [{ name: "parent" }, { name: "parent" }],
        big: "1",
        pattern: "/a/g",
        url: "http://<secret>@c/",
        headers: { "authorization": "<secret>", "x-a": "<secret>" },
        map: { token: "<secret>" },
        error: "http://<secret>@c/",
        nothing: null,
        probe: undefined,
      },
    );
  });
});
