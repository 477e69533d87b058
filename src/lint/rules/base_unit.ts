import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** Values are in seconds, bytes and the like. */
export const BASE_UNIT: Rule = {
  id: "base-unit",
  severity: "warning",
  reason: "Values of different units cannot be compared or added up, so that Prometheus has one for each quantity.",
  fix: "Convert the values, and name the base unit at the end of the name.",
  check({ name }) {
    const [unit] = unitsIn(name);
    if (unit === undefined || unit.word === unit.base) return [];
    return [{ message: `use base unit "${unit.base}" instead of "${unit.word}"` }];
  },
};
