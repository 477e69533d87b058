import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { escapeLabelName, escapeMetricName, type EscapingScheme } from "../../src/model/escaping.ts";

/** What a name becomes under `underscores`, `dots` and `values`. */
type Case = readonly [name: string, underscores: string, dots: string, values: string];

const METRIC_NAMES: readonly Case[] = [
  ["no:escaping_required", "no:escaping_required", "no:escaping_required", "no:escaping_required"],
  [
    "mysystem.prod.west.cpu.load_total",
    "mysystem_prod_west_cpu_load_total",
    "mysystem_dot_prod_dot_west_dot_cpu_dot_load__total",
    "U__mysystem_2e_prod_2e_west_2e_cpu_2e_load__total",
  ],
  ["http.status:sum", "http_status:sum", "http_dot_status:sum", "U__http_2e_status:sum"],
  ["label with 😱", "label_with__", "label__with____", "U__label_20_with_20__1f631_"],
  ["label with \u0100", "label_with__", "label__with____", "U__label_20_with_20__100_"],
  ["花火", "__", "____", "U___82b1__706b_"],
  ["9lives", "_lives", "__lives", "U___39_lives"],
  ["a\ud800", "a_", "a__", "U__a_FFFD_"],
];

const LABEL_NAMES: readonly Case[] = [
  ["plain_label9", "plain_label9", "plain_label9", "plain_label9"],
  ["http.method", "http_method", "http_dot_method", "U__http_2e_method"],
  ["a:b", "a_b", "a__b", "U__a_3a_b"],
  ["花火", "__", "____", "U___82b1__706b_"],
];

const ALL = [[escapeMetricName, METRIC_NAMES], [escapeLabelName, LABEL_NAMES]] as const;

for (const [escape, cases] of ALL) {
  describe(escape.name, () => {
    for (const [name, underscores, dots, values] of cases) {
      const expected: Readonly<Record<EscapingScheme, string>> = { "allow-utf-8": name, underscores, dots, values };
      for (const [scheme, escaped] of Object.entries(expected) as [EscapingScheme, string][]) {
        it(`${escape.name}() writes ${JSON.stringify(name)} in ${scheme}`, () =>
          assertEquals(escape(name, scheme), escaped));
      }
    }
  });
}
