import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { encodeText } from "../../src/exposition/text/text.ts";
import { lint } from "../../src/lint/lint.ts";
import { PROMLINT_RULES } from "../../src/lint/rules.ts";
import { unitsIn } from "../../src/lint/_units.ts";
import { labelsKey } from "../../src/model/labels_key.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { reservedLabel } from "../../src/model/sample_names.ts";
import { family } from "../contract/rule.ts";
import { Random } from "../support/property.ts";
import { METRIC_TYPES } from "../support/random_families.ts";
import { missingGo } from "./readers.ts";

const FAMILIES = 5000;

const WORDS: readonly string[] = [
  ...["wait", "Users", "activeUsers", "HTTP", "a:b", "thermometers", "bucketed", "s_wait", "total_jobs"],
  ...["counter", "gauge", "Summary", "histogram", "gauge_histogram", "untyped", "gauges"],
  ...["seconds", "milliseconds", "kilobytes", "bits", "days", "kelvins", "metres", "mebibytes", "Seconds", "inches"],
  ...["ms", "s", "MB", "h", "d", "sec", "min"],
];
const SUFFIXES: readonly string[] = ["", "", "", "_total", "_bucket", "_count", "_sum", "_info", "_ratio", "_created"];
const LABELS: readonly string[] = ["kind", "userKind", "KIND", "le", "quantile", "aB"];

test("PROMLINT_RULES say what a current client_golang says", { skip: missingGo() }, () => {
  const random = new Random(242);
  const families = random.list(FAMILIES, () => randomFamily(random)).filter(isClear);
  const input = encodeText(families, { escaping: "allow-utf-8" });
  const { stdout, stderr, status, error } = spawnSync("go", ["-C", "test/interop/promlint", "run", "."], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  const problems = lint(families, { rules: PROMLINT_RULES });
  assertEquals(unique(problems.map(({ metric, message }) => `${metric} ${message}`)), unique(toLines(stdout)));

  const applied = new Set(problems.map(({ rule }) => rule));
  assertEquals(PROMLINT_RULES.map(({ id }) => id).filter((id) => !applied.has(id)), [], "some rules were not tried");
});

let made = 0;

function randomFamily(random: Random): MetricFamily {
  const type = random.pick(METRIC_TYPES);
  // With a number in each name, none is the name of another's samples.
  const name = `app_${made++}_${random.list(random.below(4), () => random.pick(WORDS)).join("_")}${
    random.pick(SUFFIXES)
  }`;
  const labels = random.list(random.below(3), () => random.pick(LABELS)).filter((label) =>
    label !== reservedLabel(type, name)
  );
  const sets = random.list(1 + random.below(2), () => Object.fromEntries(labels.map((label) => [label, `${made++}`])));
  return { ...family(type, name, ...sets), help: random.pick(["Test.", "Test.", ""]) };
}

/**
 * Whether the linter gets the family as it is: of several units it names any, and in the text format a state set has a label
 * of its name, a gauge histogram is a histogram, and distributions with the same labels are one.
 */
function isClear({ type, name, points }: MetricFamily): boolean {
  if (unitsIn(name).length > 1 || type === "stateset" && /[a-z][A-Z]|:/.test(name)) return false;
  if (type === "gaugehistogram" && name.includes("histogram")) return false;
  return !/histogram|summary/.test(type) || new Set(Array.from(points, ({ labels }) => labelsKey(labels))).size > 1;
}

/** It says the same once for each series. */
function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}

function toLines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
