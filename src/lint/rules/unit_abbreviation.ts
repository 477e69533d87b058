import type { Rule } from "../rule.ts";

const ABBREVIATIONS: readonly string[] = [
  "s",
  "ms",
  "us",
  "ns",
  "sec",
  "b",
  "kb",
  "mb",
  "gb",
  "tb",
  "pb",
  "m",
  "h",
  "d",
];

/** Forbids abbreviated units. */
export const UNIT_ABBREVIATION: Rule = {
  id: "unit-abbreviation",
  severity: "warning",
  reason: "A letter or two can mean many things: `m` is minutes, meters or millions.",
  fix: "Write the unit out, in the plural: `_seconds`, `_bytes`.",
  check({ name }) {
    const ended = `${name.toLowerCase()}_`;
    return ABBREVIATIONS.filter((unit) => ended.includes(`_${unit}_`)).map(() => ({
      message: "metric names should not contain abbreviated units",
    }));
  },
};
