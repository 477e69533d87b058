import { SCRAPE_LABEL } from "../../../src/lint/rules/scrape_label.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(SCRAPE_LABEL, {
  breaks: [
    [
      family("gauge", "app_users", { job: "a", instance: "b" }, { job: "c" }),
      'metrics should not have "instance" label, which each scrape adds',
      'metrics should not have "job" label, which each scrape adds',
    ],
  ],
  keeps: [family("gauge", "app_users", { jobs: "a", job: "" })],
});
