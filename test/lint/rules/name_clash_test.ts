import { NAME_CLASH } from "../../../src/lint/rules/name_clash.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(NAME_CLASH, {
  breaks: [
    [
      [family("histogram", "app_wait"), family("gauge", "app_wait_count")],
      'metric names should not clash: "app_wait_count" belongs to histogram "app_wait"',
    ],
    [
      [family("gauge", "app_jobs"), family("counter", "app_jobs_total")],
      'metric names should not clash: "app_jobs" belongs to gauge "app_jobs"',
    ],
    [
      [family("gauge", "app_users"), family("gauge", "app_users")],
      'metric names should not clash: "app_users" belongs to gauge "app_users"',
    ],
  ],
  keeps: [family("histogram", "app_wait"), family("gauge", "app_wait_count")],
});
