/** Control characters, invisible and bidirectional formatting characters, surrogates, and all blanks except the space. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}]|(?! )\s/gu;

/** Single-letter escapes of Go. */
const LETTERS: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Escapes control characters and invisible characters. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (rune) => LETTERS[rune] ?? escape(rune.codePointAt(0) ?? 0));
}

/** Writes a value as JSON in one line that is safe to print on a terminal. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (rune) => {
    return Array.from({ length: rune.length }, (_, i) => `\\u${hexOf(rune.charCodeAt(i), 4)}`).join("");
  });
}

function escape(code: number): string {
  if (code < 0x80) return `\\x${hexOf(code, 2)}`;
  return code <= 0xffff ? `\\u${hexOf(code, 4)}` : `\\U${hexOf(code, 8)}`;
}

function hexOf(code: number, length: number): string {
  return code.toString(16).padStart(length, "0");
}
