import { describe, it } from "node:test";
import { assertEquals, assertLessOrEqual, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { type Kept, LineCache } from "../../src/exposition/_line_cache.ts";
import { TEXT } from "../../src/exposition/text/text.ts";
import type { PointHead } from "../../src/model/metric_family.ts";
import { gaugeFamily } from "../support/families.ts";

interface Parts extends Kept {
  readonly bytes: number;
}

/** Finds what is kept of some points, each of the same size. */
function find(cache: LineCache, key: string, points: readonly PointHead[], bytesPerPoint = 10): Parts | undefined {
  return cache.find("test", key, points, () => bytesPerPoint, (bytes) => ({ points, bytes, size: bytes }));
}

function pointsOf(count: number): PointHead[] {
  return Array.from({ length: count }, (_, i) => ({ labels: { i: String(i) } }));
}

describe("LineCache", () => {
  it("LineCache.find() keeps points that it sees a second time", () => {
    const cache = new LineCache();
    const points = pointsOf(3);
    assertEquals(find(cache, "a", points), undefined);
    const kept = find(cache, "a", points);
    assertEquals(kept, { points, bytes: 30, size: 30 });
    assertStrictEquals(find(cache, "a", points), kept);
  });

  it("LineCache.find() keeps no points that are new each time", () => {
    const cache = new LineCache();
    for (let i = 0; i < 5; i++) assertEquals(find(cache, "a", pointsOf(3)), undefined);
  });

  it("LineCache.find() keeps no points in their place that come after others", () => {
    const cache = new LineCache();
    const points = pointsOf(3);
    find(cache, "a", points);
    const kept = find(cache, "a", points);
    const fewer = points.slice(1);
    assertEquals(find(cache, "a", fewer), undefined);
    const other = find(cache, "a", fewer);
    assertStrictEquals(other?.points, fewer);
    assertNotStrictEquals(find(cache, "a", points), kept);
  });

  it("LineCache.find() keeps what it has of points that have become more", () => {
    const cache = new LineCache();
    const points = pointsOf(3);
    find(cache, "a", points);
    const kept = find(cache, "a", points);
    points.push(...pointsOf(2));
    assertStrictEquals(find(cache, "a", points), kept);
  });

  it("LineCache.find() tells keys apart that have the same points", () => {
    const cache = new LineCache();
    const points = pointsOf(1);
    find(cache, "a", points);
    const one = find(cache, "a", points);
    const other = find(cache, "b", points);
    assertNotStrictEquals(one, other);
    assertStrictEquals(find(cache, "a", points), one);
    assertStrictEquals(find(cache, "b", points), other);
  });

  it("LineCache.find() tells ways to write apart", () => {
    const cache = new LineCache();
    const points = pointsOf(1);
    const findBy = (way: string) => cache.find(way, "a", points, () => 1, () => ({ points, size: 1 }));
    findBy("one");
    assertNotStrictEquals(findBy("one"), findBy("other"));
    assertStrictEquals(findBy("one"), findBy("one"));
  });

  it("LineCache.find() asks for no estimate of points that it sees for the first time", () => {
    const fail = (): never => {
      throw new Error("asked");
    };
    assertEquals(new LineCache().find("test", "a", pointsOf(1), fail, fail), undefined);
  });
});

describe("LineCache bounds", () => {
  it("LineCache.find() keeps nothing that finds no room, and the next that does", () => {
    const cache = new LineCache(100);
    const [small, large, fits] = [pointsOf(6), pointsOf(5), pointsOf(4)];
    for (const points of [small, large, fits]) find(cache, String(points.length), points);
    assertEquals(find(cache, "6", small)?.size, 60);
    assertEquals(find(cache, "5", large), undefined);
    assertEquals(find(cache, "4", fits)?.size, 40);
    assertEquals(find(cache, "5", large), undefined);
  });

  it("LineCache.find() has room again where something was forgotten", () => {
    const cache = new LineCache(100);
    const [one, other] = [pointsOf(6), pointsOf(6)];
    find(cache, "a", one);
    find(cache, "b", other);
    assertEquals(find(cache, "a", one)?.size, 60);
    assertEquals(find(cache, "b", other), undefined);
    find(cache, "a", pointsOf(1));
    assertEquals(find(cache, "b", other)?.size, 60);
  });

  it("LineCache keeps nothing that has grown beyond its memory", () => {
    const cache = new LineCache(100);
    const points = pointsOf(1);
    let size = 10;
    const grown = (): Kept | undefined =>
      cache.find("test", "a", points, () => 10, () => ({
        points,
        get size() {
          return size;
        },
      }));
    grown();
    assertEquals(grown()?.size, 10);
    cache.prune();
    assertEquals(grown()?.size, 10);
    size = 101;
    cache.prune();
    assertEquals(grown(), undefined);
    cache.prune();
    assertEquals(grown(), undefined, "it would grow each time");
  });

  it("LineCache keeps an encoder within its memory, however many series come up", () => {
    const points = [{ labels: { a: "" }, value: 1 }];
    const family = { ...gaugeFamily("test"), points };
    const cache = new LineCache(300_000);
    let largest = 0;
    const spy = (bytes: number): void => void (largest = Math.max(largest, bytes));
    const watched = new WatchedCache(cache, spy);
    for (let scrape = 0; scrape < 10; scrape++) {
      for (const _piece of TEXT.encode([family], { cache: watched as unknown as LineCache }));
      for (let i = 0; i < 500; i++) points.push({ labels: { a: `${points.length} ${"x".repeat(500)}` }, value: 1 });
    }
    assertLessOrEqual(largest, 300_000);
  });
});

/** Tells how much is kept at the beginning of each body. */
class WatchedCache {
  readonly #cache: LineCache;
  readonly #report: (bytes: number) => void;

  constructor(cache: LineCache, report: (bytes: number) => void) {
    this.#cache = cache;
    this.#report = report;
  }

  find(...args: Parameters<LineCache["find"]>): Kept | undefined {
    const kept = this.#cache.find(...args);
    this.#report(kept?.size ?? 0);
    return kept;
  }

  prune(): void {
    this.#cache.prune();
  }
}

describe("LineCache.prune", () => {
  it("LineCache.prune() forgets what was not written for several scrapes", () => {
    const cache = new LineCache(100);
    const [gone, other] = [pointsOf(10), pointsOf(10)];
    for (let i = 0; i < 2; i++) find(cache, "gone", gone);
    find(cache, "other", other);
    assertEquals(find(cache, "other", other), undefined, "there is no room beside the other");
    for (let i = 0; i < 20; i++) cache.prune();
    assertEquals(find(cache, "other", other)?.size, 100);
    assertEquals(find(cache, "gone", gone), undefined);
  });

  it("LineCache.prune() keeps what readers of several formats take turns at", () => {
    const cache = new LineCache();
    const points = pointsOf(3);
    const keys = ["text", "openmetrics", "protobuf"];
    for (const key of keys) find(cache, key, points);
    const kept = keys.map((key) => find(cache, key, points));
    for (let round = 0; round < 30; round++) {
      assertStrictEquals(find(cache, keys[round % 3] as string, points), kept[round % 3]);
      cache.prune();
    }
  });
});
