import { UNIT_ABBREVIATION } from "../../../src/lint/rules/unit_abbreviation.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(UNIT_ABBREVIATION, {
  breaks: [
    [family("gauge", "app_wait_ms"), "metric names should not contain abbreviated units"],
    [family("gauge", "app_MB_used"), "metric names should not contain abbreviated units"],
    [
      family("gauge", "app_s_per_h"),
      "metric names should not contain abbreviated units",
      "metric names should not contain abbreviated units",
    ],
  ],
  keeps: [family("gauge", "s_app_wait"), family("gauge", "app_mss")],
});
