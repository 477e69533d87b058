import { BACKSLASH, QUOTE } from "./characters.ts";
import type { LineScanner } from "./line_scanner.ts";

/** Tells what an escape sequence that is not known stands for; `undefined` where there must be none. */
export type UnknownEscape = ((sequence: string) => string) | undefined;

const ESCAPE = /\\([^]?)/g;
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\", '"': '"', n: "\n" };

/**
 * Reads what stands between quotes, of which the first one comes next.
 *
 * @param scanner Where to read
 * @param unknownEscape What to do with sequences other than those for backslash, quote and line feed
 * @returns The text as it was before it was escaped
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
 * Undoes the escaping of backslash, quote and line feed.
 *
 * @param text Escaped text
 * @param unknownEscape What to do with other sequences
 * @param scanner Tells what is wrong
 * @param start Where the text begins
 * @returns The text as it was
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
