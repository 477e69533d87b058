import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { isLabelName, isLegacyLabelName, isLegacyMetricName, isMetricName } from "../../src/model/names.ts";

/** By predicate: names that it accepts, and names that it rejects. */
const CASES: readonly [
  predicate: (name: string) => boolean,
  accepted: readonly string[],
  rejected: readonly string[],
][] = [
  [
    isLegacyMetricName,
    ["a", "_", ":", "A9_:z", "__x", "job:rate:5m"],
    ["", "9a", "a.b", "a-b", "a b", "é", "a\n", "\na", "😱"],
  ],
  [isLegacyLabelName, ["a", "_", "A9_z", "__x"], ["", "9a", "a:b", "a.b", "é", "a\n", "\na"]],
  [isMetricName, ["a", "9", " ", "a.b", "花火", "😱", "__x", "\n"], ["", "\ud800", "a\udc00b", "\udc00\ud800", "a\0"]],
  [isLabelName, ["a", "9", "_", "_x_", "a:b", "a.b", "花火", "😱"], [
    "",
    "__",
    "__name__",
    "__x",
    "\ud800",
    "a\udc00",
    "a\0",
  ]],
];

for (const [predicate, accepted, rejected] of CASES) {
  describe(predicate.name, () => {
    for (const name of accepted) {
      it(`${predicate.name}() accepts ${JSON.stringify(name)}`, () => assertEquals(predicate(name), true));
    }
    for (const name of rejected) {
      it(`${predicate.name}() rejects ${JSON.stringify(name)}`, () => assertEquals(predicate(name), false));
    }
  });
}
