import { UPPER_CASE } from "../../../src/lint/rules/upper_case.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(UPPER_CASE, {
  breaks: [
    [
      family("gauge", "HTTP_requests", { CODE: "1", Method: "2" }),
      "label names should be written in lower case",
      "label names should be written in lower case",
      "metric names should be written in lower case",
    ],
  ],
  keeps: [family("gauge", "http_requests", { code: "OK" }), family("gauge", "httpRequests", { theCode: "1" })],
});
