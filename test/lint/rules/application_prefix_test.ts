import { APPLICATION_PREFIX } from "../../../src/lint/rules/application_prefix.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(APPLICATION_PREFIX, {
  breaks: ["requests_total", "temperature_celsius", "users", "_users", "seconds"].map((name) => [
    family("unknown", name),
    "metric names should have an application prefix",
  ]),
  keeps: ["http_requests_total", "room_temperature_celsius", "go_info", "http.requests"].map((name) =>
    family("unknown", name)
  ),
});
