import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { maskSecrets, maskText } from "../../src/app/_mask_secrets.ts";

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
        headers: new Headers({ "authorization": secret, "x-a": "1" }),
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
        headers: { "authorization": "<secret>", "x-a": "1" },
        map: { token: "<secret>" },
        error: "http://<secret>@c/",
        nothing: null,
        probe: undefined,
      },
    );
  });
});
