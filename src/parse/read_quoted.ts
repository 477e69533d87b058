import { BACKSLASH, QUOTE } from "./characters.ts";
import type { LineScanner } from "./line_scanner.ts";

/** Replaces an unknown escape sequence; if `undefined`, such a sequence is an error. */
export type UnknownEscape = ((sequence: string) => string) | undefined;

const ESCAPE = /\\([^]?)/g;
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\", '"': '"', n: "\n" };

/**
 * Reads a quoted string, whose opening quote comes next.
 *
 * @param scanner Scanner to read from
 * @param unknownEscape How to replace escape sequences other than those for backslash, quote and line feed
 * @returns The unescaped text between the quotes
 */
export function readQuoted(scanner: LineScanner, unknownEscape: UnknownEscape): string {
  const start = scanner.at + 1;
  let at = start;
  let hasEscapes = false;
  for (let code = scanner.text.charCodeAt(at); code !== QUOTE; code = scanner.text.charCodeAt(++at)) {
    if (code === BACKSLASH) {
      hasEscapes = true;
      at++;
    }
    if (at >= scanner.end) throw scanner.error("closing quote is missing", start - 1);
  }
  scanner.at = at + 1;
  const text = scanner.text.slice(start, at);
  return hasEscapes ? unescape(text, unknownEscape, scanner, start) : text;
}

/**
 * Unescapes backslash, quote and line feed.
 *
 * @param text Escaped text
 * @param unknownEscape How to replace other escape sequences
 * @param scanner Scanner that creates the error
 * @param start Index of the text in the scanner's text
 * @returns The unescaped text
 */
export function unescape(text: string, unknownEscape: UnknownEscape, scanner: LineScanner, start: number): string {
  return text.replace(ESCAPE, (sequence: string, character: string, i: number) => {
    const known = ESCAPED[character];
    if (known !== undefined) return known;
    if (unknownEscape === undefined || character === "") {
      throw scanner.error(`escape sequence ${sequence} is not known`, start + i);
    }
    return unknownEscape(sequence);
  });
}
