import type { RE2JS } from "re2js";
import { z } from "zod";
import { isLabelName } from "../../model/names.ts";
import { compileAnchored } from "./_regular_expression.ts";
import { camelKeys, check, compiled } from "./schema.ts";

/** A relabelling rule of Prometheus. */
export interface RelabelRule {
  readonly action: RelabelAction;
  /** Labels whose values are joined and matched. */
  readonly sourceLabels: readonly string[];
  /** Separator of the joined values. */
  readonly separator: string;
  /** Expression that must match the joined values, or the label names. */
  readonly regex: RE2JS;
  /** Label to write; may contain `$1`. */
  readonly targetLabel: string;
  /** Value to write; may contain `$1` and `${name}`. */
  readonly replacement: string;
}

/** The actions of Prometheus except `hashmod`, which distributes targets among servers. */
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

/** Actions that match the names of labels, not their values. */
const OF_NAMES: readonly unknown[] = ["labelmap", "labeldrop", "labelkeep"];

const fields = {
  action: z.string().toLowerCase().pipe(z.enum(ACTIONS)).default("replace"),
  source_labels: z.array(z.string().min(1)).default([]),
  separator: z.string().default(";"),
  regex: compiled(compileAnchored).prefault("(.*)"),
  target_label: z.string().default(""),
  replacement: z.string().default("$1"),
};

/** The schema of a rule for series, as in the configuration of Prometheus. */
export const relabelRule: z.ZodType<RelabelRule> = schemaFor(isTemporary);

/** The schema of a rule for targets, which may also write labels such as `__address__`. */
export const targetRelabelRule: z.ZodType<RelabelRule> = schemaFor((label) => /^__\w+$/.test(label));

function schemaFor(isReserved: (label: string) => boolean): z.ZodType<RelabelRule> {
  return z.strictObject(fields).check(check(({ action, target_label: target = "", source_labels: sources = [] }) => {
    if (WITH_TARGET.includes(action) && target === "") {
      return [[["target_label"], `is required for action ${action}`]];
    }
    if (WITH_TARGET.includes(action) && !/\$/.test(target) && target !== "__name__" && !isReserved(target)) {
      if (!isLabelName(target)) return [[["target_label"], "must be a valid label name", target]];
    }
    if (OF_NAMES.includes(action) && sources.length > 0) {
      return [[["source_labels"], `must not be set, because action ${action} matches label names`]];
    }
    return [];
  })).transform(camelKeys);
}

/** Whether a label is only for other rules to read, and is removed after the last rule. */
function isTemporary(label: string): boolean {
  return label.startsWith("__tmp") && label.isWellFormed();
}
