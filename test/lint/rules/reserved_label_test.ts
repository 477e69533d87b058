import { RESERVED_LABEL } from "../../../src/lint/rules/reserved_label.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(RESERVED_LABEL, {
  breaks: [
    [family("gauge", "app_users", { le: "1" }, { le: "2" }), 'non-histogram metrics should not have "le" label'],
    [family("summary", "app_wait", { le: "1" }), 'non-histogram metrics should not have "le" label'],
    [
      family("histogram", "app_wait", { quantile: "1" }),
      'non-summary metrics should not have "quantile" label',
    ],
    [
      family("counter", "app_total", { le: "1" }, { quantile: "1" }),
      'non-histogram metrics should not have "le" label',
      'non-summary metrics should not have "quantile" label',
    ],
  ],
  keeps: [
    family("unknown", "app_wait", { le: "1", quantile: "1" }),
    family("histogram", "app_wait", { le: "1" }),
    family("gaugehistogram", "app_wait", { le: "1" }),
    family("summary", "app_wait", { quantile: "1" }),
    family("gauge", "app_users", { le: "" }),
  ],
});
