import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../../src/exposition/byte_writer.ts";
import {
  BoundLabels,
  LabelWriter,
  SeriesNames,
  writeLabelName,
  writeName,
} from "../../../src/exposition/text/_labels.ts";
import type { EscapingScheme } from "../../../src/model/escaping.ts";
import type { Labels } from "../../../src/model/labels.ts";
import { decoded } from "../../support/encoded.ts";
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

describe("SeriesName", () => {
  const cases: readonly (readonly [name: string, labels: string, series: string, opening: string])[] = [
    ["a", "", "a ", "a{"],
    ["a", 'b="1"', 'a{b="1"} ', 'a{b="1"'],
    ["a.b", "", '{"a.b"} ', '{"a.b",'],
    ["a.b", 'b="1"', '{"a.b",b="1"} ', '{"a.b",b="1"'],
    ["花火", `b="${"é".repeat(300)}"`, `{"花火",b="${"é".repeat(300)}"} `, `{"花火",b="${"é".repeat(300)}"`],
  ];
  for (const [name, labels, series, opening] of cases) {
    it(`SeriesName.write() writes ${series.slice(0, 20)}, and open() the same up to one more label`, () => {
      const bytes = new ByteWriter(0);
      const names = new SeriesNames(bytes, name).add("");
      const start = bytes.length;
      bytes.text(labels);
      const out = new ByteWriter(0);
      names.write(out, start, bytes.length);
      assertEquals(decoded([out.take()]), series);
      names.open(out, start, bytes.length);
      assertEquals(decoded([out.take()]), opening);
    });
  }

  it("SeriesNames.add() appends a suffix within quotes", () => {
    const bytes = new ByteWriter(0);
    const out = new ByteWriter(0);
    new SeriesNames(bytes, "a").add("_sum").write(out, 0, 0);
    new SeriesNames(bytes, "a.b").add("_sum").write(out, 0, 0);
    new SeriesNames(bytes, "a.b_total").addCreated().write(out, 0, 0);
    assertEquals(decoded([out.take()]), 'a_sum {"a.b_sum"} {"a.b_created"} ');
  });
});

describe("BoundLabels", () => {
  it("BoundLabels.write() writes values that differ from point to point", () => {
    const bounds = new BoundLabels("le", String);
    const out = new ByteWriter(0);
    for (const values of [[1, 2, 3], [1, 2, 3], [1, 5], [1, 5, 6, 7], [2], [1, 5, NaN]]) {
      for (const [i, value] of values.entries()) bounds.write(out, i, value, i % 2 === 0);
      assertEquals(
        decoded([out.take()]),
        values.map((value, i) => `${i % 2 === 0 ? "," : ""}le="${value}"} `).join(""),
      );
    }
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
