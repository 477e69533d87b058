import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { isBcryptHash, isSha256, readCredentials } from "../../../src/app/auth/credentials.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { property } from "../../support/property.ts";

function basic(text: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`;
}

describe("readCredentials()", () => {
  it("reads user and password, which may have any character, the password even colons", () => {
    assertEquals(readCredentials(basic("alice:sword:fish")), {
      scheme: "basic",
      user: "alice",
      password: "sword:fish",
    });
    assertEquals(readCredentials(basic(":")), { scheme: "basic", user: "", password: "" });
    for (const text of HOSTILE_TEXTS) {
      assertEquals(readCredentials(basic(`alice:${text}`)), { scheme: "basic", user: "alice", password: text });
    }
  });

  it("reads tokens", () => {
    assertEquals(readCredentials("Bearer a.b-c=="), { scheme: "bearer", token: "a.b-c==" });
  });

  it("takes the scheme in upper and lower case", () => {
    assertEquals(readCredentials("bASIC YTpi"), { scheme: "basic", user: "a", password: "b" });
    assertEquals(readCredentials("BEARER a"), { scheme: "bearer", token: "a" });
  });

  it("reads nothing from what is neither", () => {
    const headers = [
      "",
      " ",
      "Basic",
      "Basic ",
      "Bearer",
      "Bearer ",
      "Basic YTpi YTpi",
      "BasicYTpi",
      "Digest YTpi",
      "YTpi",
    ];
    const encoded = [
      "YTpi=",
      "YTp",
      "YT",
      "YTpi\n",
      "YTpi,",
      "YTpi_w==",
      "====",
      "=",
      "YT=i",
      "%59",
      "YWI=",
      "/w==",
      "Onjw",
    ];
    for (const header of [null, ...headers, ...encoded.map((text) => `Basic ${text}`)]) {
      assertEquals([header, readCredentials(header)], [header, undefined]);
    }
  });
});

property("readCredentials() takes whatever a client sends", (random) => {
  const parts = ["Basic", "Bearer", " ", ",", ":", "=", "YTpi", "\t", "\u00ff", "\\", '"', "a", "/", "+", "_"];
  const header = random.list(random.below(12), () => random.pick(parts)).join("");
  const credentials = readCredentials(header);
  assertEquals(credentials === undefined || /^(?:basic|bearer) /i.test(header), true);
});

describe("isBcryptHash()", () => {
  const rest = "QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

  it("knows what bcrypt makes", () => {
    for (const head of ["$2a$04$", "$2b$10$", "$2y$12$", "$2y$31$"]) assertEquals(isBcryptHash(head + rest), true);
  });

  it("knows what it does not make", () => {
    const heads = ["$2$10$", "$2x$10$", "$1$10$", "$2a$03$", "$2a$32$", "$2a$1$", "$2a$010$", "2a$10$", "$2a$10"];
    for (const head of heads) assertEquals([head, isBcryptHash(head + rest)], [head, false]);
    for (const hash of ["", "swordfish", `$2a$10$${rest}i`, `$2a$10$${rest}\n`, `$2a$10$${rest.slice(1)}`]) {
      assertEquals([hash, isBcryptHash(hash)], [hash, false]);
    }
  });
});

describe("isSha256()", () => {
  it("knows 64 hexadecimal digits", () => {
    assertEquals(["a1".repeat(32), "A1".repeat(32)].map(isSha256), [true, true]);
    assertEquals(["", "a1".repeat(31), "a1".repeat(33), "g1".repeat(32), `${"a1".repeat(32)}\n`].map(isSha256), [
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
