import { isLegacyLabelName, isLegacyMetricName } from "./names.ts";

/** Escaping of names with characters outside the legacy set: unchanged and quoted, or made of legacy characters. */
export type EscapingScheme = "allow-utf-8" | "underscores" | "dots" | "values";

/**
 * Writes a metric name with legacy characters only, unless the scheme allows all of UTF-8.
 * Follows the reference implementations where they differ from the document: a legacy name stays as it is in
 * every scheme, and `dots` writes two underscores for any other illegal character.
 *
 * @see https://github.com/prometheus/docs/blob/main/docs/instrumenting/escaping_schemes.md
 * @param name Metric name
 * @param scheme Escaping scheme
 * @returns The name to put on the wire
 */
export function escapeMetricName(name: string, scheme: EscapingScheme): string {
  if (scheme === "allow-utf-8" || isLegacyMetricName(name)) return name;
  return mapRunes(name, scheme, /[a-zA-Z0-9_:]/);
}

/**
 * Writes a label name with legacy characters only, unless the scheme allows all of UTF-8. Unlike in a metric name,
 * a colon is not a legacy character.
 *
 * @param name Label name
 * @param scheme Escaping scheme
 * @returns The name to put on the wire
 */
export function escapeLabelName(name: string, scheme: EscapingScheme): string {
  if (scheme === "allow-utf-8" || isLegacyLabelName(name)) return name;
  return mapRunes(name, scheme, /[a-zA-Z0-9_]/);
}

type Rewrite = Exclude<EscapingScheme, "allow-utf-8">;

/** Writes one character, by scheme; `legal` is `true` if the character is allowed at its position. */
const REWRITES: Readonly<Record<Rewrite, (rune: string, legal: boolean) => string>> = {
  underscores: (rune, legal) => legal ? rune : "_",
  dots: (rune, legal) => rune === "_" ? "__" : rune === "." ? "_dot_" : legal ? rune : "__",
  values: (rune, legal) => rune === "_" ? "__" : legal ? rune : `_${hexadecimal(rune)}_`,
};

function mapRunes(name: string, scheme: Rewrite, legal: RegExp): string {
  let mapped = scheme === "values" ? "U__" : "";
  let isFirst = true;
  for (const rune of name) {
    mapped += REWRITES[scheme](rune, legal.test(rune) && !(isFirst && /[0-9]/.test(rune)));
    isFirst = false;
  }
  return mapped;
}

function hexadecimal(rune: string): string {
  return rune.isWellFormed() ? rune.codePointAt(0)?.toString(16) ?? "" : "FFFD";
}
