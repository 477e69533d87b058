import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** Name endings that denote a quantity, by base unit. */
const QUANTITIES: Readonly<Record<string, RegExp>> = {
  seconds: /(?:^|_)(?:age|delay|duration|elapsed|latency|uptime)$/,
  bytes:
    /(?:^|_)(?:(?:body|content|disk|file|heap|memory|message|object|packet|payload|request|response)_size|memory)$/,
  celsius: /(?:^|_)temperature$/,
  volts: /(?:^|_)voltage$/,
};

/** Words that may follow the quantity, except in names of counters, which then count something else. */
const LAST_WORDS = /(?:_(?:avg|average|current|limit|max|maximum|mean|min|minimum|used))+$/;

/** Requires a unit in names of quantities. */
export const MISSING_UNIT: Rule = {
  id: "missing-unit",
  severity: "warning",
  reason: "The values alone do not show whether they are seconds or milliseconds.",
  fix: "End the name in the base unit, in the plural: `_seconds`, `_bytes`.",
  check({ type, name }) {
    if (type === "info" || type === "stateset" || unitsIn(name).length > 0) return [];
    const stem = name.toLowerCase().replace(type === "counter" ? /_total$/ : LAST_WORDS, "");
    return Object.entries(QUANTITIES).filter(([, pattern]) => pattern.test(stem)).map(([unit]) => ({
      message: `metric names should include the unit, such as "${unit}"`,
    }));
  },
};
