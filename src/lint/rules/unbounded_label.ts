import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Names of labels that get a new value for each user, request or point in time. */
const UNBOUNDED: readonly RegExp[] = [
  /(?:^|_)(?:account|correlation|customer|message|order|request|session|span|trace|transaction|user)_?id$/,
  /(?:^|_)(?:e_?mail|guid|session|time_?stamp|token|url|uri|user_?agent|user_?name|uuid)$/,
  /(?:^|_)(?:ip|ip_?addr(?:ess)?)$/,
  /^(?:user|query|(?:(?:full|raw|request|url)_?)?path)$/,
];

/** Forbids labels that create a series for each user, request or point in time. */
export const UNBOUNDED_LABEL: Rule = {
  id: "unbounded-label",
  severity: "warning",
  reason:
    "Each new value creates a series, which stays in memory: here until the process ends, in Prometheus for hours.",
  fix: "Put the value in logs and traces; use a label with few values, such as the route instead of the path.",
  check(family) {
    if (family.type === "info") return [];
    return labelNames(family).filter(isUnbounded).map((label) => ({
      message: `label "${label}" has unbounded values`,
      label,
    }));
  },
};

function isUnbounded(label: string): boolean {
  const words = label.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
  return UNBOUNDED.some((pattern) => pattern.test(words));
}
