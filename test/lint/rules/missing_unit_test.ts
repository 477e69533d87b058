import { MISSING_UNIT } from "../../../src/lint/rules/missing_unit.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(MISSING_UNIT, {
  breaks: [
    [family("histogram", "http_request_duration"), 'metric names should include the unit, such as "seconds"'],
    [family("gauge", "app_latency_max"), 'metric names should include the unit, such as "seconds"'],
    [family("summary", "http_response_size"), 'metric names should include the unit, such as "bytes"'],
    [family("gauge", "app_memory_used"), 'metric names should include the unit, such as "bytes"'],
    [family("gauge", "room_temperature"), 'metric names should include the unit, such as "celsius"'],
    [family("counter", "app_uptime_total"), 'metric names should include the unit, such as "seconds"'],
  ],
  keeps: [
    family("histogram", "http_request_duration_seconds"),
    family("histogram", "http_request_duration_milliseconds"),
    family("gauge", "app_queue_size"),
    family("gauge", "app_image"),
    family("info", "app_memory"),
    family("counter", "app_latency_changes_total"),
    family("counter", "app_exceeded_body_size_limit_total"),
  ],
});
