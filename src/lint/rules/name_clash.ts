import type { MetricFamily } from "../../model/metric_family.ts";
import { sampleNames } from "../../model/sample_names.ts";
import type { FamilyFinding, Rule } from "../rule.ts";

/** Forbids families that write series of the same name in some format. */
export const NAME_CLASH: Rule = {
  id: "name-clash",
  severity: "error",
  reason: "In some format both write series of this name: parsers mix them up or reject the scrape.",
  fix: "Rename one of the two metrics.",
  checkAll(families) {
    const owners = new Map<string, MetricFamily>();
    return families.flatMap((family): FamilyFinding[] => {
      const names = sampleNames(family.type, family.name);
      const taken = names.find((name) => owners.has(name));
      const owner = taken === undefined ? undefined : owners.get(taken);
      for (const name of names) if (!owners.has(name)) owners.set(name, family);
      if (owner === undefined) return [];
      const message = `metric names should not clash: "${taken}" belongs to ${owner.type} "${owner.name}"`;
      return [{ metric: family.name, message }];
    });
  },
};
