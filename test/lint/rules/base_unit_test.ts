import { BASE_UNIT } from "../../../src/lint/rules/base_unit.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(BASE_UNIT, {
  breaks: [
    [family("gauge", "app_wait_milliseconds"), 'use base unit "seconds" instead of "milliseconds"'],
    [family("counter", "app_sent_kilobytes_total"), 'use base unit "bytes" instead of "kilobytes"'],
    [family("gauge", "app_uptime_days"), 'use base unit "seconds" instead of "days"'],
    [family("unknown", "bits"), 'use base unit "bytes" instead of "bits"'],
    [family("gauge", "app_room_fahrenheit"), 'use base unit "celsius" instead of "fahrenheit"'],
    [family("gauge", "app_way_kilometers_bytes"), 'use base unit "meters" instead of "kilometers"'],
  ],
  keeps: [
    family("gauge", "app_wait_seconds"),
    family("gauge", "app_room_kelvin"),
    family("gauge", "app_way_metres"),
    family("gauge", "app_thermometers"),
    family("gauge", "app_constructor_toString"),
    family("gauge", "app_bytes_milliseconds"),
  ],
});
