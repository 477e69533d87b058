import { COLON, isNamePart, isNameStart } from "./characters.ts";
import type { LineScanner } from "./line_scanner.ts";

/** Reads metric names without quotes; a name equal to the previous one is not sliced again. */
export class NameReader {
  readonly #scanner: LineScanner;
  #last = "";

  constructor(scanner: LineScanner) {
    this.#scanner = scanner;
  }

  /** Reads a name of ASCII letters, digits, `_` and `:`. */
  read(): string {
    const scanner = this.#scanner;
    const { text, at: start } = scanner;
    const after = start + this.#last.length;
    if (after > start && text.startsWith(this.#last, start) && !isPart(text.charCodeAt(after))) {
      scanner.at = after;
      return this.#last;
    }
    if (!isNameStart(scanner.code) && !scanner.isAt(COLON)) {
      throw scanner.error(`metric name is missing, current value is ${scanner.quoteToken()}`);
    }
    do scanner.at++; while (isPart(scanner.code));
    return this.#last = text.slice(start, scanner.at);
  }
}

function isPart(code: number): boolean {
  return isNamePart(code) || code === COLON;
}
