import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { PROTOBUF } from "../../../src/exposition/protobuf/protobuf.ts";
import { hasUnit } from "../../../src/exposition/wire_names.ts";
import type { Exemplar } from "../../../src/model/exemplar.ts";
import type { HistogramPoint, MetricFamily, NativeHistogram, PointHead } from "../../../src/model/metric_family.ts";
import { ParseError } from "../../../src/parse/parse_error.ts";
import { parseProtobuf } from "../../../src/parse/protobuf/protobuf.ts";
import { assemble } from "../../corpus/protobuf/assemble.ts";
import { property, type Random } from "../../support/property.ts";
import { randomRegistry } from "../../support/random_registry.ts";

/** The body, of all pieces. */
function encode(families: Iterable<MetricFamily>): Uint8Array {
  return Uint8Array.from(
    [...PROTOBUF.encode(families, { escaping: "allow-utf-8" })].flatMap((piece) => [...piece]),
  );
}

/** What of families can be said in the format. */
function expected(families: readonly MetricFamily[]): MetricFamily[] {
  return families.map((family) => {
    const { name, help, unit = "" } = family;
    const head = { name, help: help.toWellFormed(), ...hasUnit(family) && { unit } };
    switch (family.type) {
      case "histogram":
      case "gaugehistogram":
        return {
          ...head,
          type: family.type,
          points: Array.from(family.points, (point) => histogram(point, family.type)),
        };
      case "info":
        return { ...head, type: "gauge", points: Array.from(family.points, (point) => ({ ...told(point), value: 1 })) };
      case "stateset":
        return {
          ...head,
          type: "gauge",
          points: [...family.points].flatMap(({ states, ...point }) =>
            Object.entries(states).map(([state, isOn]) =>
              told({ ...point, labels: { ...point.labels, [name]: state }, value: isOn ? 1 : 0 })
            )
          ),
        };
      default:
        return { ...head, type: family.type, points: Array.from<PointHead, PointHead>(family.points, told) };
    }
  }) as MetricFamily[];
}

function told<P extends PointHead & { readonly exemplar?: Exemplar | undefined }>(point: P): P {
  const { exemplar } = point;
  return { ...point, labels: wellFormed(point.labels), ...exemplar && { exemplar: toldExemplar(exemplar) } };
}

function toldExemplar(exemplar: Exemplar): Exemplar {
  return { ...exemplar, labels: wellFormed(exemplar.labels) };
}

function wellFormed(labels: PointHead["labels"]): PointHead["labels"] {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.toWellFormed()]));
}

function histogram(point: HistogramPoint, type: MetricFamily["type"]): HistogramPoint {
  const { offset = 0, createdMs, exemplars = [], native, ...rest } = point;
  const counts = Array.from({ length: point.bounds.length + 1 }, (_, i) => point.counts[offset + i] as number);
  const shown = counts.map((_, i) => exemplars[i] && toldExemplar(exemplars[i]));
  return told({
    ...rest,
    counts,
    ...type === "histogram" && createdMs !== undefined && { createdMs },
    ...shown.some((exemplar) => exemplar) && { exemplars: shown },
    ...native && { native: toldNative(native) },
  });
}

/** Exemplars of native buckets must have a time. */
function toldNative({ exemplars = [], ...native }: NativeHistogram): NativeHistogram {
  const timed = exemplars.filter(({ timestampMs }) => timestampMs !== undefined).map(toldExemplar);
  return { ...native, ...timed.length > 0 && { exemplars: timed } };
}

/** A stream of pieces, cut anywhere. */
function streamOf(bytes: Uint8Array, random: Random): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const length = random.below(random.pick([2, 20, 2000]));
      controller.enqueue(bytes.slice(at, at + length));
      at += length;
    },
  });
}

/** A stream that says whether it was given up. */
function watchedStream(pieces: readonly Uint8Array[]): { stream: ReadableStream<Uint8Array>; reason: () => unknown } {
  const waiting = [...pieces];
  let reason: unknown;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = waiting.shift();
      if (piece !== undefined) controller.enqueue(piece);
    },
    cancel(given) {
      reason = given;
    },
  });
  return { stream, reason: () => reason };
}

/** Changes bytes as chance will have it. */
function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const mutated = [...bytes];
  for (let i = random.below(4); i >= 0; i--) {
    const at = random.below(mutated.length + 1);
    const changes = [
      () => mutated.splice(at, 1),
      () => mutated.splice(at, 0, random.below(256)),
      () => mutated.splice(at, 1, random.below(256)),
      () => mutated.splice(at, 1, (mutated[at] ?? 0) ^ 1 << random.below(8)),
      () => mutated.splice(at, 0, ...random.list(random.below(12), () => 128 + random.below(128))),
      () => mutated.splice(at, random.below(20)),
      () => mutated.splice(at, 0, ...mutated.slice(random.below(mutated.length + 1)).slice(0, random.below(40))),
    ];
    random.pick(changes)();
  }
  return Uint8Array.from(mutated);
}

const UP = assemble(`{ 1: "up" 3: 1 4: { 1: { 1: "job" 2: "attic" } 2: { 1: 1.0 } } 4: { 2: { 1: 0.0 } } }`);
const DOWN = assemble(`{ 1: "down" 3: 1 4: { 2: { 1: 1.0 } } }`);
const BOTH = Uint8Array.from([...UP, ...DOWN]);

describe("parseProtobuf()", () => {
  property("parseProtobuf() gives back what was written", async (random) => {
    for (let i = 0; i < 300; i++) {
      const { seed, families } = randomRegistry(random.below(2 ** 31));
      const body = encode(families);
      try {
        assertEquals(parseProtobuf(body), expected(families));
        assertEquals(await parseProtobuf(streamOf(body, random)), expected(families));
      } catch (cause) {
        throw new Error(`Does not hold for registry ${seed}: ${cause}`, { cause });
      }
    }
  });

  it("parseProtobuf() reads any labels as data, and changes no object", () => {
    const body = assemble(`{ 1: "a" 3: 1 4: { 1: { 1: "__proto__" 2: "x" } 1: { 1: "toString" 2: "y" } 2: { } } }`);
    const [family] = parseProtobuf(body);
    const [{ labels } = { labels: {} }] = family?.points ?? [];
    assertEquals(Object.entries(labels), [["__proto__", "x"], ["toString", "y"]]);
    assertEquals(Object.getPrototypeOf(labels), Object.prototype);
  });

  it("parseProtobuf() reads a part of a larger buffer", () => {
    const larger = Uint8Array.from([255, 255, ...BOTH, 255]);
    assertEquals(parseProtobuf(larger.subarray(2, larger.length - 1)), parseProtobuf(BOTH));
  });

  it("parseProtobuf() reads a stream of single bytes", async () => {
    const bytes = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of BOTH) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    assertEquals(await parseProtobuf(bytes), parseProtobuf(BOTH));
  });

  it("parseProtobuf() leaves alone what a stream gave it", async () => {
    const pieces = [BOTH.slice(0, 7), BOTH.slice(7, 9), BOTH.slice(9)];
    const copies = pieces.map((piece) => piece.slice());
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    await parseProtobuf(stream);
    assertEquals(pieces, copies);
  });

  it("parseProtobuf() tells the place in the whole input", () => {
    const bad = assemble(`{ 1: "bad" 3: 1 4: { 1: { 1: "b" 2:2 1 ⟨ff⟩ } 2: { 1: 1.0 } } }`);
    const error = assertThrows(() => parseProtobuf(Uint8Array.from([...BOTH, ...bad])), ParseError);
    assertEquals(error.message, "Cannot parse protobuf: text is not UTF-8");
    assertEquals(error.offset, BOTH.length + bad.indexOf(255));
    assertEquals([error.line, error.column, error.excerpt], [0, 0, ""]);
  });

  it("parseProtobuf() tells the place in a whole stream, and gives it up", async () => {
    const bad = assemble(`{ 1: "bad" 3: 9 }`);
    const { stream, reason } = watchedStream([BOTH.slice(0, 30), BOTH.slice(30), bad]);
    const error = await assertRejects(() => parseProtobuf(stream), ParseError, "type of family");
    assertEquals(error.offset, BOTH.length + 1);
    assertEquals(reason(), error);
  });

  it("parseProtobuf() rejects as its stream fails", async () => {
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("Lost")) });
    await assertRejects(() => parseProtobuf(stream), Error, "Lost");
  });

  it("parseProtobuf() takes no more bytes than it is allowed", async () => {
    assertEquals(parseProtobuf(BOTH, { maxBytes: BOTH.length }).length, 2);
    const options = { maxBytes: BOTH.length - 1 };
    assertThrows(() => parseProtobuf(BOTH, options), ParseError, `at most ${BOTH.length - 1}, raise maxBytes`);
    const { stream, reason } = watchedStream([UP, DOWN]);
    assertEquals(await assertRejects(() => parseProtobuf(stream, options), ParseError, "raise maxBytes"), reason());
  });

  it("parseProtobuf() does not wait for a message that is longer than it is allowed", async () => {
    const { stream } = watchedStream([assemble("1000000 1:")]);
    await assertRejects(() => parseProtobuf(stream, { maxBytes: 1000 }), ParseError, "raise maxBytes");
  });

  it("parseProtobuf() takes no more families than it is allowed", () => {
    assertEquals(parseProtobuf(BOTH, { maxFamilies: 2 }).length, 2);
    assertThrows(() => parseProtobuf(BOTH, { maxFamilies: 1 }), ParseError, "raise maxFamilies");
  });

  it("parseProtobuf() takes no more points than it is allowed", () => {
    assertEquals(parseProtobuf(BOTH, { maxSamples: 3 }).length, 2);
    assertThrows(() => parseProtobuf(BOTH, { maxSamples: 2 }), ParseError, "raise maxSamples");
    assertThrows(() => parseProtobuf(UP, { maxSamples: 1 }), ParseError, "raise maxSamples");
  });

  it("parseProtobuf() takes no longer labels than it is allowed", () => {
    assertEquals(parseProtobuf(UP, { maxLabelLength: 5 }).length, 1);
    assertThrows(() => parseProtobuf(UP, { maxLabelLength: 4 }), ParseError, "raise maxLabelLength");
    const exemplar = assemble(`{ 1: "a_total" 4: { 3: { 2: { 1: { 1: "trace_id" } } } } }`);
    assertThrows(() => parseProtobuf(exemplar, { maxLabelLength: 4 }), ParseError, "raise maxLabelLength");
  });

  it("parseProtobuf() skips groups without end in groups without counting on the stack", () => {
    const body = Uint8Array.from([...assemble("100000"), ...new Uint8Array(100_000).fill(0x0b)]);
    assertThrows(() => parseProtobuf(body), ParseError, "group has no end");
  });

  property("parseProtobuf() fails by a ParseError only, whatever happened to its input", (random) => {
    for (let i = 0; i < 300; i++) {
      const { seed, families } = randomRegistry(random.below(2 ** 31));
      const body = mutate(encode(families), random);
      try {
        parseProtobuf(body);
      } catch (error) {
        const isRight = error instanceof ParseError && (error.offset ?? -1) >= 0 && (error.offset ?? -1) <= body.length;
        if (!isRight) throw new Error(`Fails otherwise for registry ${seed}: ${error}`, { cause: error });
      }
    }
  });

  property("parseProtobuf() reads what it accepts as it would be written", (random) => {
    for (let i = 0; i < 300; i++) {
      const body = mutate(encode(randomRegistry(random.below(2 ** 31)).families), random);
      let families: MetricFamily[];
      try {
        families = parseProtobuf(body);
      } catch {
        continue;
      }
      assertEquals(parseProtobuf(encode(families)), expected(families.filter(({ points }) => [...points].length > 0)));
    }
  });
});
