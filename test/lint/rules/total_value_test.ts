import { TOTAL_VALUE } from "../../../src/lint/rules/total_value.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TOTAL_VALUE, {
  breaks: [
    [
      family("gauge", "app_users", { kind: "guest" }, { kind: "total" }),
      'values of "kind" label should not be mixed with "total"',
    ],
    [
      family("counter", "app_jobs_total", { queue: "All" }, { queue: "mail" }, { queue: "print" }),
      'values of "queue" label should not be mixed with "All"',
    ],
  ],
  keeps: [
    family("gauge", "app_users", { kind: "guest" }, { kind: "member" }),
    family("gauge", "app_guests", { scope: "all", kind: "new" }, { scope: "all", kind: "old" }),
  ],
});
