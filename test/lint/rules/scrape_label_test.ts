import { SCRAPE_LABEL } from "../../../src/lint/rules/scrape_label.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(SCRAPE_LABEL, {
  breaks: [
    [
      family("gauge", "app_users", { job: "a", instance: "b" }, { job: "c" }),
      'metrics should not have "instance" label, which Prometheus adds to every series',
      'metrics should not have "job" label, which Prometheus adds to every series',
    ],
  ],
  keeps: [family("gauge", "app_users", { jobs: "a", job: "" })],
});
