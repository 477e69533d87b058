import { UNLABELLED_TOTAL } from "../../../src/lint/rules/unlabelled_total.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(UNLABELLED_TOTAL, {
  breaks: [
    [family("gauge", "app_users", { kind: "guest" }, {}), "series with labels should not be mixed with one without"],
    [
      family("gauge", "app_users", { kind: "" }, { kind: "guest" }),
      "series with labels should not be mixed with one without",
    ],
  ],
  keeps: [family("gauge", "app_users", { kind: "guest" }, { place: "hall" }), family("gauge", "app_guests", {})],
});
