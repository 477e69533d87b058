import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertLess } from "@std/assert";
import type { Encoder, Format } from "../../src/exposition/format.ts";
import { PROTOBUF } from "../../src/exposition/protobuf/protobuf.ts";
import { TEXT } from "../../src/exposition/text/text.ts";
import { markLive } from "../../src/model/live_family.ts";
import type { GaugeFamily, MetricFamily, Point } from "../../src/model/metric_family.ts";
import { gaugeFamily } from "../support/families.ts";

function pointsOf(count: number, width = 50): Point[] {
  return Array.from({ length: count }, (_, i) => ({ labels: { a: `${i} ${"x".repeat(width)}` }, value: i }));
}

function liveFamily(name: string, points: Point[]): GaugeFamily & { points: Point[] } {
  return markLive({ ...gaugeFamily(name), points });
}

function bytesOf(encoder: Pick<Encoder, "encode">, families: Iterable<MetricFamily>): number[] {
  return [...encoder.encode(families)].flatMap((piece) => [...piece]);
}

/** Encodes, checks that it is what an encoder without memory writes, and returns the memory in use. */
function scrape(format: Format, encoder: Encoder, families: readonly MetricFamily[]): number {
  assertEquals(bytesOf(encoder, families), bytesOf(format, families));
  return encoder.size;
}

for (const [title, format] of Object.entries({ TEXT, PROTOBUF })) {
  describe(`memory of ${title}.encoder()`, () => {
    it(`${title}.encoder() keeps nothing of families that are not live`, () => {
      const encoder = format.encoder();
      for (let i = 0; i < 3; i++) {
        assertEquals(scrape(format, encoder, [{ ...gaugeFamily("a"), points: pointsOf(9) }]), 0);
      }
    });

    it(`${title}.encoder() keeps about as much as labels are long`, () => {
      const family = liveFamily("a", pointsOf(1000));
      const encoder = format.encoder();
      const size = scrape(format, encoder, [family]);
      assertGreater(size, 50_000);
      assertLess(size, 80_000);
      assertEquals(scrape(format, encoder, [family]), size);
    });

    it(`${title}.encoder() stays within its memory and one batch, however many series come up`, () => {
      const family = liveFamily("a", pointsOf(1));
      const encoder = format.encoder({ maxBytes: 50_000 });
      for (let round = 0; round < 10; round++) {
        assertLess(scrape(format, encoder, [gaugeFamily("b"), family, liveFamily("c", pointsOf(3))]), 50_000 + 17_500);
        family.points.push(...pointsOf(100, 500));
      }
    });

    it(`${title}.encoder() forgets families that are missing for some scrapes`, () => {
      const [one, other] = [liveFamily("a", pointsOf(2000)), liveFamily("b", pointsOf(20))];
      const encoder = format.encoder();
      const size = scrape(format, encoder, [one, other]);
      for (let i = 0; i < 5; i++) assertEquals(scrape(format, encoder, [other]), size);
      for (let i = 0; i < 20; i++) scrape(format, encoder, [other]);
      assertLess(encoder.size, size / 10);
      assertEquals(scrape(format, encoder, [one, other]), size);
    });

    it(`${title}.encoder() gives back the memory of series that are gone`, () => {
      const family = liveFamily("a", pointsOf(2000));
      const encoder = format.encoder();
      const size = scrape(format, encoder, [family]);
      for (let i = 0; i < 12; i++) {
        family.points = family.points.slice(1);
        assertLess(scrape(format, encoder, [family]), size * 3);
      }
    });

    it(`${title}.encoder() counts only what it keeps, although slow readers go on with what is gone`, () => {
      const family = liveFamily("a", []);
      const encoder = format.encoder();
      for (let round = 0; round < 20; round++) {
        family.points = pointsOf(5000);
        const slow = encoder.encode([family])[Symbol.iterator]();
        slow.next();
        for (let i = 0; i < 3; i++) {
          family.points = pointsOf(300);
          scrape(format, encoder, [family]);
        }
        while (!slow.next().done);
      }
      family.points = pointsOf(1);
      for (let i = 0; i < 20; i++) scrape(format, encoder, [family]);
      assertLess(encoder.size, 100_000);
    });

    it(`${title}.encoder() gives memory back although no body is read to its end`, () => {
      const family = liveFamily("a", []);
      const encoder = format.encoder();
      for (let round = 0; round < 30; round++) {
        family.points = pointsOf(5000);
        for (const _piece of encoder.encode([family])) break;
      }
      assertLess(encoder.size, 2_000_000);
    });
  });
}
