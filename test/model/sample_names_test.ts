import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import type { MetricType } from "../../src/model/metric_family.ts";
import { openMetricsName, reservedLabel, sampleNames } from "../../src/model/sample_names.ts";

const CASES: readonly [type: MetricType, name: string, taken: readonly string[]][] = [
  ["counter", "jobs_total", ["jobs", "jobs_total", "jobs_created"]],
  ["gauge", "jobs", ["jobs"]],
  ["gauge", "jobs_total", ["jobs_total"]],
  ["histogram", "wait_seconds", [
    "wait_seconds",
    "wait_seconds_bucket",
    "wait_seconds_sum",
    "wait_seconds_count",
    "wait_seconds_created",
  ]],
  ["info", "build_info", ["build", "build_info"]],
  ["unknown", "jobs_info", ["jobs_info"]],
  ["stateset", "mode", ["mode"]],
  ["summary", "size_bytes", ["size_bytes", "size_bytes_sum", "size_bytes_count", "size_bytes_created"]],
  ["gaugehistogram", "age_seconds", [
    "age_seconds",
    "age_seconds_bucket",
    "age_seconds_sum",
    "age_seconds_count",
    "age_seconds_gsum",
    "age_seconds_gcount",
  ]],
];

describe("sampleNames", () => {
  for (const [type, name, taken] of CASES) {
    it(`sampleNames() lists all that ${type} ${name} takes`, () => assertEquals(sampleNames(type, name), [...taken]));
  }
});

describe("openMetricsName", () => {
  for (const [type, name, [base]] of CASES) {
    it(`openMetricsName() names ${type} ${name} "${base}"`, () => assertEquals(openMetricsName(type, name), base));
  }
});

describe("reservedLabel", () => {
  for (
    const [type, label] of [
      ["histogram", "le"],
      ["gaugehistogram", "le"],
      ["summary", "quantile"],
      ["stateset", "test"],
      ["counter", undefined],
      ["gauge", undefined],
      ["info", undefined],
      ["unknown", undefined],
    ] as const
  ) {
    it(`reservedLabel() of ${type} test is ${label}`, () => assertEquals(reservedLabel(type, "test"), label));
  }
});
