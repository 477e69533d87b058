import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { Labels } from "../../model/labels.ts";
import { isLabelName, isMetricName } from "../../model/names.ts";
import type { RelabelRule } from "./relabel_rule.ts";

const NAME = "__name__";

/**
 * Relabels series as Prometheus does, except that a histogram or summary is relabelled as a whole: its `__name__` is the name
 * of the family, and it has neither `le` nor `quantile`. Labels that begin with `__` are removed after the last rule.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 * @param families The families
 * @param rules The rules, applied in order
 * @returns The remaining families; names may repeat
 */
export function relabel(families: readonly MetricFamily[], rules: readonly RelabelRule[]): readonly MetricFamily[] {
  return rules.length === 0 ? families : families.flatMap((family) => relabelFamily(family, rules));
}

function relabelFamily(family: MetricFamily, rules: readonly RelabelRule[]): MetricFamily[] {
  const byName = new Map<string, PointHead[]>();
  for (const point of family.points as Iterable<PointHead>) {
    const labels = new Map([[NAME, family.name], ...Object.entries(point.labels)]);
    if (!relabelLabels(labels, rules)) continue;
    const name = labels.get(NAME) ?? "";
    if (!isMetricName(name)) continue;
    const kept = [...labels].filter(([label]) => isLabelName(label));
    const points = byName.get(name) ?? [];
    byName.set(name, points);
    points.push({ ...point, labels: Object.fromEntries(kept) as Labels });
  }
  return Array.from(byName, ([name, points]) => ({ ...family, name, points }) as MetricFamily);
}

/**
 * Relabels one series or target.
 *
 * @param labels Its labels; the rules change them
 * @param rules The rules, applied in order
 * @returns Whether to keep it
 */
export function relabelLabels(labels: Map<string, string>, rules: readonly RelabelRule[]): boolean {
  return rules.every((rule) => apply(rule, labels));
}

/** Applies a rule to labels, and returns whether to keep the series. */
function apply(rule: RelabelRule, labels: Map<string, string>): boolean {
  const { action, regex, targetLabel } = rule;
  const value = rule.sourceLabels.map((label) => labels.get(label) ?? "").join(rule.separator);
  switch (action) {
    case "keep":
      return regex.test(value);
    case "drop":
      return !regex.test(value);
    case "keepequal":
      return (labels.get(targetLabel) ?? "") === value;
    case "dropequal":
      return (labels.get(targetLabel) ?? "") !== value;
    case "lowercase":
      write(labels, targetLabel, value.toLowerCase());
      return true;
    case "uppercase":
      write(labels, targetLabel, value.toUpperCase());
      return true;
    case "replace": {
      const expand = matchOf(rule, value);
      if (expand !== undefined) write(labels, expand(targetLabel), expand(rule.replacement));
      return true;
    }
    case "labelmap":
      for (const [label, labelValue] of [...labels]) {
        const target = matchOf(rule, label)?.(rule.replacement);
        if (target !== undefined) write(labels, target, labelValue);
      }
      return true;
    case "labeldrop":
      for (const label of [...labels.keys()]) if (label !== NAME && regex.test(label)) labels.delete(label);
      return true;
    case "labelkeep":
      for (const label of [...labels.keys()]) if (label !== NAME && !regex.test(label)) labels.delete(label);
      return true;
  }
}

/** Sets a label. An empty value removes it. */
function write(labels: Map<string, string>, label: string, value: string): void {
  if (label === "" || !label.isWellFormed()) return;
  if (value === "") labels.delete(label);
  else labels.set(label, value);
}

/** Matches text, and returns a function that expands `$1`, `${1}`, `$name` and `${name}`; `$$` is a dollar sign. */
function matchOf({ regex }: RelabelRule, text: string): ((template: string) => string) | undefined {
  const matcher = regex.matcher(text);
  if (!matcher.find()) return undefined;
  return (template) =>
    template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_, bare?: string, braced?: string) => {
      const group = bare ?? braced;
      return group === undefined ? "$" : groupOf(group);
    });

  function groupOf(group: string): string {
    if (/^\d+$/.test(group)) return Number(group) <= matcher.groupCount() ? matcher.group(Number(group)) ?? "" : "";
    return Object.hasOwn(regex.namedGroups(), group) ? matcher.group(group) ?? "" : "";
  }
}
