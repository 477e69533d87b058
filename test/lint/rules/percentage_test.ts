import { PERCENTAGE } from "../../../src/lint/rules/percentage.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(PERCENTAGE, {
  breaks: ["app_cpu_percent", "app_percentage_used", "app_cpu_Pct"].map((name) => [
    family("gauge", name),
    'use "ratio" from 0 to 1 instead of percentages',
  ]),
  keeps: [family("gauge", "app_cpu_ratio"), family("gauge", "app_percentile")],
});
