import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { parseOpenMetrics } from "../../src/parse/openmetrics/openmetrics.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import type { ParseOptions } from "../../src/parse/parse_options.ts";
import { parseText } from "../../src/parse/text/text.ts";
import { property } from "../support/property.ts";

const text = '# HELP a 😱\n# TYPE a gauge\na{b="größe 花火 😱"} 1\na{b="x"} 2\n';
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A stream of pieces, and whether it was given up. */
function streamOf(pieces: readonly Uint8Array[]): { stream: ReadableStream<Uint8Array>; isCancelled: () => boolean } {
  let cancelled = false;
  const waiting = [...pieces];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = waiting.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
    cancel() {
      cancelled = true;
    },
  }, { highWaterMark: 0 });
  return { stream, isCancelled: () => cancelled };
}

const expected = parseText(text);

describe("readInput", () => {
  it("readInput() reads strings, bytes and streams alike", async () => {
    assertEquals(expected[0]?.help, "😱");
    assertEquals(parseText(bytesOf(text)), expected);
    assertEquals(await parseText(streamOf([bytesOf(text)]).stream), expected);
  });

  it("readInput() takes a stream that comes byte by byte", async () => {
    const pieces = Array.from(bytesOf(text), (byte) => Uint8Array.of(byte));
    assertEquals(await parseText(streamOf(pieces).stream), expected);
    const whole = `${text}# EOF`;
    const ofBytes = Array.from(bytesOf(whole), (byte) => Uint8Array.of(byte));
    assertEquals(await parseOpenMetrics(streamOf(ofBytes).stream), parseOpenMetrics(whole));
  });

  property("readInput() takes a stream however it is cut", async (random) => {
    const bytes = bytesOf(
      random.list(200, (): string => random.pick(['a{b="😱"} 1\n', "é\n", "# x\n", "a 1\n"])).join(""),
    );
    const read = async (parse: () => MetricFamily[] | Promise<MetricFamily[]>) => {
      try {
        return await parse();
      } catch (error) {
        const { message, line, column, excerpt } = error as ParseError;
        return { message, line, column, excerpt };
      }
    };
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + random.below(50);
      pieces.push(bytes.slice(at, end));
      at = end;
    }
    assertEquals(await read(() => parseText(streamOf(pieces).stream)), await read(() => parseText(bytes)));
  });

  it("readInput() reads more bytes than become text at a time", () => {
    const many = Array.from({ length: 40_000 }, (_, i) => `a{b="größe ${i}"} ${i}\n`).join("");
    const points = Array.from(parseText(bytesOf(many))[0]?.points ?? []);
    assertEquals(points.length, 40_000);
    assertEquals<unknown>(points.at(-1), { labels: { b: "größe 39999" }, value: 39999 });
    assertEquals(parseText(many), parseText(bytesOf(many)));
  });

  it("readInput() gives up a stream that is wrong, as soon as it knows", async () => {
    const { stream, isCancelled } = streamOf([bytesOf("a 1\nb x\n"), bytesOf("c"), bytesOf("d")]);
    await assertRejects(() => parseText(stream), ParseError, "line 2, column 3");
    assertEquals(isCancelled(), true);
  });

  it("readInput() fails as the stream fails", async () => {
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("Gone")) });
    await assertRejects(() => parseText(stream), Error, "Gone");
  });
});

describe("readInput of what is not Unicode", () => {
  const cases: readonly (readonly [bytes: readonly number[], column: number])[] = [
    [[0xff], 1],
    [[0x61, 0xff, 0x62], 2],
    [[0x23, 0xc3, 0xa9, 0x80], 3],
    [[0x23, 0xf0, 0x9f, 0x98, 0xb1, 0xf0, 0x9f], 4],
    [[0x23, 0xed, 0xa0, 0x80], 2],
    [[0x23, 0xc0, 0x80], 2],
  ];
  for (const [bytes, column] of cases) {
    it(`readInput() tells the place of bytes ${bytes.map((byte) => byte.toString(16)).join(" ")}`, () => {
      const input = Uint8Array.from([...bytesOf("# é\n# x\n"), ...bytes, 10, ...bytesOf("a 1\n")]);
      const error = assertThrows(() => parseText(input), ParseError, "text is not UTF-8");
      assertEquals([error.line, error.column], [3, column]);
    });
  }

  it("readInput() tells the place of lone surrogates", () => {
    for (const lone of ["\ud800", "\udc00"]) {
      for (const parse of [parseText, parseOpenMetrics]) {
        const error = assertThrows(() => parse(`a{b="😱"} 1\nc{d="é${lone}"} 1\n# EOF\n`), ParseError, "is not UTF-8");
        assertEquals([error.line, error.column, error.excerpt], [2, 7, 'c{d="é\ufffd"} 1']);
      }
    }
  });

  it("readInput() tells first what is wrong before", () => {
    assertThrows(() => parseText(Uint8Array.from([...bytesOf("a x\n"), 0xff, 10])), ParseError, "line 1, column 3");
    assertThrows(() => parseText("a x\n\ud800\n"), ParseError, "line 1, column 3");
  });
});

describe("readInput limits", () => {
  const cases: readonly (readonly [options: ParseOptions, line: number])[] = [
    [{ maxBytes: 40 }, 1],
    [{ maxFamilies: 1 }, 4],
    [{ maxSamples: 2 }, 4],
    [{ maxLabelLength: 3 }, 3],
  ];
  const input = '# TYPE a gauge\na{b="ccc"} 1\na{b="dddd"} 2\ne 3\n# EOF\n';
  for (const [options, line] of cases) {
    const [name = ""] = Object.keys(options);
    it(`readInput() tells to raise ${name}`, () => {
      for (const parse of [parseText, parseOpenMetrics]) {
        for (const given of [input, bytesOf(input)]) {
          const error = assertThrows(() => parse(given, options), ParseError, `raise ${name} to take more`);
          assertEquals(error.line, line);
        }
      }
    });

    it(`readInput() refuses ${name} below 0`, () => {
      for (const value of [-1, NaN]) {
        assertThrows(() => parseText("", { [name]: value }), RangeError, `${name} must be >= 0`);
      }
    });
  }

  it("readInput() takes as much as the limits say", () => {
    const enough = { maxBytes: input.length, maxFamilies: 2, maxSamples: 3, maxLabelLength: 4 };
    for (const parse of [parseText, parseOpenMetrics]) assertEquals(parse(input, enough).length, 2);
  });

  it("readInput() limits names of labels, and counts the bytes of a stream", async () => {
    assertThrows(() => parseText('a{bcde=""} 1\n', { maxLabelLength: 3 }), ParseError, "raise maxLabelLength");
    const { stream, isCancelled } = streamOf([bytesOf("# a\n"), bytesOf("# b\n"), bytesOf("# c\n")]);
    await assertRejects(() => parseText(stream, { maxBytes: 7 }), ParseError, "raise maxBytes");
    assertEquals(isCancelled(), true);
  });
});
