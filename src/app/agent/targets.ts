import { relabelLabels } from "../modules/relabel.ts";
import type { ScrapeConfig, TargetGroup } from "./agent_config.ts";

/** One target of a job. */
export interface ScrapeTarget {
  /** Identifies it: its URL and labels. */
  readonly key: string;
  readonly url: string;
  /** Labels to add to its series. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Makes targets of groups, as Prometheus does: with labels such as `__address__` that the rules may change.
 *
 * @param config The job
 * @param groups Its groups
 * @returns The targets that the rules keep
 */
export function targetsOf(config: ScrapeConfig, groups: readonly TargetGroup[]): ScrapeTarget[] {
  const found = groups.flatMap(({ targets, labels }) => targets.map((address) => targetOf(config, address, labels)));
  return found.filter((target) => target !== undefined);
}

function targetOf(
  { jobName, scheme, metricsPath, params, relabelConfigs }: ScrapeConfig,
  address: string,
  own: Readonly<Record<string, string>>,
): ScrapeTarget | undefined {
  const labels = new Map(Object.entries({
    ...Object.fromEntries(Object.entries(params).map(([name, [first = ""]]) => [`__param_${name}`, first])),
    job: jobName,
    __scheme__: scheme,
    __metrics_path__: metricsPath,
    ...own,
    __address__: address,
  }));
  if (!relabelLabels(labels, relabelConfigs) || !labels.get("__address__")) return undefined;
  const text = (name: string) => labels.get(name) ?? "";
  const url = URL.parse(`${text("__scheme__")}://${text("__address__")}${text("__metrics_path__")}`);
  if (url === null) return undefined;
  for (const [name, values] of Object.entries(params)) {
    const [, ...rest] = values;
    for (const value of [text(`__param_${name}`), ...rest]) url.searchParams.append(name, value);
  }
  for (const [label, value] of labels) {
    const name = label.startsWith("__param_") ? label.slice("__param_".length) : "";
    if (name !== "" && !Object.hasOwn(params, name)) url.searchParams.append(name, value);
  }
  if (!labels.has("instance")) labels.set("instance", text("__address__"));
  const shown = Object.fromEntries([...labels].filter(([name, value]) => !name.startsWith("__") && value !== ""));
  return { key: JSON.stringify([url.href, Object.entries(shown).sort()]), url: url.href, labels: shown };
}

/**
 * Reads the answer of an HTTP service discovery.
 *
 * @throws {SyntaxError} If it is not a list of groups
 */
export function readGroups(text: string): TargetGroup[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new SyntaxError("the answer must be a list of target groups");
  return value.map((group: { readonly targets?: unknown; readonly labels?: unknown }, i) => {
    const { targets, labels = {} } = group ?? {};
    const isValid = Array.isArray(targets) && targets.every((target) => typeof target === "string") &&
      typeof labels === "object" && labels !== null && Object.values(labels).every((label) =>
        typeof label === "string"
      );
    if (!isValid) throw new SyntaxError(`[${i}] must have a list of targets, and labels that are text`);
    return { targets: targets as string[], labels: labels as Record<string, string> };
  });
}
