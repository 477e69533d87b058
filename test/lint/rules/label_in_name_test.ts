import { LABEL_IN_NAME } from "../../../src/lint/rules/label_in_name.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(LABEL_IN_NAME, {
  breaks: [
    [
      family("counter", "http_requests_by_code_total", { code: "200" }),
      'metric names should not include label "code"',
    ],
    [family("gauge", "app_users_by_a.b*", { "a.b*": "1" }), 'metric names should not include label "a.b*"'],
  ],
  keeps: [
    family("counter", "http_requests_by_code_total", { method: "GET" }),
    family("counter", "http_code_total", { code: "200" }),
    family("counter", "http_requests_by_codes_total", { code: "200" }),
  ],
});
