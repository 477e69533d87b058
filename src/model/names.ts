const LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Checks whether a metric name needs neither quotes nor escaping in any format.
 *
 * @param name Metric name
 * @returns `true` for ASCII letters, digits, `_` and `:` that do not begin with a digit
 */
export function isLegacyMetricName(name: string): boolean {
  return LEGACY_METRIC_NAME.test(name);
}

/**
 * Checks whether a label name needs neither quotes nor escaping in any format.
 *
 * @param name Label name
 * @returns `true` for ASCII letters, digits and `_` that do not begin with a digit
 */
export function isLegacyLabelName(name: string): boolean {
  return LEGACY_LABEL_NAME.test(name);
}

/**
 * Checks whether Prometheus 3 accepts a metric name: any non-empty, well-formed text without NUL, on which its parser fails.
 *
 * @param name Metric name
 * @returns `false` for an empty name, for NUL and for lone surrogates
 */
export function isMetricName(name: string): boolean {
  return name !== "" && name.isWellFormed() && !name.includes("\0");
}

/**
 * Checks whether a label name may be used: any non-empty, well-formed text without NUL and the reserved prefix `__`.
 *
 * @param name Label name
 * @returns `false` for an empty or reserved name, for NUL and for lone surrogates
 */
export function isLabelName(name: string): boolean {
  return name !== "" && !name.startsWith("__") && name.isWellFormed() && !name.includes("\0");
}
