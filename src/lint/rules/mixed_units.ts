import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** Reports names with more than one unit, except rates such as `bytes_per_second`. */
export const MIXED_UNITS: Rule = {
  id: "mixed-units",
  severity: "warning",
  reason: "It is unclear which of the units the values are in.",
  fix: "Expose one metric for each unit, or remove the words that are not the unit.",
  check({ name }) {
    const words = [...new Set(unitsIn(name).map(({ word }) => word))];
    if (words.length < 2 || name.includes("_per_")) return [];
    return [{
      message: `metric names should have a single unit, not ${words.map((word) => `"${word}"`).join(" and ")}`,
    }];
  },
};
