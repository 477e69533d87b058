import type { Rule } from "../rule.ts";
import { labelValues } from "../_label_values.ts";

/** Minimum number of matching values to report. */
const MANY = 10;

const KINDS: Readonly<Record<string, RegExp>> = {
  "UUIDs": /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  "e-mail addresses": /^[^\s@]+@[^\s@]+\.[^\s@.]+$/,
  "IP addresses": /^(?:\d{1,3}\.){3}\d{1,3}$/,
  "hexadecimal ids": /^(?=.*\d)[0-9a-f]{16,}$/i,
  "times": /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/,
};

/** Forbids labels with values of an unbounded kind. */
export const UNBOUNDED_VALUES: Rule = {
  id: "unbounded-values",
  severity: "warning",
  reason:
    "Each new value creates a series, which stays in memory: here until the process ends, in Prometheus for hours.",
  fix: "Put the value in logs and traces; use a label with few values, such as the kind of user instead of the user.",
  check(family) {
    if (family.type === "info") return [];
    return [...labelValues(family)].flatMap(([label, values]) =>
      Object.entries(KINDS)
        .filter(([, pattern]) =>
          values.size >= MANY && [...values].filter((value) => pattern.test(value)).length >= MANY
        )
        .map(([kind]) => ({ message: `values of "${label}" label should not be ${kind}`, label }))
    );
  },
};
