import { DUPLICATE_SERIES } from "../../../src/lint/rules/duplicate_series.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(DUPLICATE_SERIES, {
  breaks: [
    [family("gauge", "app_users", { a: "1", b: "2" }, { b: "2", a: "1" }), "metric not unique"],
    [family("gauge", "app_users", { a: "1", b: "" }, { a: "1" }, { a: "1" }), "metric not unique"],
    [family("histogram", "app_wait", {}, {}), "metric not unique"],
    [
      {
        type: "gauge",
        name: "app_users_then",
        help: "Test.",
        points: [{ labels: {}, value: 1, timestampMs: 1 }, { labels: {}, value: 1, timestampMs: 2 }],
      },
      "metric not unique",
    ],
  ],
  keeps: [
    family("gauge", "app_users", { a: "1" }, { a: "2" }, { b: "1" }, {}),
  ],
});
