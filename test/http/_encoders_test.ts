import { describe, it } from "node:test";
import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import type { Format } from "../../src/exposition/format.ts";
import { FORMATS } from "../../src/exposition/formats.ts";
import { Encoders } from "../../src/http/respond.ts";
import { markLive } from "../../src/model/live_family.ts";
import { gaugeFamily } from "../support/families.ts";

const { text, openmetrics, protobuf } = FORMATS;

describe("Encoders", () => {
  it("Encoders.of() makes one encoder for each format and escaping scheme", () => {
    const encoders = new Encoders(false);
    const one = encoders.of(text, "underscores");
    const other = encoders.of(text, "dots");
    assertNotStrictEquals(one, other);
    assertStrictEquals(encoders.of(text, "underscores"), one);
    assertStrictEquals(encoders.of(text, "dots"), other);
  });

  it("Encoders.of() drops the encoders that were not used for the longest time, if all are over the limit", () => {
    const encoders = new Encoders(false, 25_000);
    const points = Array.from({ length: 200 }, (_, i) => ({ labels: { a: `${i} ${"x".repeat(30)}` }, value: 1 }));
    const families = [markLive({ ...gaugeFamily("a"), points })];
    const used = [text, openmetrics, protobuf].map((format) => {
      const encoder = encoders.of(format, "underscores");
      for (const _piece of encoder.encode(families));
      return encoder;
    });
    assertStrictEquals(encoders.of(protobuf, "underscores"), used[2]);
    assertStrictEquals(encoders.of(openmetrics, "underscores"), used[1]);
    assertNotStrictEquals(encoders.of(text, "underscores"), used[0]);
  });

  it("Encoders.of() drops an encoder that was not used for many scrapes", () => {
    const encoders = new Encoders(false);
    const once = encoders.of(protobuf, "underscores");
    for (let i = 0; i < 40; i++) encoders.of(text, "underscores");
    assertStrictEquals(encoders.of(protobuf, "underscores"), once);
    for (let i = 0; i < 60; i++) encoders.of(text, "underscores");
    assertNotStrictEquals(encoders.of(protobuf, "underscores"), once);
  });

  it("Encoders.of() serves formats that have no encoder, and passes on whether created times are wanted", () => {
    const given: unknown[] = [];
    const format: Format = {
      contentType: "text/plain",
      encode(_families, options) {
        given.push(options);
        return [];
      },
    };
    const encoder = new Encoders(true).of(format, "dots");
    assertEquals([[...encoder.encode([])], encoder.size], [[], 0]);
    assertEquals(given, [{ escaping: "dots", created: true }]);
  });
});
