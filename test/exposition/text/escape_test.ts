import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { escapeHelp, escapeQuoted } from "../../../src/exposition/text/escape.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { property } from "../../support/property.ts";

describe("escapeQuoted", () => {
  it("escapeQuoted() escapes backslash, quote and line feed, and nothing else", () => {
    assertEquals(escapeQuoted('a\\b"c\nd\te\rf 😱'), 'a\\\\b\\"c\\nd\te\rf 😱');
  });

  it("escapeQuoted() replaces lone surrogates", () => assertEquals(escapeQuoted("a\ud800b\udc00"), "a\ufffdb\ufffd"));

  property("escapeQuoted() writes what a reader turns back into the same text", (random) => {
    const text = random.list(random.below(20), () => random.pick(HOSTILE_TEXTS)).join("");
    const escaped = escapeQuoted(text);
    assertEquals(/\n|(?<!\\)(?:\\\\)*"/.test(escaped), false);
    assertEquals(escaped.replace(/\\(.)/g, (_, char: string) => char === "n" ? "\n" : char), text);
  });
});

describe("escapeHelp", () => {
  it("escapeHelp() escapes backslash and line feed, but no quote", () => {
    assertEquals(escapeHelp('a\\b"c\nd\\n'), 'a\\\\b"c\\nd\\\\n');
  });

  it("escapeHelp() replaces lone surrogates", () => assertEquals(escapeHelp("a\ud800"), "a\ufffd"));
});
