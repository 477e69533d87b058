import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { LabelWriter, writeLabelName, writeName } from "../../../src/exposition/text/_labels.ts";
import type { EscapingScheme } from "../../../src/model/escaping.ts";
import type { Labels } from "../../../src/model/labels.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { property } from "../../support/property.ts";

describe("writeName", () => {
  it("writeName() quotes a metric name only where it needs that", () => {
    assertEquals(["a_b:c9", "a.b", "9a", ""].map(writeName), ["a_b:c9", '"a.b"', '"9a"', '""']);
    assertEquals(writeName('q"u\\o\nte'), String.raw`"q\"u\\o\nte"`);
  });
});

describe("writeLabelName", () => {
  it("writeLabelName() quotes a label name only where it needs that, as for a colon", () => {
    assertEquals(["a_b9", "a:b", "a.b"].map(writeLabelName), ["a_b9", '"a:b"', '"a.b"']);
    assertEquals(writeLabelName('q"u\\o\nte'), String.raw`"q\"u\\o\nte"`);
  });
});

describe("LabelWriter", () => {
  it("LabelWriter.write() sorts labels by name", () => {
    const labels = { b: "1", a: "2", B: "3", _: "4", 10: "5", 9: "6" };
    assertEquals(new LabelWriter("allow-utf-8").write(labels), '"10"="5","9"="6",B="3",_="4",a="2",b="1"');
    assertEquals(new LabelWriter("underscores").write({}), "");
  });

  const written: Readonly<Record<EscapingScheme, string>> = {
    "allow-utf-8": '"a.b"="1","a:b"="2",a_b="3"',
    "underscores": 'U__a_2e_b="1",U__a_3a_b="2",a_b="3"',
    "dots": 'a_dot_b="1",a__b="2",a_b="3"',
    "values": 'U__a_2e_b="1",U__a_3a_b="2",a_b="3"',
  };
  for (const [escaping, pairs] of Object.entries(written) as [EscapingScheme, string][]) {
    it(`LabelWriter.write() names labels in ${escaping}, no two alike`, () => {
      assertEquals(new LabelWriter(escaping).write({ "a_b": "3", "a:b": "2", "a.b": "1" }), pairs);
    });
  }

  it("LabelWriter.write() escapes values, and replaces lone surrogates", () => {
    assertEquals(new LabelWriter("underscores").write({ a: '\\"\n\ud800😱' }), String.raw`a="\\\"\n` + '\ufffd😱"');
  });

  it("LabelWriter.writeBefore() writes one more label last, named together with the others", () => {
    const writer = new LabelWriter("underscores");
    assertEquals(writer.writeBefore({}, "a"), 'a="');
    assertEquals(writer.writeBefore({ c: "1", a: '"' }, "b"), 'a="\\"",c="1",b="');
    assertEquals(writer.writeBefore({ "a.b": "1" }, "a_b"), 'U__a_2e_b="1",a_b="');
    assertEquals(writer.writeBefore({ a_b: "1" }, "a.b"), 'a_b="1",U__a_2e_b="');
    assertEquals(new LabelWriter("allow-utf-8").writeBefore({ "a.b": "1" }, "a:b"), '"a.b"="1","a:b"="');
  });

  property("LabelWriter.write() writes each label set as if it were the first", (random) => {
    for (const escaping of Object.keys(written) as EscapingScheme[]) {
      const writer = new LabelWriter(escaping);
      for (let i = 0; i < 200; i++) {
        const names = random.list(random.below(4), () => random.pick(["a", "b", "a.b", "a-b", "a_b", "é"]));
        const labels: Labels = Object.fromEntries(names.map((name) => [name, random.pick(HOSTILE_TEXTS)]));
        const reversed = Object.fromEntries(Object.entries(labels).toReversed());
        assertEquals(writer.write(labels), new LabelWriter(escaping).write(labels));
        assertEquals(writer.write(reversed), new LabelWriter(escaping).write(labels));
      }
    }
  });
});
