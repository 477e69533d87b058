import { HELP_TEXT } from "../../../src/lint/rules/help_text.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(HELP_TEXT, {
  breaks: [
    [{ ...family("gauge", "app_users"), help: "" }, "no help text"],
    [{ ...family("unknown", "app_users"), help: " \n" }, "no help text"],
  ],
  keeps: [family("gauge", "app_users")],
});
