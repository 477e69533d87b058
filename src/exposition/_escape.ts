/** Escapes what stands between quotes: backslash, quote and line feed. Lone surrogates become U+FFFD. */
export function escapeQuoted(text: string): string {
  return escape(text, QUOTED_SPECIALS);
}

/** Escapes a help text: backslash and line feed. Lone surrogates become U+FFFD. */
export function escapeHelp(text: string): string {
  return escape(text, HELP_SPECIALS);
}

const QUOTED_SPECIALS = /[\\"\n]/g;
const HELP_SPECIALS = /[\\\n]/g;

function escape(text: string, specials: RegExp): string {
  return text.toWellFormed().replace(specials, (special) => special === "\n" ? "\\n" : `\\${special}`);
}
