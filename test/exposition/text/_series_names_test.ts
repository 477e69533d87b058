import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../../src/exposition/byte_writer.ts";
import { BoundLabels, SeriesNames } from "../../../src/exposition/text/_series_names.ts";
import { decoded } from "../../support/encoded.ts";

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
      bytes.text("something before");
      const family = new SeriesNames("é\n", name);
      const one = family.add("");
      family.write(bytes);
      const start = bytes.length;
      bytes.text(labels);
      const out = new ByteWriter(0);
      one.write(out, bytes, start, bytes.length);
      assertEquals(decoded([out.take()]), series);
      one.open(out, bytes, start, bytes.length);
      assertEquals(decoded([out.take()]), opening);
    });
  }

  it("SeriesNames.add() appends a suffix within quotes", () => {
    const out = new ByteWriter(0);
    for (const name of ["a", "a.b_total"]) {
      const bytes = new ByteWriter(0);
      const family = new SeriesNames("# HELP é\n", name);
      const [sum, created] = [family.add("_sum"), family.addCreated()];
      assertEquals(family.write(bytes), 10);
      sum.write(out, bytes, 0, 0);
      created.write(out, bytes, 0, 0);
    }
    assertEquals(decoded([out.take()]), 'a_sum a_created {"a.b_total_sum"} {"a.b_created"} ');
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
