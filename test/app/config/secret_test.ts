import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Secret } from "@webprom/exporter/app";

describe("Secret", () => {
  it("tells itself only when asked to", () => {
    const secret = new Secret("swordfish");

    assertEquals(secret.reveal(), "swordfish");
    assertEquals([`${secret}`, String(secret), secret + "", JSON.stringify({ secret })], [
      "<secret>",
      "<secret>",
      "<secret>",
      '{"secret":"<secret>"}',
    ]);
    assertEquals(Object.keys(secret), []);
  });
});
