import type { Rule } from "./rule.ts";
import { APPLICATION_PREFIX } from "./rules/application_prefix.ts";
import { BASE_UNIT } from "./rules/base_unit.ts";
import { COLON_IN_NAME } from "./rules/colon_in_name.ts";
import { COUNTER_SUFFIX } from "./rules/counter_suffix.ts";
import { DUPLICATE_SERIES } from "./rules/duplicate_series.ts";
import { HELP_TEXT } from "./rules/help_text.ts";
import { LABEL_COUNT } from "./rules/label_count.ts";
import { LABEL_IN_NAME } from "./rules/label_in_name.ts";
import { LABEL_NAME_CASE } from "./rules/label_name_case.ts";
import { LEGACY_CHARACTERS } from "./rules/legacy_characters.ts";
import { METRIC_NAME_CASE } from "./rules/metric_name_case.ts";
import { MISSING_UNIT } from "./rules/missing_unit.ts";
import { MIXED_UNITS } from "./rules/mixed_units.ts";
import { NATIVE_ONLY } from "./rules/native_only.ts";
import { NAME_CLASH } from "./rules/name_clash.ts";
import { PERCENTAGE } from "./rules/percentage.ts";
import { RESERVED_LABEL } from "./rules/reserved_label.ts";
import { RESERVED_SUFFIX } from "./rules/reserved_suffix.ts";
import { SCRAPE_LABEL } from "./rules/scrape_label.ts";
import { SERIES_COUNT } from "./rules/series_count.ts";
import { SYNTHETIC_NAME } from "./rules/synthetic_name.ts";
import { TARGET_LABEL } from "./rules/target_label.ts";
import { TIMESTAMP_SUFFIX } from "./rules/timestamp_suffix.ts";
import { TIMESTAMPED } from "./rules/timestamped.ts";
import { TOTAL_SUFFIX } from "./rules/total_suffix.ts";
import { TOTAL_VALUE } from "./rules/total_value.ts";
import { TYPE_IN_NAME } from "./rules/type_in_name.ts";
import { UNBOUNDED_LABEL } from "./rules/unbounded_label.ts";
import { UNBOUNDED_VALUES } from "./rules/unbounded_values.ts";
import { UNIT_ABBREVIATION } from "./rules/unit_abbreviation.ts";
import { UNIT_SUFFIX } from "./rules/unit_suffix.ts";
import { UNLABELLED_TOTAL } from "./rules/unlabelled_total.ts";
import { UPPER_CASE } from "./rules/upper_case.ts";

/** Rules of client_golang's promlint, which `promtool check metrics` uses, with the same messages. */
export const PROMLINT_RULES: readonly Rule[] = [
  HELP_TEXT,
  BASE_UNIT,
  COUNTER_SUFFIX,
  TOTAL_SUFFIX,
  RESERVED_SUFFIX,
  RESERVED_LABEL,
  TYPE_IN_NAME,
  COLON_IN_NAME,
  METRIC_NAME_CASE,
  LABEL_NAME_CASE,
  UNIT_ABBREVIATION,
  DUPLICATE_SERIES,
];

/** All rules. To add one, add a file and a line here. */
export const RULES: readonly Rule[] = [
  ...PROMLINT_RULES,
  // Names
  APPLICATION_PREFIX,
  LABEL_IN_NAME,
  LEGACY_CHARACTERS,
  MISSING_UNIT,
  MIXED_UNITS,
  NAME_CLASH,
  PERCENTAGE,
  SYNTHETIC_NAME,
  TIMESTAMP_SUFFIX,
  UNIT_SUFFIX,
  UPPER_CASE,
  // Labels
  LABEL_COUNT,
  SCRAPE_LABEL,
  TARGET_LABEL,
  TOTAL_VALUE,
  UNBOUNDED_LABEL,
  UNBOUNDED_VALUES,
  UNLABELLED_TOTAL,
  // Series
  NATIVE_ONLY,
  SERIES_COUNT,
  TIMESTAMPED,
];
