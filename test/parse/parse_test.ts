import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parse } from "../../src/parse/parse.ts";
import { ParseError } from "../../src/parse/parse_error.ts";

const COUNTER = "# TYPE a counter\na_total 1\n# EOF\n";
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const streamOf = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream() as ReadableStream<Uint8Array>;

describe("parse", () => {
  const types: Readonly<Record<string, string>> = {
    "text/plain": "a_total unknown",
    "text/plain; version=0.0.4; charset=utf-8": "a_total unknown",
    "Text/Plain;version=1.0.0; escaping=allow-utf-8": "a_total unknown",
    "application/openmetrics-text": "a_total counter",
    "application/openmetrics-text; version=0.0.1": "a_total counter",
    'application/openmetrics-text; charset=utf-8; version="1.0.0"': "a_total counter",
    "application/openmetrics-text; version=2.0.0": "a counter a_total unknown",
  };
  for (const [contentType, expected] of Object.entries(types)) {
    it(`parse() reads ${contentType}`, async () => {
      for (const input of [COUNTER, bytesOf(COUNTER)]) {
        assertEquals(parse(input, { contentType }).map(({ name, type }) => `${name} ${type}`).join(" "), expected);
      }
      const families = await parse(streamOf(COUNTER), { contentType });
      assertEquals(families.map(({ name, type }) => `${name} ${type}`).join(" "), expected);
    });
  }

  it("parse() refuses other content types", () => {
    const others = [
      "application/json",
      "text/html",
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=text",
    ];
    for (const contentType of others) assertThrows(() => parse("", { contentType }), TypeError, contentType);
  });

  it("parse() tells the format from the content where nothing else tells it", async () => {
    const names = (families: readonly { readonly type: string }[]) => families.map(({ type }) => type).join();
    for (const contentType of [undefined, null, ""]) {
      for (const end of ["", "\n"]) {
        const text = COUNTER.trimEnd() + end;
        assertEquals(names(parse(text, { contentType })), "counter");
        assertEquals(names(parse(bytesOf(text), { contentType })), "counter");
        assertEquals(names(await parse(streamOf(text), { contentType })), "counter");
      }
    }
    assertEquals([parse("# EOF"), parse("# EOF\n"), parse(""), parse(new Uint8Array())], [[], [], [], []]);
    assertEquals(names(parse("a 1\n")), "unknown");
    assertEquals(names(parse("# EOF\na 1\n")), "unknown");
    assertEquals(names(parse("a 1\n# EOFs\n")), "unknown");
    assertThrows(() => parse("a 1\n# EOF\n\n# EOF\n"), ParseError, "OpenMetrics");
  });

  it("parse() takes input that may be text, bytes or a stream", async () => {
    const inputs: (string | Uint8Array | ReadableStream<Uint8Array>)[] = [COUNTER, bytesOf(COUNTER), streamOf(COUNTER)];
    for (const input of inputs) {
      const families = await parse(input, { contentType: "application/openmetrics-text" });
      assertEquals(families.map(({ name }) => name), ["a_total"]);
    }
  });

  it("parse() limits what it collects of a stream", async () => {
    await assertRejects(() => parse(streamOf(COUNTER), { maxBytes: 10 }), ParseError, "raise maxBytes");
    await assertRejects(() => parse(streamOf(COUNTER), { maxBytes: 10, contentType: "text/plain" }), ParseError);
  });
});
