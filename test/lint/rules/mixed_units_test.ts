import { MIXED_UNITS } from "../../../src/lint/rules/mixed_units.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(MIXED_UNITS, {
  breaks: [
    [family("gauge", "app_bytes_seconds"), 'metric names should have a single unit, not "bytes" and "seconds"'],
    [
      family("gauge", "app_seconds_milliseconds"),
      'metric names should have a single unit, not "seconds" and "milliseconds"',
    ],
  ],
  keeps: [family("gauge", "app_seconds_wait_seconds"), family("gauge", "app_bytes_per_seconds")],
});
