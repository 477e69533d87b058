import type { Rule } from "../rule.ts";

/** Requires ratios from 0 to 1 instead of percentages. */
export const PERCENTAGE: Rule = {
  id: "percentage",
  severity: "warning",
  reason: "Ratios from 0 to 1 can be multiplied and compared without knowing their scale.",
  fix: "Divide by 100 and end the name in `_ratio`; better still, expose the part and the whole.",
  check: ({ name }) =>
    /(?:^|_)(?:pct|percent|percents|percentage|percentages)(?:_|$)/i.test(name)
      ? [{ message: 'use "ratio" from 0 to 1 instead of percentages' }]
      : [],
};
