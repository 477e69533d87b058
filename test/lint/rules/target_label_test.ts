import { TARGET_LABEL } from "../../../src/lint/rules/target_label.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TARGET_LABEL, {
  breaks: [
    [
      family("gauge", "app_users", { env: "prod" }),
      'metrics should not have "env" label, which usually identifies a target',
    ],
  ],
  keeps: [family("gauge", "app_users", { environment_kind: "prod", queue: "env", region: "eu" })],
});
