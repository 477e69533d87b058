/** Escapes text between quotes: backslash, quote and line feed. Lone surrogates become U+FFFD. */
export function escapeQuoted(text: string): string {
  return NEEDS_CARE.test(text) ? escape(text, QUOTED_SPECIALS) : text;
}

/** Escapes a help text: backslash and line feed. Lone surrogates become U+FFFD. */
export function escapeHelp(text: string): string {
  return NEEDS_CARE.test(text) ? escape(text, HELP_SPECIALS) : text;
}

/** Most texts contain none of these, which is faster to check than to replace them. */
const NEEDS_CARE = /[\\"\n\ud800-\udfff]/;
const QUOTED_SPECIALS = /[\\"\n]/g;
const HELP_SPECIALS = /[\\\n]/g;

function escape(text: string, specials: RegExp): string {
  return text.toWellFormed().replace(specials, (special) => special === "\n" ? "\\n" : `\\${special}`);
}

/** Checks a unit against the grammar of OpenMetrics; names may have other characters, but are quoted then. */
export function isUnit(unit: string | undefined): boolean {
  return unit !== undefined && /^[\w:]+$/.test(unit);
}
