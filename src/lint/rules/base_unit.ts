import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** Requires base units, such as seconds and bytes. */
export const BASE_UNIT: Rule = {
  id: "base-unit",
  severity: "warning",
  reason: "Values in different units cannot be compared or added, so Prometheus uses one base unit for each quantity.",
  fix: "Convert the values, and end the name in the base unit.",
  check({ name }) {
    const [unit] = unitsIn(name);
    if (unit === undefined || unit.word === unit.base) return [];
    return [{ message: `use base unit "${unit.base}" instead of "${unit.word}"` }];
  },
};
