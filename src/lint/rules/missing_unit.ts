import type { Rule } from "../rule.ts";
import { unitsIn } from "../_units.ts";

/** How names end that tell a quantity, and its base unit. */
const QUANTITIES: Readonly<Record<string, RegExp>> = {
  seconds: /(?:^|_)(?:age|delay|duration|elapsed|latency|uptime)$/,
  bytes:
    /(?:^|_)(?:(?:body|content|disk|file|heap|memory|message|object|packet|payload|request|response)_size|memory)$/,
  celsius: /(?:^|_)temperature$/,
  volts: /(?:^|_)voltage$/,
};

/** What may stand behind the quantity, but in the name of a counter, which then counts something else. */
const LAST_WORDS = /(?:_(?:avg|average|current|limit|max|maximum|mean|min|minimum|used))+$/;

/** A quantity has its unit in the name. */
export const MISSING_UNIT: Rule = {
  id: "missing-unit",
  severity: "warning",
  reason: "Nobody can tell milliseconds from seconds by the values alone.",
  fix: "End the name in the base unit, in the plural: `_seconds`, `_bytes`.",
  check({ type, name }) {
    if (type === "info" || type === "stateset" || unitsIn(name).length > 0) return [];
    const stem = name.toLowerCase().replace(type === "counter" ? /_total$/ : LAST_WORDS, "");
    return Object.entries(QUANTITIES).filter(([, pattern]) => pattern.test(stem)).map(([unit]) => ({
      message: `metric names should tell the unit, such as "${unit}"`,
    }));
  },
};
