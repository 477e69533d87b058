import { LINE_FEED, SPACE, TAB } from "./characters.ts";
import type { LimitName, Limits } from "./limits.ts";
import { NumberReader } from "./number_reader.ts";
import { ParseError } from "./parse_error.ts";

/** How much of a line an error shows. */
const EXCERPT = 60;

/** A line that was read, to be told of later. */
export interface LineMark {
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

/** Goes through text, one line after the other, character by character. What follows a line's end is never looked at. */
export class LineScanner {
  /** Whole lines; only the last of all may lack its line feed. */
  text = "";
  /** Where the line begins. */
  start = 0;
  /** Where the line ends: at its line feed, or at the end of the text. */
  end = 0;
  /** Where to read next. */
  at = 0;
  /** Number of the line, the first of which is 1. */
  line = 0;
  readonly limits: Limits;
  readonly numbers: NumberReader = new NumberReader();
  readonly #format: string;
  #next = 0;
  #backslash = -1;

  constructor(format: string, limits: Limits) {
    this.#format = format;
    this.limits = limits;
  }

  /** Goes on with more lines. */
  load(text: string): void {
    this.text = text;
    this.#next = 0;
    this.#backslash = -1;
  }

  /** Moves to the next line, if there is one. */
  nextLine(): boolean {
    if (this.#next >= this.text.length) return false;
    this.start = this.at = this.#next;
    const end = this.text.indexOf("\n", this.start);
    this.end = end < 0 ? this.text.length : end;
    this.#next = this.end + 1;
    this.line++;
    return true;
  }

  /** Whether the line has its line feed. */
  get isWhole(): boolean {
    return this.end < this.text.length;
  }

  /** The next character; at the end of the line a line feed, or NaN where that is missing. */
  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Whether a character comes next. */
  isAt(code: number): boolean {
    return this.text.charCodeAt(this.at) === code;
  }

  skipBlanks(): void {
    for (let code = this.code; code === SPACE || code === TAB; code = this.code) this.at++;
  }

  /** Where the next backslash is, in this line or any other; all of them are searched only once. */
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

  /** Steps over a character. */
  expect(code: number): void {
    if (this.code !== code || this.at >= this.end) throw this.error(`"${String.fromCharCode(code)}" is missing`);
    this.at++;
  }

  /** Reads a number that is followed by a blank or the end of the line, unless told otherwise. */
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

  /** What comes next up to a blank, for people. */
  quoteToken(from: number = this.at): string {
    const rest = this.text.slice(from, Math.min(this.end, from + EXCERPT));
    return JSON.stringify(rest.split(/[ \t]/, 1)[0]);
  }

  /** Remembers this line. */
  mark(): LineMark {
    return { text: this.text, start: this.start, line: this.line };
  }

  /** Tells what is wrong at a place of this line. */
  error(problem: string, at: number = this.at): ParseError {
    return this.errorIn(this.text.slice(this.start, this.end), problem, at - this.start);
  }

  /** Tells what is wrong with a line that was read before. */
  errorAt({ text, start, line }: LineMark, problem: string): ParseError {
    const end = text.indexOf("\n", start);
    return this.#error(problem, line, text.slice(start, end < 0 ? undefined : end), 0);
  }

  /** Tells what is wrong in a line that was not loaded, which is taken for the present one. */
  errorIn(lineText: string, problem: string, offset: number, line: number = this.line): ParseError {
    return this.#error(problem, line, lineText, offset);
  }

  /** Tells which limit is exceeded, and what to do about it. */
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
