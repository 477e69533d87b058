import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { FORMATS } from "../../src/exposition/formats.ts";

describe("FORMATS", () => {
  it("FORMATS has a media type of its own for each format", () => {
    const contentTypes = Object.values(FORMATS).map(({ contentType }) => contentType);
    assertEquals(contentTypes.length, new Set(contentTypes).size);
    assertEquals(FORMATS.text.contentType, "text/plain; version=0.0.4; charset=utf-8");
    assertEquals(FORMATS.openmetrics.contentType, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  });

  for (const [name, { encode }] of Object.entries(FORMATS)) {
    it(`FORMATS["${name}"] gives bytes, and none but an end where there are no families`, () => {
      const expected = name.startsWith("openmetrics") ? [new TextEncoder().encode("# EOF\n")] : [];
      assertEquals([...encode([])], expected);
    });
  }
});
