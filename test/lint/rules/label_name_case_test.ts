import { LABEL_NAME_CASE } from "../../../src/lint/rules/label_name_case.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(LABEL_NAME_CASE, {
  breaks: [
    [
      family("gauge", "app_users", { userKind: "1", homeTown: "2", kind: "3" }, { userKind: "2" }),
      "label names should be written in 'snake_case' not 'camelCase'",
      "label names should be written in 'snake_case' not 'camelCase'",
    ],
  ],
  keeps: [family("gauge", "app_activeUsers", { user_kind: "aB", KIND: "1" })],
});
