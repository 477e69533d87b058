import { LEGACY_CHARACTERS } from "../../../src/lint/rules/legacy_characters.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(LEGACY_CHARACTERS, {
  breaks: [
    [
      family("gauge", "http.requests", { "http.method": "GET", größe: "1", code: "2" }),
      "label names should not need quotes",
      "label names should not need quotes",
      "metric names should not need quotes",
    ],
  ],
  keeps: [family("gauge", "http_requests", { method: "größe" })],
});
