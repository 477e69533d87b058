import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { FORMATS } from "../../../src/exposition/formats.ts";
import { CONTENT_TYPES, FORMAT_NAMES, readFamilies, UsageError } from "../../../src/entry/cli/source.ts";
import type { FormatId } from "../../../src/parse/find_format.ts";

const family = { type: "gauge", name: "app_size", help: "Size.", points: [{ labels: {}, value: 3 }] } as const;

async function encode(name: keyof typeof FORMATS): Promise<Uint8Array> {
  return new Uint8Array(await new Blob([...FORMATS[name].encode([family])]).arrayBuffer());
}

describe("readFamilies()", () => {
  it("tells the format from the content", async () => {
    for (const format of ["text", "openmetrics", "protobuf"] as const) {
      const read = readFamilies({ name: "metrics", bytes: await encode(format) });
      assertEquals([read.format, read.families.map(({ name }) => name)], [format, ["app_size"]]);
    }
  });

  it("tells the format from the content type", async () => {
    const bytes = await encode("openmetrics-2.0.0");
    for (const name of FORMAT_NAMES as FormatId[]) {
      const source = { name: "metrics", bytes: name.startsWith("openmetrics") ? bytes : new Uint8Array() };
      assertEquals(readFamilies({ ...source, contentType: CONTENT_TYPES[name] }).format, name);
    }
  });

  it("takes a given format rather than the content type", async () => {
    const source = { name: "metrics", bytes: await encode("text"), contentType: "text/html" };

    assertEquals(readFamilies(source, "text").families.length, 1);
  });

  it("rejects an unknown content type", () => {
    assertThrows(
      () => readFamilies({ name: "http://localhost/", bytes: new Uint8Array(), contentType: "text/html" }),
      UsageError,
      'Cannot read http://localhost/: unknown content type "text/html"; set the format with --format',
    );
  });
});
