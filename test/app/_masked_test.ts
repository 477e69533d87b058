import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { masked } from "../../src/app/_masked.ts";
import { Secret } from "../../src/app/secret.ts";

const MASK = "<secret>";

describe("masked()", () => {
  it("masks secrets wherever they are", () => {
    assertEquals(masked({ a: [{ b: new Secret("swordfish") }] }), { a: [{ b: MASK }] });
  });

  it("masks what has a telling name", () => {
    const names = ["password", "basicAuthPassword", "client_secret", "token", "apiKey", "api_key", "Authorization"];
    for (const name of names) assertEquals(masked({ a: { [name]: "swordfish" } }), { a: { [name]: MASK } });
    assertEquals(masked({ password: 1234 }), { password: MASK });
  });

  it("masks passwords in addresses", () => {
    assertEquals(masked({ target: "https://user:sword@fish@example.com/?a=b:c@d" }), {
      target: `https://user:${MASK}@example.com/?a=b:c@d`,
    });
    assertEquals(masked(["redis://:swordfish@localhost"]), [`redis://:${MASK}@localhost`]);
  });

  it("leaves all else as it is", () => {
    const config = { key_file: "/a/b.pem", bypass: "a", keys: ["b"], url: "http://a:1/@b", tokens: {}, password: "" };
    assertEquals(masked(config), config);
    assertEquals(masked(undefined), undefined);
  });

  it("changes nothing in what it is given", () => {
    const config = { password: "swordfish" };
    masked(config);
    assertEquals(config, { password: "swordfish" });
  });
});
