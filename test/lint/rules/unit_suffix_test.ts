import { UNIT_SUFFIX } from "../../../src/lint/rules/unit_suffix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(UNIT_SUFFIX, {
  breaks: [
    [family("counter", "app_bytes_sent_total"), 'metric names should end in the unit "bytes"'],
    [family("gauge", "seconds_waited"), 'metric names should end in the unit "seconds"'],
  ],
  keeps: [
    family("counter", "app_sent_bytes_total"),
    family("gauge", "app_wait_seconds"),
    family("gauge", "app_bytes_per_file"),
    family("gauge", "app_bytes_used_ratio"),
    family("gauge", "seconds"),
    family("gauge", "app_users"),
  ],
});
