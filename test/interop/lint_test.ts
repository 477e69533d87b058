import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { encodeText } from "../../src/exposition/text/text.ts";
import { lint } from "../../src/lint/lint.ts";
import { PROMLINT_RULES } from "../../src/lint/rules.ts";
import { unitsIn } from "../../src/lint/_units.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { reservedLabel } from "../../src/model/sample_names.ts";
import { family } from "../contract/rule.ts";
import { missing } from "../e2e/programs.ts";
import { Random } from "../support/property.ts";
import { METRIC_TYPES } from "../support/random_families.ts";

const FAMILIES = 5000;

/** Rules that promlint has got since Prometheus 2.42. */
const NEW_RULES: readonly string[] = ["timestamp-suffix", "duplicate-series"];

const WORDS: readonly string[] = [
  ...["wait", "Users", "activeUsers", "HTTP", "a:b", "thermometers", "bucketed", "s_wait", "total_jobs"],
  ...["counter", "gauge", "Summary", "histogram", "gauge_histogram", "untyped", "gauges"],
  ...["seconds", "milliseconds", "kilobytes", "bits", "days", "kelvins", "metres", "mibibytes", "Seconds", "inches"],
  ...["ms", "s", "MB", "h", "d", "sec", "min"],
];
const SUFFIXES: readonly string[] = ["", "", "", "_total", "_bucket", "_count", "_sum", "_info", "_ratio", "_created"];
const LABELS: readonly string[] = ["kind", "userKind", "KIND", "le", "quantile", "aB"];

test("PROMLINT_RULES say what promtool says", { skip: missing("promtool") }, () => {
  const random = new Random(242);
  const families = random.list(FAMILIES, () => randomFamily(random)).filter(isClear);
  const input = encodeText(families, { escaping: "allow-utf-8" });
  const { stdout, stderr, error } = spawnSync("promtool", ["check", "metrics"], { input, encoding: "utf8" });
  if (error !== undefined) throw error;
  const problems = lint(families, { rules: PROMLINT_RULES, disable: NEW_RULES });
  assertEquals(unique(problems.map(({ metric, message }) => `${metric} ${message}`)), unique(toLines(stdout + stderr)));

  const applied = new Set(problems.map(({ rule }) => rule));
  const expected = PROMLINT_RULES.map(({ id }) => id).filter((id) => !NEW_RULES.includes(id));
  assertEquals(expected.filter((id) => !applied.has(id)), [], "some rules were not tried");
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

/** Of several units promtool names any; and only in the text format has a state set a label of its name. */
function isClear({ type, name }: MetricFamily): boolean {
  return unitsIn(name).length < 2 && !(type === "stateset" && /[a-z][A-Z]|:/.test(name));
}

/** It says the same once for each series. */
function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}

function toLines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
