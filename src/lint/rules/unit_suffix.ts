import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** Requires the unit at the end of the name, before `_total` or `_info`. */
export const UNIT_SUFFIX: Rule = {
  id: "unit-suffix",
  severity: "warning",
  reason: "People and dashboards look for the unit at the end of a name.",
  fix: 'Move the unit to the end of the name, before "_total".',
  check({ name }) {
    const last = unitsIn(name).at(-1)?.word;
    if (last === undefined || name.includes("_per_") || name.endsWith("_ratio")) return [];
    const isLast = name.replace(/_(?:total|info)$/, "").endsWith(last);
    return isLast ? [] : [{ message: `metric names should end in the unit "${last}"` }];
  },
};
