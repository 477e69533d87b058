import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { FORMATS } from "../../src/exposition/formats.ts";

test("FORMATS names the media type of the text format with its version", () => {
  assertEquals(FORMATS.text.contentType, "text/plain; version=0.0.4; charset=utf-8");
});

test("FORMATS writes nothing where there are no families", () => {
  for (const { encode } of Object.values(FORMATS)) assertEquals(encode([]), "");
});
