import type { RE2JS } from "re2js";
import { z } from "zod";
import { isLabelName } from "../../model/names.ts";
import { compileAnchored } from "./_regular_expression.ts";
import { camelKeys, check, compiled } from "./_schema.ts";

/** One step of relabelling, as Prometheus has it. */
export interface RelabelRule {
  /** What it does. */
  readonly action: RelabelAction;
  /** Labels whose values it looks at. */
  readonly sourceLabels: readonly string[];
  /** What stands between these values. */
  readonly separator: string;
  /** What they must be like. */
  readonly regex: RE2JS;
  /** Label that it writes; it may hold `$1`. */
  readonly targetLabel: string;
  /** What it writes; it may hold `$1` and `${name}`. */
  readonly replacement: string;
}

/** The actions of Prometheus but `hashmod`, which is for sharing targets out. */
export type RelabelAction =
  | "drop"
  | "dropequal"
  | "keep"
  | "keepequal"
  | "labeldrop"
  | "labelkeep"
  | "labelmap"
  | "lowercase"
  | "replace"
  | "uppercase";

const ACTIONS: readonly RelabelAction[] = [
  ...["replace", "keep", "drop", "keepequal", "dropequal"] as const,
  ...["labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase"] as const,
];

/** Actions that write to a label, or compare with it. */
const WITH_TARGET: readonly unknown[] = ["replace", "keepequal", "dropequal", "lowercase", "uppercase"];

/** Actions that look at the names of labels, not at values. */
const OF_NAMES: readonly unknown[] = ["labelmap", "labeldrop", "labelkeep"];

const fields = {
  action: z.string().toLowerCase().pipe(z.enum(ACTIONS)).default("replace"),
  source_labels: z.array(z.string().min(1)).default([]),
  separator: z.string().default(";"),
  regex: compiled(compileAnchored).prefault("(.*)"),
  target_label: z.string().default(""),
  replacement: z.string().default("$1"),
};

/** A rule as Prometheus' configuration writes it. */
export const relabelRule: z.ZodType<RelabelRule> = z.strictObject(fields)
  .check(check(({ action, target_label: target = "", source_labels: sources = [] }) => {
    if (WITH_TARGET.includes(action) && target === "") {
      return [[["target_label"], `is missing, which action ${action} writes to or compares with`]];
    }
    if (WITH_TARGET.includes(action) && !/\$/.test(target) && target !== "__name__" && !isTemporary(target)) {
      if (!isLabelName(target)) return [[["target_label"], "must be the name of a label", target]];
    }
    if (OF_NAMES.includes(action) && sources.length > 0) {
      return [[["source_labels"], `must be left out, because action ${action} looks at names`]];
    }
    return [];
  }))
  .transform(camelKeys);

/** A label that other rules read, and that goes after the last one. */
function isTemporary(label: string): boolean {
  return label.startsWith("__tmp") && label.isWellFormed();
}
