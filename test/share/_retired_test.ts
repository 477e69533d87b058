import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { counterFamily, type MetricFamily } from "@webprom/exporter";
import { Retired } from "../../src/share/_retired.ts";

function totals(value: number): MetricFamily[] {
  return [counterFamily("jobs_total", "", [{ labels: {}, value }])];
}

/** Retires isolates whose totals are their sequence numbers. */
function retired(seqs: Readonly<Record<string, number>>): Retired {
  const all = new Retired();
  for (const [id, seq] of Object.entries(seqs)) all.add(id, seq, totals(seq));
  return all;
}

function valueOf({ families }: Retired): number {
  return [...families[0]?.points ?? []].map((point) => (point as unknown as { value: number }).value)[0] ?? 0;
}

test("retired isolates of others are added if they are new, and replaced by more of them", () => {
  const cases: readonly [own: Record<string, number>, theirs: Record<string, number>, expected: number][] = [
    [{}, {}, 0],
    [{}, { a: 1 }, 1],
    [{ a: 1 }, {}, 1],
    [{ a: 1 }, { a: 1 }, 1],
    [{ a: 1 }, { b: 2 }, 3],
    [{ a: 1 }, { a: 1, b: 2 }, 3],
    [{ a: 1, b: 2 }, { a: 1 }, 3],
    [{ a: 1, b: 2 }, { b: 2, c: 4 }, 3], // no sum would be exact
    [{ a: 1 }, { a: 2, b: 2 }, 1], // they know another state
  ];
  for (const [own, theirs, expected] of cases) {
    const all = retired(own);
    const others = retired(theirs);
    const isChanged = all.adopt(Object.fromEntries(others.seqs), others.families);
    assertEquals([own, theirs, valueOf(all), isChanged], [own, theirs, expected, expected !== valueOf(retired(own))]);
  }
});

test("the digest of retired isolates does not depend on their order", () => {
  assertEquals(retired({ a: 1, b: 2, c: 3 }).digest, retired({ c: 3, a: 1, b: 2 }).digest);
  assertEquals(retired({ a: 1 }).digest === retired({ a: 2 }).digest, false);
  assertEquals(new Retired().digest, 0);
});

test("ten thousand retired isolates are remembered, the newest ones", () => {
  const all = new Retired();
  for (let i = 0; i < 10_005; i++) all.add(`id${String(i).padStart(6, "0")}`, 1, []);
  assertEquals([all.seqs.size, all.seqs.has("id000004"), all.seqs.has("id000005")], [10_000, false, true]);
});
