import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { nameTarget, parseTarget } from "../../../src/app/modules/_targets.ts";

test("parseTarget() completes addresses", () => {
  const targets = {
    "example.com": "http://example.com/",
    "localhost:8080": "http://localhost:8080/",
    "127.0.0.1:80/a?b=c": "http://127.0.0.1/a?b=c",
    "[::1]:9000": "http://[::1]:9000/",
    "https://example.com/a": "https://example.com/a",
    "HTTP://example.com": "http://example.com/",
  };
  for (const [target, url] of Object.entries(targets)) assertEquals(parseTarget(target), url);
});

test("parseTarget() rejects what is not asked over HTTP", () => {
  for (const target of ["", "file:///etc/passwd", "ftp://example.com", "http://", "javascript:alert(1)", "a b", "//"]) {
    assertThrows(() => parseTarget(target), TypeError, "must be a URL that begins with http:// or https://");
  }
});

test("parseTarget() rejects addresses with a password", () => {
  for (const target of ["http://user:swordfish@example.com", "https://user@example.com/"]) {
    assertThrows(() => parseTarget(target), TypeError, "must not contain a user name or password, use basic_auth");
  }
});

test("nameTarget() leaves out what may be secret", () => {
  assertEquals(
    nameTarget("https://user:swordfish@example.com:8443/a/b?token=swordfish#x"),
    "https://example.com:8443/a/b",
  );
  assertEquals(nameTarget("example.com/a"), "http://example.com/a");
  assertEquals(nameTarget("a b"), '"a b"');
});
