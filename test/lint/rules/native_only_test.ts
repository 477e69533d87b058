import { NATIVE_ONLY } from "../../../src/lint/rules/native_only.ts";
import type { HistogramPoint, MetricFamily } from "../../../src/model/metric_family.ts";
import { family, ruleContract } from "../../contract/rule.ts";

const native = { schema: 3, zeroThreshold: 0, zeroCount: 1, positive: [], negative: [] };

function histogram(point: Partial<HistogramPoint>): MetricFamily {
  const points = [{ labels: {}, sum: 1, bounds: [], counts: [1], ...point }];
  return { type: "histogram", name: "app_wait_seconds", help: "Test.", points };
}

ruleContract(NATIVE_ONLY, {
  breaks: [[histogram({ native }), "histogram has only native buckets"]],
  keeps: [
    histogram({ native, bounds: [1], counts: [1, 0] }),
    histogram({}),
    { ...histogram({ native }), type: "gaugehistogram" } as MetricFamily,
    family("gauge", "app_users"),
  ],
});
