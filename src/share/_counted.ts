import type { MetricFamily } from "../model/metric_family.ts";

/** Whether a family has totals of one isolate, of which increases are sent; of all others, the current values are sent. */
export function isCounted({ type, scope = "isolate" }: MetricFamily): boolean {
  return (type === "counter" || type === "histogram" || type === "summary") && scope === "isolate";
}
