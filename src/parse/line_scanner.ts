import { LINE_FEED, SPACE, TAB } from "./characters.ts";
import type { LimitName, ParseLimits } from "./limits.ts";
import { NumberReader } from "./number_reader.ts";
import { ParseError } from "./parse_error.ts";

/** Maximum length of a line's excerpt in an error. */
const EXCERPT = 60;

/** A line that was read, remembered for a later error. */
export interface LineMark {
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

/** Reads text line by line, character by character, and never beyond the end of the current line. */
export class LineScanner {
  /** Whole lines; only the last line of the input may lack its line feed. */
  text = "";
  /** Index of the line's first character. */
  start = 0;
  /** Index of the line feed, or of the end of the text. */
  end = 0;
  /** Index of the next character to read. */
  at = 0;
  /** Line number, from 1. */
  line = 0;
  readonly limits: ParseLimits;
  readonly numbers: NumberReader = new NumberReader();
  readonly #format: string;
  #next = 0;
  #backslash = -1;

  constructor(format: string, limits: ParseLimits) {
    this.#format = format;
    this.limits = limits;
  }

  /** Continues with more lines. */
  load(text: string): void {
    this.text = text;
    this.#next = 0;
    this.#backslash = -1;
  }

  /** Moves to the next line; returns `false` at the end of the text. */
  nextLine(): boolean {
    if (this.#next >= this.text.length) return false;
    this.start = this.at = this.#next;
    const end = this.text.indexOf("\n", this.start);
    this.end = end < 0 ? this.text.length : end;
    this.#next = this.end + 1;
    this.line++;
    return true;
  }

  /** Whether the line ends with a line feed. */
  get isWhole(): boolean {
    return this.end < this.text.length;
  }

  /** Code of the next character; at the end of the line a line feed, or NaN if that is missing. */
  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Checks if a character comes next. */
  isAt(code: number): boolean {
    return this.text.charCodeAt(this.at) === code;
  }

  skipBlanks(): void {
    for (let code = this.code; code === SPACE || code === TAB; code = this.code) this.at++;
  }

  /** Finds the next backslash in this line or a later one, or Infinity; no part of the text is searched twice. */
  findBackslash(from: number): number {
    if (this.#backslash < from) {
      const found = this.text.indexOf("\\", from);
      this.#backslash = found < 0 ? Infinity : found;
    }
    return this.#backslash;
  }

  /** Whether a blank or the end of the line comes next. */
  get isAfterToken(): boolean {
    const { code } = this;
    return code === SPACE || code === LINE_FEED || code === TAB || this.at >= this.end;
  }

  /** Skips a character, or throws if another one comes next. */
  expect(code: number): void {
    if (this.code !== code || this.at >= this.end) throw this.error(`"${String.fromCharCode(code)}" is missing`);
    this.at++;
  }

  /** Reads a number; unless `isFree`, a blank or the end of the line must follow. */
  readNumber(what: string, shift = 0, isFree = false): number {
    const value = this.numbers.read(this.text, this.at, shift);
    const { at } = this;
    this.at = this.numbers.end;
    if (this.at === at || !(isFree || this.isAfterToken)) {
      this.at = at;
      throw this.error(`${what} must be a number, current value is ${this.quoteToken()}`);
    }
    return value;
  }

  /** Quotes the text up to the next blank, for an error. */
  quoteToken(from: number = this.at): string {
    const rest = this.text.slice(from, Math.min(this.end, from + EXCERPT));
    return JSON.stringify(rest.split(/[ \t]/, 1)[0]);
  }

  /** Remembers this line. */
  mark(): LineMark {
    return { text: this.text, start: this.start, line: this.line };
  }

  /** Creates an error at an index of this line. */
  error(problem: string, at: number = this.at): ParseError {
    return this.errorIn(this.text.slice(this.start, this.end), problem, at - this.start);
  }

  /** Creates an error in a line that was read before. */
  errorAt({ text, start, line }: LineMark, problem: string): ParseError {
    const end = text.indexOf("\n", start);
    return this.#error(problem, line, text.slice(start, end < 0 ? undefined : end), 0);
  }

  /** Creates an error in a line that was not loaded; its number is that of the current line unless given. */
  errorIn(lineText: string, problem: string, offset: number, line: number = this.line): ParseError {
    return this.#error(problem, line, lineText, offset);
  }

  /** Creates an error for an exceeded limit. */
  limitError(name: LimitName): ParseError {
    return this.error(this.limits.problem(name));
  }

  #error(problem: string, line: number, lineText: string, offset: number): ParseError {
    const column = offset + 1;
    const from = Math.max(0, Math.min(offset - EXCERPT / 2, lineText.length - EXCERPT));
    const excerpt = lineText.slice(from, from + EXCERPT).toWellFormed();
    return new ParseError(`Cannot parse ${this.#format} at line ${line}, column ${column}: ${problem}`, {
      line,
      column,
      excerpt,
    });
  }
}
