import { METRIC_NAME_CASE } from "../../../src/lint/rules/metric_name_case.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(METRIC_NAME_CASE, {
  breaks: [[family("gauge", "app_activeUsers"), "metric names should be written in 'snake_case' not 'camelCase'"]],
  keeps: [family("gauge", "app_active_users", { userKind: "1" }), family("gauge", "APP_users")],
});
