import { TIMESTAMPED } from "../../../src/lint/rules/timestamped.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(TIMESTAMPED, {
  breaks: [
    [
      { type: "gauge", name: "app_users", help: "Test.", points: [{ labels: {}, value: 1, timestampMs: 0 }] },
      "series should not have timestamps",
    ],
  ],
  keeps: [
    family("gauge", "app_users"),
    { type: "gauge", name: "app_guests", help: "Test.", points: [{ labels: {}, value: 1, timestampMs: undefined }] },
  ],
});
