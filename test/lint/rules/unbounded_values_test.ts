import { UNBOUNDED_VALUES } from "../../../src/lint/rules/unbounded_values.ts";
import type { MetricFamily } from "../../../src/model/metric_family.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(UNBOUNDED_VALUES, {
  breaks: [
    [many((i) => `0b8f0c7e-8f3a-4d0e-9a34-${hex(i, 12)}`), 'values of "who" label should not be UUIDs'],
    [many((i) => `user${i}@example.com`), 'values of "who" label should not be e-mail addresses'],
    [many((i) => `10.0.0.${i}`), 'values of "who" label should not be IP addresses'],
    [many((i) => hex(i, 32)), 'values of "who" label should not be hexadecimal ids'],
    [many((i) => `2026-01-02T03:04:${10 + i}Z`), 'values of "who" label should not be times'],
  ],
  keeps: [
    many((i) => `queue-${i}`),
    many((i) => `user${i % 9}@example.com`),
    many((i) => `facade${"a".repeat(10 + i)}`),
    { ...many((i) => hex(i, 32)), type: "info" } as MetricFamily,
  ],
});

function many(value: (i: number) => string): MetricFamily {
  return family("gauge", "app_users", ...Array.from({ length: 10 }, (_, i) => ({ who: value(i) })));
}

function hex(i: number, length: number): string {
  return i.toString(16).padStart(length, "4");
}
