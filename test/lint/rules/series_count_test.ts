import { SERIES_COUNT } from "../../../src/lint/rules/series_count.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(SERIES_COUNT, {
  breaks: [
    [family("gauge", "app_users", { a: "1" }, { a: "2" }, { a: "3" }), "metrics should have at most 2 series, not 3"],
  ],
  keeps: [family("gauge", "app_users", { a: "1" }, { a: "2" })],
  limits: { maxSeries: 2 },
});
