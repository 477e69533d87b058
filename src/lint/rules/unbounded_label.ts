import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** By their last words, labels of which there is a new value for each person, request or moment. */
const UNBOUNDED: readonly RegExp[] = [
  /(?:^|_)(?:account|correlation|customer|message|order|request|session|span|trace|transaction|user)_?id$/,
  /(?:^|_)(?:e_?mail|guid|session|time_?stamp|token|url|uri|user_?agent|user_?name|uuid)$/,
  /(?:^|_)(?:ip|ip_?addr(?:ess)?)$/,
  /^(?:user|query|(?:(?:full|raw|request|url)_?)?path)$/,
];

/** No label promises a new series for each person, request or moment. */
export const UNBOUNDED_LABEL: Rule = {
  id: "unbounded-label",
  severity: "warning",
  reason: "Each new value is a series that stays in memory, here until the end and in Prometheus for hours.",
  fix: "Leave it to logs and traces; label by what has few values, such as the route instead of the path.",
  check(family) {
    if (family.type === "info") return [];
    return labelNames(family).filter(isUnbounded).map((label) => ({
      message: `metrics should not have "${label}" label, whose values are without number`,
      label,
    }));
  },
};

function isUnbounded(label: string): boolean {
  const words = label.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
  return UNBOUNDED.some((pattern) => pattern.test(words));
}
