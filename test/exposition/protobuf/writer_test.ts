import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import protobuf from "protobufjs";
import type { Field, FieldKind } from "../../../src/model/protobuf_schema.ts";
import { ProtobufWriter } from "../../../src/exposition/protobuf/writer.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { property } from "../../support/property.ts";

function field<K extends FieldKind>(kind: K, tag: number): Field<K> {
  return { kind, tag, message: {}, words: [] };
}

const DOUBLE = field("double", 0x09);
const INT = field("int", 0x08);
const MESSAGE = field("message", 0x0a);
const SINT = field("sint", 0x08);
const STRING = field("string", 0x0a);
const UINT = field("uint", 0x08);

/** A reader of what was written, behind its tag. */
function read(write: (out: ProtobufWriter) => void): protobuf.Reader {
  const out = new ProtobufWriter(1);
  write(out);
  const reader = protobuf.Reader.create(out.take());
  reader.tag();
  return reader;
}

describe("ProtobufWriter", () => {
  const uints: readonly [value: number, bytes: readonly number[], read?: string][] = [
    [0, [0]],
    [1, [1]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [2 ** 31, [0x80, 0x80, 0x80, 0x80, 0x08]],
    [2 ** 53 - 1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    [2 ** 63, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    [1e30, [0x80, 0xf0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [-1, [0]],
    [NaN, [0]],
    [1.9, [1]],
  ];
  for (const [value, bytes] of uints) {
    it(`ProtobufWriter.uint() writes ${value}`, () => {
      const out = new ProtobufWriter(16);
      out.uint(UINT, value);
      assertEquals([...out.take()], [0x08, ...bytes]);
    });
  }

  const ints: readonly [value: number, read: string][] = [
    [0, "0"],
    [-1, "-1"],
    [1_700_000_000_123, "1700000000123"],
    [-1_700_000_000_123, "-1700000000123"],
    [Number.MIN_SAFE_INTEGER, "-9007199254740991"],
    [-(2 ** 63), "-9223372036854775808"],
    [-1e30, "-9223372036854775808"],
    [1e30, "9223372036854774784"],
    [-0.5, "0"],
  ];
  for (const [value, text] of ints) {
    it(`ProtobufWriter.int() writes ${value}`, () => {
      assertEquals(String(read((out) => out.int(INT, value)).int64()), text);
    });
  }

  const sints: readonly [value: number, bytes: readonly number[]][] = [
    [0, [0]],
    [-1, [1]],
    [1, [2]],
    [-64, [0x7f]],
    [64, [0x80, 0x01]],
    [-(2 ** 31), [0xff, 0xff, 0xff, 0xff, 0x0f]],
    [Number.MAX_SAFE_INTEGER, [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]],
    [-Number.MAX_SAFE_INTEGER, [0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]],
  ];
  for (const [value, bytes] of sints) {
    it(`ProtobufWriter.sint() writes ${value}`, () => {
      const out = new ProtobufWriter(16);
      out.sint(SINT, value);
      assertEquals([...out.take()], [0x08, ...bytes]);
    });
  }

  property("ProtobufWriter writes whole numbers that a reader reads back", (random) => {
    for (let i = 0; i < 1000; i++) {
      const value = Math.floor(2 ** random.below(53) * (1 + random.below(1000) / 1000));
      assertEquals(String(read((out) => out.uint(UINT, value)).uint64()), String(value));
      assertEquals(String(read((out) => out.int(INT, -value)).int64()), String(-value));
      assertEquals(String(read((out) => out.sint(SINT, value)).sint64()), String(value));
      assertEquals(String(read((out) => out.sint(SINT, -value)).sint64()), String(-value));
    }
  });

  property("ProtobufWriter.double() writes what a reader reads back", (random) => {
    for (let i = 0; i < 1000; i++) {
      const [value = 0] = new Float64Array(new Uint32Array([random.below(2 ** 32), random.below(2 ** 32)]).buffer);
      assertEquals(read((out) => out.double(DOUBLE, value)).double(), value);
    }
  });

  property("ProtobufWriter.string() writes what a reader reads back", (random) => {
    const text = random.list(random.below(300), () => random.pick(HOSTILE_TEXTS)).join("");
    assertEquals(read((out) => out.string(STRING, text)).string(), text);
  });

  it("ProtobufWriter.string() replaces lone surrogates", () => {
    assertEquals(read((out) => out.string(STRING, "a\ud800b\udc00")).string(), "a\ufffdb\ufffd");
  });

  it("ProtobufWriter writes a field number of more than 15 in two bytes", () => {
    const out = new ProtobufWriter(16);
    out.close(out.open(field("message", 16 << 3 | 2)));
    assertEquals([...out.take()], [0x82, 0x01, 0x00]);
  });

  for (const size of [0, 127, 128, 2 ** 14 - 1, 2 ** 14, 2 ** 21 - 1, 2 ** 21]) {
    it(`ProtobufWriter.close() writes the length of a message of ${size} bytes, in another one`, () => {
      const out = new ProtobufWriter(16);
      const outer = out.open(MESSAGE);
      const inner = out.open(MESSAGE);
      for (let i = 0; i < size; i++) out.varint(i % 100);
      out.close(inner);
      out.double(DOUBLE, 1.5);
      out.close(outer);

      const bytes = out.take();
      const reader = protobuf.Reader.create(bytes);
      assertEquals([reader.tag(), reader.uint32()], [0x0a, bytes.length - reader.pos]);
      assertEquals([reader.tag(), reader.uint32()], [0x0a, size]);
      const content = bytes.subarray(reader.pos, reader.pos + size);
      assertEquals(content.every((byte, i) => byte === i % 100), true);
      reader.skip(size);
      assertEquals([reader.tag(), reader.double(), reader.pos], [0x09, 1.5, bytes.length]);
    });
  }

  for (const size of [0, 127, 128, 300, 2 ** 14]) {
    it(`ProtobufWriter.close() writes the length of ${size} bytes, whatever width was expected`, () => {
      for (const width of [1, 2, 3]) {
        const out = new ProtobufWriter(0);
        const start = out.open(MESSAGE, width);
        for (let i = 0; i < size; i++) out.varint(i % 100);
        const actual = out.close(start, width);
        const reader = protobuf.Reader.create(out.take());
        assertEquals([reader.tag(), reader.uint32(), reader.pos], [0x0a, size, 1 + actual]);
        assertEquals(reader.len - reader.pos, size);
      }
    });
  }

  for (const timeMs of [0, 1, 999, 1000, 123_456, 1_700_000_000_123, 1_700_000_000_123.5, -1, -1500.25]) {
    it(`ProtobufWriter.time() writes ${timeMs} ms, also again`, () => {
      const out = new ProtobufWriter(0);
      for (const time of [timeMs, timeMs, 5, timeMs]) out.time(MESSAGE, time);
      const reader = protobuf.Reader.create(out.take());
      for (const time of [timeMs, timeMs, 5, timeMs]) {
        assertEquals(reader.tag(), 0x0a);
        const end = reader.uint32() + reader.pos;
        const fields = new Map<number, number>();
        while (reader.pos < end) fields.set(reader.tag() >> 3, Number(String(reader.int64())));
        assertEquals((fields.get(1) ?? 0) * 1000 + (fields.get(2) ?? 0) / 1e6, time);
      }
    });
  }

  it("ProtobufWriter.copy() copies bytes that look like NaN, and bytes before such", () => {
    for (let length = 0; length < 30; length++) {
      for (let place = 0; place < length + 8; place++) {
        const bytes = Uint8Array.from({ length: length + 32 }, (_, i) => i + 1);
        bytes.set([0xf3, 0x7f], place);
        const source = new ProtobufWriter(0);
        source.append(bytes);
        const out = new ProtobufWriter(0);
        out.reserve(length);
        out.copy(source, 0, length);
        assertEquals(out.take(), bytes.slice(0, length));
      }
    }
  });
});
