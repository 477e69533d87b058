import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import type { MetricFamily, Point } from "../../src/model/metric_family.ts";
import { parseOpenMetrics } from "../../src/parse/openmetrics/openmetrics.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import { parseText } from "../../src/parse/text/text.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { property, type Random } from "../support/property.ts";

const NAMES = ["a", "b", "le", "a_b", "__proto__", '"a.b"', String.raw`"q\"u\\o\nte"`, '"a"'];
const escape = (text: string): string =>
  text.replace(/[\\"\n]/g, (special) => special === "\n" ? "\\n" : `\\${special}`);

function labelsOf(families: readonly MetricFamily[]): unknown[] {
  return families.flatMap(({ points }) =>
    Array.from(points as Iterable<Point>, ({ labels }) => Object.entries(labels))
  );
}

/** Labels as they stand between braces, mostly those that stood there before. */
function randomLabels(random: Random, before: string): string {
  if (random.below(3) === 0) return before;
  const names = new Set(random.list(random.below(4), () => random.pick(NAMES)));
  if (names.has("a")) names.delete('"a"');
  const values = [...HOSTILE_TEXTS, "x", "y", "x\\", 'x"', "xx", "yx"];
  return Array.from(names, (name) => `${name}="${escape(random.pick(values))}"`).join();
}

describe("LabelReader", () => {
  property("LabelReader.read() reads each label set as if it were the first", (random) => {
    let labels = "";
    const lines = random.list(400, () => {
      labels = randomLabels(random, labels);
      return random.below(8) === 0 ? "x 1\n" : `x{${labels}} 1\n`;
    });
    assertEquals(labelsOf(parseText(lines.join(""))), lines.flatMap((line) => labelsOf(parseText(line))));
  });

  property("LabelReader.toKey() is the same for the same labels, and no others", (random) => {
    const pairs = ['a="1"', 'a="2"', 'b="1"', 'b="\\n"', 'c="x,b=\\"1\\""', '"d.e"="1"', '"b"="1"', 'a1="1"', 'a_="1"'];
    const set = (): string[] => random.list(1 + random.below(3), () => random.pick(pairs));
    for (let i = 0; i < 300; i++) {
      const [one, other] = [set(), random.below(2) === 0 ? set() : set().toSorted()];
      const text = (labels: readonly string[]) => `x{${labels.join()}} 1\n`;
      const read = (text: string): string | undefined => {
        try {
          const [labels] = labelsOf(parseText(text)) as [name: string, value: string][][];
          return JSON.stringify(labels?.sort(([one], [other]) => one < other ? -1 : 1));
        } catch {
          return undefined; // a name is repeated
        }
      };
      const [first, second] = [read(text(one)), read(text(other))];
      if (first === undefined || second === undefined) continue;
      const parse = () => parseOpenMetrics(`${text(one)}x{z="1"} 1\n${text(other)}# EOF\n`);
      if (first === second) assertThrows(parse, ParseError, "must be together");
      else assertEquals(parse()[0]?.name, "x");
    }
  });

  it("LabelReader.read() takes no value for one that only begins as another", () => {
    const lines = ['x{a="b"} 1\n', 'x{a="b\\"c"} 1\n', 'x{a="b"} 1\n', 'x{a="b\\\\"} 1\n', 'x{a=""} 1\n'];
    assertEquals(labelsOf(parseText(lines.join(""))), [
      [["a", "b"]],
      [["a", 'b"c']],
      [["a", "b"]],
      [["a", "b\\"]],
      [["a", ""]],
    ]);
  });

  it("LabelReader.read() finds names that are there twice whatever stood in the line before", () => {
    for (const before of ['x{a="1",b="2",c="3"} 1\n', 'x{b="2"} 1\nx{a="1",b="2"} 1\n', ""]) {
      for (const labels of ['a="1",a="1"', 'b="1",a="2",b="3"', '"a"="1",a="2"']) {
        assertThrows(() => parseText(`${before}x{${labels}} 1\n`), ParseError, "is repeated");
      }
    }
    assertThrows(() => parseText('x{a="1",b="2",c="3"} 1\nx{c="1",b="2"} 1\nx{c="1",b="2",c="3"} 1\n'), ParseError);
  });
});
