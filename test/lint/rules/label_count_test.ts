import { LABEL_COUNT } from "../../../src/lint/rules/label_count.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(LABEL_COUNT, {
  breaks: [
    [
      family("gauge", "app_users", { a: "1" }, { a: "1", b: "2", c: "3" }),
      "series should have at most 2 labels, not 3",
    ],
  ],
  keeps: [family("gauge", "app_users", { a: "1", b: "2", c: "" }), family("gauge", "app_other_users")],
  limits: { maxLabels: 2 },
});
