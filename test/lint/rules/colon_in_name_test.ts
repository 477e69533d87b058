import { COLON_IN_NAME } from "../../../src/lint/rules/colon_in_name.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(COLON_IN_NAME, {
  breaks: [[family("gauge", "app:users"), "metric names should not contain ':'"]],
  keeps: [family("gauge", "app_users", { "a:b": "1" })],
});
